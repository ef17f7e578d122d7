using Strata.Platform.Identity;
using Strata.Platform.Ingest.References;

namespace Strata.Platform.Tracking;

/// <summary>
/// The visitors who are there now: those heard of within <see cref="IdleMicroseconds"/>, the last <paramref name="most"/> of them. Used by
/// one thread at a time.
/// </summary>
/// <param name="most">How many are kept; beyond that the one waiting longest goes.</param>
internal sealed class VisitorSessions(int most)
{
    /// <summary>After half an hour without a word a visit is over.</summary>
    public const long IdleMicroseconds = 30L * 60 * 1_000_000;

    private readonly KeyMap<VisitorSession> _sessions = new();
    private readonly Queue<(VisitorSession Session, long Heard)> _order = new();

    /// <summary>The visitor, or null where nobody heard of them.</summary>
    /// <param name="key">What stands for the visitor (<see cref="VisitorLinks.KeyOf(string)"/>).</param>
    public VisitorSession? Find(UInt128 key) => _sessions.TryGetValue(key, out VisitorSession? session) ? session : null;

    /// <summary>Fetches where a visitor stands into the processor's cache.</summary>
    public void Prefetch(UInt128 key) => _sessions.Prefetch(key);

    /// <summary>Fetches what is known of a visitor into the processor's cache, once it is there where they stand.</summary>
    /// <param name="key">What stands for the visitor.</param>
    /// <param name="step">1 for the visitor, 2 for the page they are on.</param>
    public void Prefetch(UInt128 key, int step)
    {
        if (_sessions.TryGetValue(key, out VisitorSession? session))
        {
            if (step == 1)
            {
                CacheLine.Prefetch(session);
            }
            else
            {
                CacheLine.Prefetch(session.Page);
            }
        }
    }

    /// <summary>The visitor, new where nobody heard of them.</summary>
    /// <param name="key">What stands for the visitor.</param>
    /// <param name="anonymousId">The visitor.</param>
    /// <param name="heard">When somebody heard of them, in UTC microseconds.</param>
    public VisitorSession Open(UInt128 key, string anonymousId, long heard)
    {
        ref VisitorSession? session = ref _sessions.GetOrAdd(key, out bool isNew)!;
        if (isNew)
        {
            session = new VisitorSession(key, anonymousId) { LastHeard = heard };
            _order.Enqueue((session, heard));
        }

        return session!;
    }

    /// <summary>Takes out a visitor who is gone, or for whom there is no room.</summary>
    /// <param name="now">The present instant, in UTC microseconds.</param>
    /// <returns>Null where everybody is there.</returns>
    public VisitorSession? TakeGone(long now)
    {
        while (_order.TryPeek(out (VisitorSession Session, long Heard) first))
        {
            bool isFull = _sessions.Count > most;
            if (!isFull && first.Heard + IdleMicroseconds > now)
            {
                return null;
            }

            _order.Dequeue();
            if (!isFull && first.Session.LastHeard + IdleMicroseconds > now)
            {
                _order.Enqueue((first.Session, first.Session.LastHeard));
                continue;
            }

            _sessions.Remove(first.Session.Key);
            return first.Session;
        }

        return null;
    }
}
