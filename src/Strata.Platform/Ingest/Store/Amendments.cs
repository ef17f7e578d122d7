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
    private const string Staged = "ingest_amended";

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
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Staged}(id VARCHAR NOT NULL, ts TIMESTAMP NOT NULL, value BIGINT NOT NULL)");
        using (DuckDbAppender appender = connection.CreateAppender(Staged))
        {
            foreach (Amended one in amended)
            {
                appender.Append(one.Id);
                appender.Append(one.Instant);
                appender.Append(one.Value);
                appender.EndRow();
            }

            appender.Complete();
        }

        string update =
            $"""
            UPDATE {SqlIdentifier.Quote(table)} AS e SET {SqlIdentifier.Quote(property)} = a.value FROM {Staged} a
            WHERE e.ts >= make_timestamp($1) AND e.ts <= make_timestamp($2) AND a.ts >= make_timestamp($1) AND a.ts <= make_timestamp($2)
                AND e.ts = a.ts AND e.id = a.id
            """;
        int first = 0;
        for (int next = 1; next <= amended.Length; next++)
        {
            if (next == amended.Length || amended[next].Instant - amended[next - 1].Instant > LongestGap)
            {
                connection.Execute(update, amended[first].Instant, amended[next - 1].Instant);
                first = next;
            }
        }

        TableVersions.RecordRewritten(connection, [table]);
    }

    private readonly record struct Amended(string Id, long Instant, long Value);
}
