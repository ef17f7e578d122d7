using System.Collections.Concurrent;
using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Live;

/// <summary>How many entered and left a segment in a while.</summary>
/// <param name="Entered">How many times somebody entered.</param>
/// <param name="Left">How many times somebody left.</param>
/// <param name="ByDefinition">How many of both because the definition was changed.</param>
public sealed record SegmentMoves(long Entered, long Left, long ByDefinition);

/// <summary>
/// Reads from the membership log what happened lately: to segments, and to one account or contact. Those with whom the log of a segment
/// begins did not enter then: they are whom it was first evaluated for. Thread-safe.
/// </summary>
/// <param name="warehouse">Where the log is stored.</param>
/// <param name="log">Knows what is not stored yet.</param>
public sealed class MembershipActivity(WarehouseStore warehouse, MembershipLog log)
{
    private readonly ConcurrentDictionary<string, long> _beginnings = new(StringComparer.Ordinal);

    /// <summary>Who entered and left each segment after an instant; segments of which nobody did are left out.</summary>
    /// <param name="since">The instant, in UTC microseconds.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public IReadOnlyDictionary<string, SegmentMoves> Since(long since, CancellationToken cancellation)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        IEnumerable<string> stored = connection.Query(
            "SELECT DISTINCT segment FROM strata_membership_log WHERE instant > make_timestamp($1) AND number < $2", [since, before], row => row.GetRequiredText(0), cancellation);
        LearnBeginnings(connection, before, unstored, stored);
        KeyValuePair<string, long>[] beginnings = [.. _beginnings];
        var moves = connection.Query(
            """
            SELECT segment, count(*) FILTER (entered), count(*) FILTER (NOT entered), count(*) FILTER (cause = 'definition')
            FROM strata_membership_log JOIN (SELECT unnest($3) AS segment, unnest($4) AS begins) b USING (segment)
            WHERE instant > make_timestamp($1) AND number < $2 AND NOT (epoch_us(instant) <= begins AND cause IN ('definition', 'import')) GROUP BY segment
            """,
            [since, before, DuckDbValue.List([.. beginnings.Select(pair => pair.Key)]), DuckDbValue.List([.. beginnings.Select(pair => pair.Value)])],
            row => KeyValuePair.Create(row.GetRequiredText(0), new SegmentMoves(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
            cancellation).ToDictionary(StringComparer.Ordinal);
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.At > since && !IsBeginning(change)))
        {
            SegmentMoves known = moves.GetValueOrDefault(change.Segment) ?? new SegmentMoves(0, 0, 0);
            moves[change.Segment] = new SegmentMoves(
                known.Entered + (change.Entered ? 1 : 0),
                known.Left + (change.Entered ? 0 : 1),
                known.ByDefinition + (change.Cause.Kind == MembershipCauseKind.Definition ? 1 : 0));
        }

        return moves;
    }

    /// <summary>The last changes of an account or contact, the newest first; what the logs of segments begin with is left out.</summary>
    /// <param name="of">What it is.</param>
    /// <param name="reference">Its ref.</param>
    /// <param name="limit">How many at the most.</param>
    public IReadOnlyList<LoggedChange> Of(EntityKind of, long reference, int limit)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        List<LoggedChange> stored = connection.Query(
            $"SELECT {MembershipLog.Columns} FROM strata_membership_log WHERE ref = $1 AND of = $2 AND number < $3 ORDER BY number DESC",
            [reference, MembershipLog.NameOf(of), before],
            MembershipLog.Read);
        LearnBeginnings(connection, before, unstored, stored.Select(logged => logged.Change.Segment));
        return
        [
            .. unstored.Where(logged => logged.Change.Of == of && logged.Change.Ref == reference).Reverse().Concat(stored)
                .Where(logged => !IsBeginning(logged.Change)).Take(limit),
        ];
    }

    /// <summary>Whether it is one of those with whom the log of its segment begins: who was in when the segment was first evaluated, and not who came first to an empty one.</summary>
    private bool IsBeginning(MembershipChange change) =>
        change.At <= _beginnings[change.Segment] && change.Cause.Kind is (MembershipCauseKind.Definition or MembershipCauseKind.Import);

    /// <summary>Finds the first instant of the log of each segment that is not known yet; it never changes.</summary>
    private void LearnBeginnings(DuckDbConnection connection, long before, IReadOnlyList<LoggedChange> unstored, IEnumerable<string> stored)
    {
        string[] unknown = [.. stored.Concat(unstored.Select(logged => logged.Change.Segment)).Distinct(StringComparer.Ordinal).Where(segment => !_beginnings.ContainsKey(segment))];
        if (unknown.Length == 0)
        {
            return;
        }

        connection.Query(
            "SELECT segment, epoch_us(min(instant)) FROM strata_membership_log WHERE segment IN (SELECT unnest($1)) AND number < $2 GROUP BY segment",
            [DuckDbValue.List(unknown), before],
            row => _beginnings.TryAdd(row.GetRequiredText(0), row.GetInt64(1)));
        foreach (IGrouping<string, LoggedChange> segment in unstored.GroupBy(logged => logged.Change.Segment, StringComparer.Ordinal))
        {
            _beginnings.TryAdd(segment.Key, segment.Min(logged => logged.Change.At));
        }
    }
}
