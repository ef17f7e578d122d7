using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Warehouse.Query;

/// <summary>
/// Evaluates checked segments in DuckDB, as of any instant. Uses one connection, and so one call at a time. What it knows of the
/// history is read at the first use, and after <see cref="Refresh"/> again where rows were written since.
/// </summary>
public sealed class SegmentReader
{
    private readonly DuckDbConnection _connection;
    private readonly DataCatalog _catalog;
    private HistoryProfile? _history;
    private TableVersion[] _historyOf = [];
    private bool _isRefreshed;

    /// <summary>Creates a reader over a connection to a warehouse whose tables are those of <paramref name="catalog"/>.</summary>
    public SegmentReader(DuckDbConnection connection, DataCatalog catalog)
    {
        _connection = connection;
        _catalog = catalog;
    }

    /// <summary>The catalog whose tables it reads.</summary>
    public DataCatalog Catalog => _catalog;

    /// <summary>Which fields changed, and until when.</summary>
    public HistoryProfile History
    {
        get
        {
            if (_history is null || !_isRefreshed)
            {
                // The versions come first: what is written in between is read again the next time. Events have no history.
                IReadOnlyDictionary<string, TableVersion> all = TableVersions.Read(_connection);
                TableVersion[] versions = [.. _catalog.RowTypes.Where(row => row.Kind != RowKind.Event).Select(row => all.GetValueOrDefault(TableNames.Table(row)))];
                if (_history is null || !_historyOf.AsSpan().SequenceEqual(versions))
                {
                    (_history, _historyOf) = (HistoryProfiles.Read(_connection, _catalog), versions);
                }

                _isRefreshed = true;
            }

            return _history;
        }
    }

    /// <summary>Makes what is known of the history be looked at again: after data was loaded.</summary>
    public void Refresh() => _isRefreshed = false;

    /// <summary>How many members the segment has at T.</summary>
    public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation = default)
    {
        SqlStatement statement = Printer(asOf).Count(plan);
        return _connection.Query(statement.Text, statement.Values(), row => row.GetInt64(0), cancellation)[0];
    }

    /// <summary>The ids of the members at T, ascending by their UTF-8 bytes.</summary>
    public IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation = default)
    {
        SqlStatement statement = Printer(asOf).MemberIds(plan);
        return _connection.Query(statement.Text, statement.Values(), row => row.GetRequiredText(0), cancellation);
    }

    /// <summary>The refs of the members at T, in no order, as they come.</summary>
    public void MemberRefs(SegmentPlan plan, AsOf asOf, Action<ReadOnlySpan<long>> read, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        SqlStatement statement = Printer(asOf).MemberRefs(plan);
        using DuckDbResult result = _connection.Query(statement.Text, statement.Values(), cancellation: cancellation);
        while (result.ReadChunk())
        {
            read(result.Column(0).Values<long>());
        }
    }

    /// <summary>The highest ref that the entity has, plus one; 0 where there is none.</summary>
    public long RefCount(EntityKind of) =>
        _connection.QueryScalar<long>($"SELECT coalesce(max(ref) + 1, 0) FROM {SqlIdentifier.Quote(TableNames.Table(_catalog.Of(of)))}");

    /// <summary>The members at T with values of theirs, texts as written.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="columns">What of them, in the scope of the entity.</param>
    /// <param name="sort">Which columns to sort by, in order; −1 stands for the id. Missing values come last, ties go by id.</param>
    /// <param name="limit">How many at the most, or null for all.</param>
    /// <param name="asOf">T.</param>
    /// <param name="read">Called for each member in order.</param>
    /// <param name="cancellation">Stops the query.</param>
    public void List(
        SegmentPlan plan,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read(Printer(asOf).List(plan, columns, sort, limit), columns, read, cancellation);
    }

    /// <summary>As <see cref="List"/>, for the members whose refs are in a <see cref="MemberTable"/> of the connection; after so many of them that are passed over.</summary>
    public void ListMembers(
        EntityKind of,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        long offset = 0,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read(Printer(asOf).ListMembers(of, columns, sort, limit, offset), columns, read, cancellation);
    }

    /// <summary>The statement behind <see cref="ListMembers"/>, for writing the members elsewhere.</summary>
    public SqlStatement ListMembersStatement(
        EntityKind of, IReadOnlyList<BoundValue> columns, IReadOnlyList<(int Column, bool Descending)> sort, long? limit, AsOf asOf) =>
        Printer(asOf).ListMembers(of, columns, sort, limit);

    /// <summary>The refs of everybody, or of those in a <see cref="MemberTable"/> of the connection, in an order; missing values last, ties by ref.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="everybody">True for everybody.</param>
    /// <param name="sort">What to sort by, in order: values in the scope of the entity, null for the id.</param>
    /// <param name="asOf">T.</param>
    /// <param name="read">Gets the refs as they come.</param>
    /// <param name="cancellation">Stops the query.</param>
    public void RefsInOrder(
        EntityKind of, bool everybody, IReadOnlyList<(BoundValue? Value, bool Descending)> sort, AsOf asOf, Action<ReadOnlySpan<long>> read, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        SqlStatement statement = Printer(asOf).RefsInOrder(of, everybody, sort);
        using DuckDbResult result = _connection.Query(statement.Text, statement.Values(), cancellation: cancellation);
        while (result.ReadChunk())
        {
            read(result.Column(0).Values<long>());
        }
    }

    /// <summary>The statement that reads values of everyone; see <see cref="SqlPrinter.ValuesOfAll"/>.</summary>
    internal SqlStatement ValuesStatement(EntityKind of, IReadOnlyList<BoundValue> values, AsOf asOf) => Printer(asOf).ValuesOfAll(of, values);

    private void Read(SqlStatement statement, IReadOnlyList<BoundValue> columns, Action<MemberRow> read, CancellationToken cancellation)
    {
        using DuckDbResult result = _connection.Query(statement.Text, statement.Values(), cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int at = 0; at < result.RowCount; at++)
            {
                read(ToRow(result.Row(at), columns));
            }
        }
    }

    private static MemberRow ToRow(DuckDbRow row, IReadOnlyList<BoundValue> columns)
    {
        var cells = new object?[columns.Count];
        for (int at = 0; at < cells.Length; at++)
        {
            cells[at] = row.IsNull(at + 1) ? null : Cell(row, at + 1, columns[at].Kind);
        }

        return new MemberRow(row.GetRequiredText(0), cells);
    }

    /// <summary>A value that is not NULL, as <see cref="MemberRow"/> has it.</summary>
    internal static object? Cell(DuckDbRow row, int column, ValueKind kind) => kind switch
    {
        ValueKind.Text => row.GetText(column),
        ValueKind.Set => row.GetTextList(column),
        ValueKind.Boolean => row.GetBoolean(column),
        ValueKind.Instant => Microseconds.ToInstant(row.GetInt64(column)),
        ValueKind.Exact => (decimal)row.GetInt128(column) / Language.Values.FixedDecimal.UnitsPerOne,
        ValueKind.Count => row.GetInt64(column),
        ValueKind.Double => row.GetDouble(column),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of value."),
    };

    private SqlPrinter Printer(AsOf asOf) => new(_catalog, new DuckDbDialect(), asOf, History);
}
