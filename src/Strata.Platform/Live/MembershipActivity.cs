using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Live;

/// <summary>How many entered and left a segment in a while.</summary>
/// <param name="Entered">How many times somebody entered.</param>
/// <param name="Left">How many times somebody left.</param>
/// <param name="ByDefinition">How many of both because the definition was made or changed.</param>
public sealed record SegmentMoves(long Entered, long Left, long ByDefinition);

/// <summary>Reads from the membership log what happened lately: to segments, and to one account or contact. Thread-safe.</summary>
/// <param name="warehouse">Where the log is stored.</param>
/// <param name="log">Knows what is not stored yet.</param>
public sealed class MembershipActivity(WarehouseStore warehouse, MembershipLog log)
{
    /// <summary>Who entered and left each segment after an instant; segments of which nobody did are left out.</summary>
    /// <param name="since">The instant, in UTC microseconds.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public IReadOnlyDictionary<string, SegmentMoves> Since(long since, CancellationToken cancellation)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        var moves = connection.Query(
            """
            SELECT segment, count(*) FILTER (entered), count(*) FILTER (NOT entered), count(*) FILTER (cause = 'definition')
            FROM strata_membership_log WHERE instant > make_timestamp($1) AND number < $2 GROUP BY segment
            """,
            [since, before],
            row => KeyValuePair.Create(row.GetRequiredText(0), new SegmentMoves(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
            cancellation).ToDictionary(StringComparer.Ordinal);
        foreach (MembershipChange change in unstored.Select(logged => logged.Change).Where(change => change.At > since))
        {
            SegmentMoves known = moves.GetValueOrDefault(change.Segment) ?? new SegmentMoves(0, 0, 0);
            moves[change.Segment] = new SegmentMoves(
                known.Entered + (change.Entered ? 1 : 0),
                known.Left + (change.Entered ? 0 : 1),
                known.ByDefinition + (change.Cause.Kind == MembershipCauseKind.Definition ? 1 : 0));
        }

        return moves;
    }

    /// <summary>The last changes of an account or contact, the newest first.</summary>
    /// <param name="of">What it is.</param>
    /// <param name="reference">Its ref.</param>
    /// <param name="limit">How many at the most.</param>
    public IReadOnlyList<LoggedChange> Of(EntityKind of, long reference, int limit)
    {
        (long before, IReadOnlyList<LoggedChange> unstored) = log.Unstored();
        using DuckDbConnection connection = warehouse.Connect();
        List<LoggedChange> stored = connection.Query(
            $"SELECT {MembershipLog.Columns} FROM strata_membership_log WHERE ref = $1 AND of = $2 AND number < $3 ORDER BY number DESC LIMIT $4",
            [reference, MembershipLog.NameOf(of), before, (long)limit],
            MembershipLog.Read);
        return [.. unstored.Where(logged => logged.Change.Of == of && logged.Change.Ref == reference).Reverse().Concat(stored).Take(limit)];
    }
}
