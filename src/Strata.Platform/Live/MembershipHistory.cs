using System.Collections.Concurrent;
using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Live;

/// <summary>
/// Who was in which segment at an instant of the past, by the membership log: as it was told then, under the definition that stood then.
/// The log of a segment reaches back to the first change of it that was told. Thread-safe.
/// </summary>
/// <param name="warehouse">Where the log is stored.</param>
/// <param name="log">Knows what is not stored yet.</param>
public sealed class MembershipHistory(WarehouseStore warehouse, MembershipLog log)
{
    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Whether the log of a segment reaches back to an instant.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="at">The instant, in UTC microseconds.</param>
    public bool Reaches(string segment, long at)
    {
        if (!_since.TryGetValue(segment, out long since))
        {
            (_, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
            using DuckDbConnection connection = warehouse.Connect();
            long? stored = connection.QueryScalar<long?>("SELECT epoch_us(min(instant)) FROM strata_membership_log WHERE segment = $1", segment);
            long? waiting = unstored.Where(logged => logged.Change.Segment == segment).Select(logged => (long?)logged.Change.At).Min();
            if ((stored ?? waiting) is not { } first)
            {
                return false;
            }

            since = _since[segment] = Math.Min(first, waiting ?? first);
        }

        return since <= at;
    }

    /// <summary>Who was in a segment.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="of">What its members are; what it held of another kind under another definition does not count.</param>
    /// <param name="at">The instant, in UTC microseconds, to which the log reaches.</param>
    /// <returns>The refs of those that there still are: who was merged into another since is not among them.</returns>
    public Bitmap Members(string segment, EntityKind of, long at)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        using DuckDbTransaction asOfNow = connection.BeginTransaction();
        string table = of == EntityKind.Account ? "account" : "contact";
        var members = new Bitmap(connection.QueryScalar<long>($"SELECT CAST(coalesce(max(ref) + 1, 0) AS BIGINT) FROM {table}"));
        connection.Query(
            $"""
            SELECT ref FROM strata_membership_log
            WHERE segment = $1 AND of = $2 AND instant <= make_timestamp($3) AND number < $4 AND ref IN (SELECT ref FROM {table})
            GROUP BY ref HAVING arg_max(entered, number)
            """,
            [segment, MembershipLog.NameOf(of), at, before],
            row => row.GetInt64(0)).ForEach(members.Add);
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.Segment == segment && change.Of == of && change.At <= at))
        {
            if (change.Entered && change.Ref < members.Length)
            {
                members.Add(change.Ref);
            }
            else
            {
                members.Remove(change.Ref);
            }
        }

        return members;
    }

    /// <summary>The names of the segments that somebody was in, of those whose log reaches back to the instant.</summary>
    /// <param name="of">What it is.</param>
    /// <param name="reference">Its ref.</param>
    /// <param name="at">The instant, in UTC microseconds.</param>
    public IReadOnlySet<string> SegmentsOf(EntityKind of, long reference, long at)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        var segments = connection.Query(
            """
            SELECT segment FROM strata_membership_log
            WHERE ref = $1 AND of = $2 AND instant <= make_timestamp($3) AND number < $4 GROUP BY segment HAVING arg_max(entered, number)
            """,
            [reference, MembershipLog.NameOf(of), at, before],
            row => row.GetRequiredText(0)).ToHashSet(StringComparer.Ordinal);
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.Ref == reference && change.Of == of && change.At <= at))
        {
            _ = change.Entered ? segments.Add(change.Segment) : segments.Remove(change.Segment);
        }

        return segments;
    }

    /// <summary>How many entered and left a segment in each of a number of equal spans of time.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="from">The start of the first, in UTC microseconds; who changed at that instant is not counted.</param>
    /// <param name="step">The length of each, in microseconds.</param>
    /// <param name="spans">How many.</param>
    public IReadOnlyList<(long Entered, long Left)> Moves(string segment, long from, long step, int spans)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        var moves = new (long Entered, long Left)[spans];
        using DuckDbConnection connection = warehouse.Connect();
        connection.Query(
            """
            SELECT CAST((epoch_us(instant) - $2 - 1) // $3 AS BIGINT) AS span, entered, count(*) FROM strata_membership_log
            WHERE segment = $1 AND epoch_us(instant) > $2 AND epoch_us(instant) <= $4 AND number < $5 GROUP BY ALL
            """,
            [segment, from, step, from + (step * spans), before],
            row => (Span: row.GetInt64(0), Entered: row.GetBoolean(1), Count: row.GetInt64(2))).ForEach(row => Add(row.Span, row.Entered, row.Count));
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.Segment == segment && change.At > from))
        {
            Add((change.At - from - 1) / step, change.Entered, 1);
        }

        return moves;

        void Add(long span, bool entered, long count)
        {
            if (span < spans)
            {
                moves[span] = entered ? (moves[span].Entered + count, moves[span].Left) : (moves[span].Entered, moves[span].Left + count);
            }
        }
    }

    /// <summary>The changes of a segment, the newest first.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="below">Only those with a smaller offset; null for all.</param>
    /// <param name="limit">How many at the most.</param>
    public IReadOnlyList<LoggedChange> Changes(string segment, long? below, int limit)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        List<LoggedChange> changes = [.. unstored.Where(logged => logged.Change.Segment == segment && (below is null || logged.Offset < below)).Reverse().Take(limit)];
        if (changes.Count < limit)
        {
            using DuckDbConnection connection = warehouse.Connect();
            changes.AddRange(connection.Query(
                $"SELECT {MembershipLog.Columns} FROM strata_membership_log WHERE segment = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
                [segment, Math.Min(before, below ?? long.MaxValue), (long)(limit - changes.Count)],
                MembershipLog.Read));
        }

        return changes;
    }
}
