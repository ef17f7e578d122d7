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

    private readonly Dictionary<string, VisitorSession> _sessions = new(StringComparer.Ordinal);
    private readonly Queue<(VisitorSession Session, long Heard)> _order = new();

    /// <summary>Who was found last: of every event it is asked before and after, and looking for one of hundreds of thousands is dear.</summary>
    private VisitorSession? _last;

    /// <summary>The visitor, or null where nobody heard of them.</summary>
    public VisitorSession? Find(string anonymousId)
    {
        if (!IsLast(anonymousId))
        {
            _last = _sessions.GetValueOrDefault(anonymousId);
        }

        return _last;
    }

    /// <summary>The visitor, new where nobody heard of them.</summary>
    public VisitorSession Open(string anonymousId, long heard)
    {
        if (IsLast(anonymousId))
        {
            return _last!;
        }

        if (!_sessions.TryGetValue(anonymousId, out VisitorSession? session))
        {
            _sessions[anonymousId] = session = new VisitorSession(anonymousId) { LastHeard = heard };
            _order.Enqueue((session, heard));
        }

        return _last = session;
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

            _sessions.Remove(first.Session.AnonymousId);
            _last = null;
            return first.Session;
        }

        return null;
    }

    private bool IsLast(string anonymousId) => _last is not null && string.Equals(_last.AnonymousId, anonymousId, StringComparison.Ordinal);
}
