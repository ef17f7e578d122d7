using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Warehouse.Load;

/// <summary>
/// Values of growing properties of events that are stored already, in the table <c>strata_amendment(table_name, property, id, ts, value)</c>,
/// later ones after earlier ones, until they are brought into the tables of events. That searches the events of the time that they are of,
/// so that where much comes in, those of several transactions are brought in together. Whoever reads events has it done before.
/// </summary>
public static class EventAmendments
{
    /// <summary>The table's name.</summary>
    public const string Table = "strata_amendment";

    /// <summary>Where nothing was amended for so long, in microseconds, what is between is not searched.</summary>
    private const long LongestGap = 60 * Microseconds.PerSecond;

    /// <summary>Whether some wait to be brought into the tables of events.</summary>
    public static bool AreWaiting(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.QueryScalar<bool>($"SELECT count(*) > 0 FROM (SELECT 1 FROM {Table} LIMIT 1)");
    }

    /// <summary>Brings all that wait into the tables of events; of several of one event the last counts. Within the caller's transaction.</summary>
    public static void Fold(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!AreWaiting(connection))
        {
            return;
        }

        List<(string Table, string Property)> columns =
            [.. connection.Query($"SELECT DISTINCT table_name, property FROM {Table} ORDER BY ALL", [], row => (row.GetRequiredText(0), row.GetRequiredText(1)))];
        foreach ((string table, string property) in columns)
        {
            foreach ((long first, long last) in Stretches(connection, table, property))
            {
                Fold(connection, table, property, first, last);
            }
        }

        TableVersions.RecordRewritten(connection, [.. columns.Select(column => column.Table).Distinct(StringComparer.Ordinal)]);
        connection.Execute($"DELETE FROM {Table}");
    }

    private static void Fold(DuckDbConnection connection, string table, string property, long first, long last) => connection.Execute(
        $"""
        UPDATE {SqlIdentifier.Quote(table)} AS e SET {SqlIdentifier.Quote(property)} = a.value
        FROM (
            SELECT id, ts, arg_max(value, rowid) AS value FROM {Table}
            WHERE table_name = $1 AND property = $2 AND ts >= make_timestamp($3) AND ts <= make_timestamp($4)
            GROUP BY id, ts) a
        WHERE e.ts >= make_timestamp($3) AND e.ts <= make_timestamp($4) AND e.ts = a.ts AND e.id = a.id
        """,
        table,
        property,
        first,
        last);

    /// <summary>The stretches of time of which events were amended, each from its first to its last instant, in UTC microseconds.</summary>
    private static List<(long First, long Last)> Stretches(DuckDbConnection connection, string table, string property)
    {
        var stretches = new List<(long First, long Last)>();
        connection.Query(
            $"SELECT epoch_us(min(ts)), epoch_us(max(ts)) FROM {Table} WHERE table_name = $1 AND property = $2 GROUP BY epoch_us(ts) // $3 ORDER BY 1",
            [table, property, LongestGap],
            row =>
            {
                (long first, long last) = (row.GetInt64(0), row.GetInt64(1));
                if (stretches is [.., (long begin, long end)] && first - end <= LongestGap)
                {
                    stretches[^1] = (begin, last);
                }
                else
                {
                    stretches.Add((first, last));
                }

                return true;
            });
        return stretches;
    }
}
