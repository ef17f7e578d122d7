using Strata.Language.Time;
using Strata.Platform.Live;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.History;

/// <summary>How large a segment was at an instant, and who came and went since the point before.</summary>
/// <param name="At">The instant, in UTC microseconds.</param>
/// <param name="Size">How many were in.</param>
/// <param name="Entered">How many entered since the point before; null for the first point and where nothing was told yet.</param>
/// <param name="Left">How many left since the point before; null likewise.</param>
/// <param name="IsTold">True where the size is what was told then; false where it was evaluated from the data now.</param>
public sealed record SizePoint(long At, long Size, long? Entered, long? Left, bool IsTold);

/// <summary>
/// The size of a segment over time: by the membership log as far as it reaches back; before that by evaluation, of the definition that
/// stood then or else of the first there was. Evaluated sizes are kept, as the past hardly changes; events that come late are seen after
/// <see cref="KeptFor"/>. Thread-safe.
/// </summary>
/// <param name="history">The membership log.</param>
/// <param name="clock">Says when what is kept is old.</param>
public sealed class SizeHistory(MembershipHistory history, TimeProvider clock)
{
    /// <summary>How long an evaluated size is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private const int MostKept = 20_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Segment, long Version, long At), (long Size, long Since)> _kept = [];

    /// <summary>Reads sizes.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="entry">The segment.</param>
    /// <param name="size">How many members it has now.</param>
    /// <param name="from">The first instant, in UTC microseconds.</param>
    /// <param name="now">The last instant.</param>
    /// <param name="points">How many points, at least two, evenly spread.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<SizePoint> Read(Workspace workspace, LibraryEntry entry, long size, long from, AsOf now, int points, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(now);
        string name = entry.Definition.Name;
        long step = Math.Max(1, (now.Instant - from) / (points - 1));
        long start = now.Instant - (step * (points - 1));
        IReadOnlyList<(long Entered, long Left)> moves = history.Moves(name, start, step, points - 1);
        var read = new SizePoint[points];
        long told = size;
        for (int at = points - 1; at >= 0; at--)
        {
            long instant = start + (at * step);
            bool isTold = at == points - 1 || history.Reaches(name, instant);
            bool followsTold = at > 0 && history.Reaches(name, instant - step);
            read[at] = new SizePoint(
                instant,
                isTold ? told : Evaluate(workspace, entry, new AsOf(instant, now.Zone), cancellation),
                followsTold ? moves[at - 1].Entered : null,
                followsTold ? moves[at - 1].Left : null,
                isTold);
            if (at > 0)
            {
                told -= moves[at - 1].Entered - moves[at - 1].Left;
            }
        }

        return read;
    }

    private long Evaluate(Workspace workspace, LibraryEntry entry, AsOf at, CancellationToken cancellation)
    {
        // Instants are rounded to the hour, so that a page that is opened again asks for the same ones.
        AsOf hour = at with { Instant = at.Instant - (at.Instant % (3600 * Microseconds.PerSecond)) };
        var key = (entry.Definition.Name, entry.Stored.Version, hour.Instant);
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out (long Size, long Since) kept) && clock.GetElapsedTime(kept.Since) < KeptFor)
            {
                return kept.Size;
            }
        }

        long size = workspace.Engine().Count(workspace.Library.PlanAsOf(entry, hour.Instant).Plan, hour, cancellation);
        lock (_lock)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[key] = (size, clock.GetTimestamp());
        }

        return size;
    }
}
