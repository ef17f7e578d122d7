using Strata.Language.Catalog;

namespace Strata.Index.Source;

/// <summary>
/// Where the index gets its rows: the warehouse. Columns are named as in <see cref="Language.Sql.TableNames"/>. Used by one thread at a
/// time.
/// </summary>
public interface IIndexSource
{
    /// <summary>A number that is another one whenever the rows of the type are not the same as before.</summary>
    long VersionOf(RowType row);

    /// <summary>True where the field (or link) of some row changed after T, so that its stored value is not the one at T.</summary>
    bool ChangedAfter(RowType row, string field, long asOf);

    /// <summary>The instant, in microseconds, from which on no field or link of any row has changed.</summary>
    long NewestChange { get; }

    /// <summary>How many rows of a type there are.</summary>
    long CountRows(RowType row);

    /// <summary>Reads columns of every row of a type, in an order that stays the same while the version does.</summary>
    /// <param name="row">The type.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="read">Called for each chunk; what it gets is valid during the call.</param>
    /// <param name="cancellation">Stops the reading.</param>
    void Read(RowType row, IReadOnlyList<string> columns, Action<RowChunk> read, CancellationToken cancellation);

    /// <summary>The refs of the entities that have one of the ids.</summary>
    IReadOnlyList<long> FindRefs(EntityKind of, IReadOnlyList<string> ids, CancellationToken cancellation);

    /// <summary>The given refs, ordered by the entities' ids in UTF-8 bytes.</summary>
    IReadOnlyList<long> OrderById(EntityKind of, IReadOnlyList<long> refs, CancellationToken cancellation);

    /// <summary>The refs of the rows of a type that have a history of a field.</summary>
    IReadOnlyList<long> RefsWithHistory(RowType row, string field, CancellationToken cancellation);
}

/// <summary>Some rows, by columns.</summary>
public abstract class RowChunk
{
    /// <summary>How many rows.</summary>
    public abstract int Count { get; }

    /// <summary>True where no value of the column is missing.</summary>
    public abstract bool IsAllKnown(int column);

    /// <summary>True where the value is known.</summary>
    public abstract bool IsKnown(int column, int row);

    /// <summary>The values of a whole number or instant column; anything where it is missing.</summary>
    public abstract ReadOnlySpan<long> Longs(int column);

    /// <summary>The values of a boolean column; anything where it is missing.</summary>
    public abstract ReadOnlySpan<bool> Booleans(int column);

    /// <summary>The UTF-8 bytes of a text; empty where it is missing.</summary>
    public abstract ReadOnlySpan<byte> Text(int column, int row);

    /// <summary>How many texts a list has; 0 where it is missing.</summary>
    public abstract int ListLength(int column, int row);

    /// <summary>The UTF-8 bytes of a text of a list.</summary>
    public abstract ReadOnlySpan<byte> ListText(int column, int row, int item);
}
