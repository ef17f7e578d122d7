using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Values of growing properties of events that are stored already, to be written in one update a stretch of time: of an event it is known
/// when it was, and what was stored long before or after is not searched. Used by one thread at a time.
/// </summary>
internal sealed class Amendments
{
    private static readonly (string Name, DuckDbTypeId Type)[] RowColumns =
        [("id", DuckDbTypeId.Varchar), ("ts", DuckDbTypeId.Timestamp), ("value", DuckDbTypeId.BigInt)];

    /// <summary>Where nothing was amended for so long, what is between is not searched.</summary>
    private const long LongestGap = 60 * Microseconds.PerSecond;

    private readonly Dictionary<(string Table, string Property), Dictionary<string, Amended>> _columns = [];

    /// <summary>Adds one; of several of one event the last counts.</summary>
    public void Add(AmendedEvent amended)
    {
        RowType type = amended.Type;
        if (type.Find(amended.Property) is not { Type: FieldType.Number })
        {
            throw new InvalidOperationException($"{type.Name} has no number {amended.Property}.");
        }

        (string, string) column = (TableNames.Table(type), amended.Property);
        if (!_columns.TryGetValue(column, out Dictionary<string, Amended>? events))
        {
            _columns.Add(column, events = new Dictionary<string, Amended>(StringComparer.Ordinal));
        }

        events[amended.Id] = new Amended(amended.Id, amended.Instant, checked((long)amended.Value.Number));
    }

    /// <summary>Writes them, within the caller's transaction.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        foreach (((string table, string property), Dictionary<string, Amended> events) in _columns.Where(column => column.Value.Count > 0))
        {
            WriteTo(connection, table, property, [.. events.Values.OrderBy(amended => amended.Instant)]);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        foreach (Dictionary<string, Amended> events in _columns.Values)
        {
            events.Clear();
        }
    }

    private static void WriteTo(DuckDbConnection connection, string table, string property, Amended[] amended)
    {
        int first = 0;
        for (int next = 1; next <= amended.Length; next++)
        {
            if (next == amended.Length || amended[next].Instant - amended[next - 1].Instant > LongestGap)
            {
                Update(connection, table, property, amended.AsMemory(first..next));
                first = next;
            }
        }

        TableVersions.RecordRewritten(connection, [table]);
    }

    private static void Update(DuckDbConnection connection, string table, string property, ReadOnlyMemory<Amended> amended)
    {
        int given = 0;
        using DuckDbRows rows = DuckDbConnection.OpenRows(RowColumns, amended.Length, (columns, capacity) =>
        {
            int count = Math.Min(capacity, amended.Length - given);
            Give(columns, amended.Span.Slice(given, count));
            given += count;
            return count;
        });
        connection.ExecuteWith(
            rows,
            $"""
            UPDATE {SqlIdentifier.Quote(table)} AS e SET {SqlIdentifier.Quote(property)} = a.value FROM {rows.Sql} a
            WHERE e.ts >= make_timestamp($1) AND e.ts <= make_timestamp($2) AND e.ts = a.ts AND e.id = a.id
            """,
            amended.Span[0].Instant,
            amended.Span[^1].Instant);
    }

    private static void Give(IReadOnlyList<DuckDbColumnWriter> columns, ReadOnlySpan<Amended> amended)
    {
        Span<long> instants = columns[1].Values<long>();
        Span<long> values = columns[2].Values<long>();
        for (int row = 0; row < amended.Length; row++)
        {
            columns[0].SetText(row, amended[row].Id);
            instants[row] = amended[row].Instant;
            values[row] = amended[row].Value;
        }
    }

    private readonly record struct Amended(string Id, long Instant, long Value);
}
