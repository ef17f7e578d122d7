using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Segments.Export;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Catalog;

/// <summary>A value of a field and how many rows have it.</summary>
/// <param name="Value">The value as written most often among those that fold alike.</param>
/// <param name="Count">How many rows.</param>
public sealed record ValueCount(string Value, long Count);

/// <summary>What stands in a field.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Known">In how many the field is known.</param>
/// <param name="Distinct">How many different values there are.</param>
/// <param name="Values">The most frequent ones, ties by value.</param>
/// <param name="Note">What must be said with them; null for nothing.</param>
public sealed record FieldCounts(long Rows, long Known, long Distinct, IReadOnlyList<ValueCount> Values, string? Note);

/// <summary>
/// Counts the values of a field. Events after T, and rows of a collection that start after T, do not count; of fields that changed since
/// T the newest value is counted, and the result says so.
/// </summary>
public sealed class FieldValues(DuckDbConnection connection)
{
    /// <summary>Counts.</summary>
    /// <param name="type">The rows.</param>
    /// <param name="field">Their field.</param>
    /// <param name="asOf">T.</param>
    /// <param name="limit">How many values at the most.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public FieldCounts Count(RowType type, FieldDefinition field, AsOf asOf, int limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(asOf);
        string table = SqlIdentifier.Quote(TableNames.Table(type));
        string value = SqlIdentifier.Quote(field.Name);
        string folded = SqlIdentifier.Quote(TableNames.Compared(field));
        string exists = Exists(type);
        var at = DuckDbValue.Timestamp(asOf.Instant);
        string rows = field.Type == FieldType.Set
            ? $"SELECT unnest({value}) AS v, unnest({folded}) AS f FROM {table} WHERE {exists}"
            : $"SELECT {value} AS v, {folded} AS f FROM {table} WHERE {exists}";
        (long all, long known) = connection.Query(
            $"SELECT count(*), count({value}) FROM {table} WHERE {exists}", [at], row => (row.GetInt64(0), row.GetInt64(1)), cancellation)[0];
        long distinct = connection.Query($"SELECT count(DISTINCT f) FROM ({rows})", [at], row => row.GetInt64(0), cancellation)[0];
        List<ValueCount> values = connection.Query(
            $"SELECT mode(v) AS shown, count(*) AS n FROM ({rows}) WHERE f IS NOT NULL GROUP BY f ORDER BY n DESC, f LIMIT $2",
            [at, (long)limit],
            row => new ValueCount(Text(field, row), row.GetInt64(1)),
            cancellation);
        return new FieldCounts(all, known, distinct, values, Note(type, field, asOf, cancellation));
    }

    /// <summary>How many rows there are.</summary>
    public long Rows(RowType type, AsOf asOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(asOf);
        return connection.Query(
            $"SELECT count(*) FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {Exists(type)}", [DuckDbValue.Timestamp(asOf.Instant)], row => row.GetInt64(0), cancellation)[0];
    }

    /// <summary>The values that hold a text, those that begin with it first, then the most frequent: for completion as somebody types.</summary>
    /// <param name="type">The rows.</param>
    /// <param name="field">Their field, of text, category or set.</param>
    /// <param name="text">The text; empty for every value.</param>
    /// <param name="limit">How many values at the most.</param>
    /// <param name="cancellation">Stops the query.</param>
    public IReadOnlyList<ValueCount> Find(RowType type, FieldDefinition field, string text, int limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(field);
        string table = SqlIdentifier.Quote(TableNames.Table(type));
        string value = SqlIdentifier.Quote(field.Name);
        string folded = SqlIdentifier.Quote(TableNames.Compared(field));
        string rows = field.Type == FieldType.Set ? $"SELECT unnest({value}) AS v, unnest({folded}) AS f FROM {table}" : $"SELECT {value} AS v, {folded} AS f FROM {table}";
        return connection.Query(
            $"SELECT any_value(v), count(*) AS n FROM ({rows}) WHERE f IS NOT NULL AND contains(f, $1) GROUP BY f ORDER BY NOT starts_with(f, $1), n DESC, f LIMIT $2",
            [TextFolding.Fold(text), (long)limit],
            row => new ValueCount(row.GetRequiredText(0), row.GetInt64(1)),
            cancellation);
    }

    private static string Exists(RowType type) => type switch
    {
        { Kind: RowKind.Event } => "ts <= $1",
        { StartField: { } start } => $"({SqlIdentifier.Quote(start)} <= $1 OR {SqlIdentifier.Quote(start)} IS NULL)",
        _ => "$1 IS NOT NULL",
    };

    private static string Text(FieldDefinition field, DuckDbRow row) => field.Type switch
    {
        FieldType.Number or FieldType.Money => CellText.Of(FixedDecimal.ToDecimal(row.GetInt64(0))),
        FieldType.Boolean => CellText.Of(row.GetBoolean(0)),
        FieldType.Date => CellText.Of(Microseconds.ToInstant(row.GetInt64(0))),
        _ => row.GetRequiredText(0),
    };

    private string? Note(RowType type, FieldDefinition field, AsOf asOf, CancellationToken cancellation)
    {
        if (type.Kind == RowKind.Event)
        {
            return null;
        }

        long later = connection.Query(
            $"SELECT count(*) FROM {SqlIdentifier.Quote(TableNames.History(type))} WHERE field = $1 AND observed_at > $2",
            [field.Name, DuckDbValue.Timestamp(asOf.Instant)],
            row => row.GetInt64(0),
            cancellation)[0];
        return later == 0 ? null : $"{later.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} changes since then are counted by their newest value";
    }
}
