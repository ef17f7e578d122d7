using System.Numerics;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Warehouse.Load;

/// <summary>
/// Values of growing properties of events that are stored already, in the table <c>strata_amendment(table_name, property, id, ts, value)</c>,
/// later ones after earlier ones, until they are brought into the tables of events. That searches the events of the time that they are of,
/// so that where much comes in, those of several transactions are brought in together, and those of events longer ago less often. Whoever
/// reads events has all of it done before.
/// </summary>
public static class EventAmendments
{
    /// <summary>The table's name.</summary>
    public const string Table = "strata_amendment";

    /// <summary>What time is cut into, in microseconds: the events of one slice are amended together.</summary>
    internal const long Slice = 10 * Microseconds.PerSecond;

    /// <summary>Slices that are older have their turn each time that so much more has passed.</summary>
    internal const long LongestAge = 3600 * Microseconds.PerSecond;

    /// <summary>Where nothing was amended for so long, in microseconds, what is between is not searched.</summary>
    private const long LongestGap = 60 * Microseconds.PerSecond;

    /// <summary>Whether some wait to be brought into the tables of events.</summary>
    public static bool AreWaiting(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.QueryScalar<bool>($"SELECT count(*) > 0 FROM (SELECT 1 FROM {Table} LIMIT 1)");
    }

    /// <summary>Brings all that wait into the tables of events; of several of one event the last counts. Within the caller's transaction.</summary>
    public static void FoldAll(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (AreWaiting(connection))
        {
            Fold(connection, _ => true);
            connection.Execute($"DELETE FROM {Table}");
        }
    }

    /// <summary>
    /// Brings those into the tables of events whose turn it is: the events of a slice of time have their turn when it is 10, 20, 40, 80 s ago,
    /// and so on up to an hour, and each further hour. However long much comes in, a turn then searches a few slices, and not all of the
    /// last half hour, though nearly everything that is amended is younger. Within the caller's transaction.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="before">When this was done last, in UTC microseconds.</param>
    /// <param name="now">The instant, in UTC microseconds.</param>
    public static void FoldDue(DuckDbConnection connection, long before, long now)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!AreWaiting(connection))
        {
            return;
        }

        foreach (Stretch done in Fold(connection, slice => IsDue(slice, before, now)))
        {
            connection.Execute(
                $"DELETE FROM {Table} WHERE table_name = $1 AND property = $2 AND ts >= make_timestamp($3) AND ts <= make_timestamp($4)",
                done.Table,
                done.Property,
                done.First,
                done.Last);
        }
    }

    /// <summary>Whether a slice has its turn by an instant and did not have it by another, earlier one.</summary>
    /// <param name="start">When the slice begins.</param>
    /// <param name="before">The earlier one.</param>
    /// <param name="now">The instant.</param>
    internal static bool IsDue(long start, long before, long now)
    {
        return Turns(now) != Turns(before);

        long Turns(long at)
        {
            long age = Math.Max(0, at - start);
            return age < LongestAge ? BitOperations.Log2(((ulong)(age / Slice) * 2) + 1) : Slice + (age / LongestAge);
        }
    }

    private static List<Stretch> Fold(DuckDbConnection connection, Predicate<long> isDue)
    {
        List<Stretch> stretches = Stretches(connection, isDue);
        stretches.ForEach(stretch => Fold(connection, stretch));
        TableVersions.RecordRewritten(connection, [.. stretches.Select(stretch => stretch.Table).Distinct(StringComparer.Ordinal)]);
        return stretches;
    }

    private static void Fold(DuckDbConnection connection, Stretch stretch) => connection.Execute(
        $"""
        UPDATE {SqlIdentifier.Quote(stretch.Table)} AS e SET {SqlIdentifier.Quote(stretch.Property)} = a.value
        FROM (
            SELECT id, ts, arg_max(value, rowid) AS value FROM {Table}
            WHERE table_name = $1 AND property = $2 AND ts >= make_timestamp($3) AND ts <= make_timestamp($4)
            GROUP BY id, ts) a
        WHERE e.ts >= make_timestamp($3) AND e.ts <= make_timestamp($4) AND e.ts = a.ts AND e.id = a.id
        """,
        stretch.Table,
        stretch.Property,
        stretch.First,
        stretch.Last);

    /// <summary>The stretches of time of which events were amended: slices that follow closely on each other, all of which have their turn.</summary>
    private static List<Stretch> Stretches(DuckDbConnection connection, Predicate<long> isDue)
    {
        var stretches = new List<Stretch>();
        bool goesOn = false;
        connection.Query(
            $"""
            SELECT table_name, property, epoch_us(ts) // $1 * $1, epoch_us(min(ts)), epoch_us(max(ts)) FROM {Table}
            GROUP BY table_name, property, epoch_us(ts) // $1 ORDER BY ALL
            """,
            [Slice],
            row =>
            {
                var next = new Stretch(row.GetRequiredText(0), row.GetRequiredText(1), row.GetInt64(3), row.GetInt64(4));
                bool follows = goesOn && stretches[^1].IsFollowedBy(next);
                goesOn = isDue(row.GetInt64(2));
                if (goesOn && follows)
                {
                    stretches[^1] = stretches[^1] with { Last = next.Last };
                }
                else if (goesOn)
                {
                    stretches.Add(next);
                }

                return true;
            });
        return stretches;
    }

    /// <summary>Events of a table of which a property was amended, from the first to the last instant, in UTC microseconds.</summary>
    private readonly record struct Stretch(string Table, string Property, long First, long Last)
    {
        public bool IsFollowedBy(Stretch next) => (Table, Property) == (next.Table, next.Property) && next.First - Last <= LongestGap;
    }
}
