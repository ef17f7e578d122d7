using Strata.Platform.Identity;
using Strata.Platform.Ingest.References;

namespace Strata.Platform.Tracking;

/// <summary>
/// The visitors who are there now: those heard of within <see cref="IdleMicroseconds"/>, the last so many of them. Used by one thread at a
/// time.
/// </summary>
internal sealed class VisitorSessions
{
    /// <summary>After half an hour without a word a visit is over.</summary>
    public const long IdleMicroseconds = 30L * 60 * 1_000_000;

    /// <summary>What is kept of a visitor who is on a page takes about so many bytes, with the places in the tables by which they are found.</summary>
    private const int BytesAVisitor = 600;

    /// <summary>They may take so much of the memory that the process may have.</summary>
    private const int ShareOfMemory = 16;

    private const int FewestMost = 200_000;
    private const int MostMost = 4_000_000;
    private const int NoPlace = -1;
    private readonly VisitorStates _states = new();
    private readonly KeyMap<int> _places = new();
    private readonly Queue<(int Place, long Heard)> _order = new();
    private readonly VisitorSession _found;
    private readonly VisitorSession _gone;
    private readonly int _most;
    private long _endedEarly;
    private int _leaving = NoPlace;

    /// <summary>Without anybody.</summary>
    /// <param name="most">How many are kept; beyond that the one who was not heard of for longest goes.</param>
    public VisitorSessions(int most)
    {
        _most = most;
        _found = new VisitorSession(_states);
        _gone = new VisitorSession(_states);
    }

    /// <summary>How many were taken out for whom there was no room, before half an hour without a word had passed. Read by any thread.</summary>
    public long EndedEarly => Volatile.Read(ref _endedEarly);

    /// <summary>How many are kept where the process may have so many bytes.</summary>
    public static int MostFor(long memory) => (int)Math.Clamp(memory / ShareOfMemory / BytesAVisitor, FewestMost, MostMost);

    /// <summary>The visitor, to be looked at until the next call of this or <see cref="Open"/>; null where nobody heard of them.</summary>
    /// <param name="key">What stands for the visitor (<see cref="VisitorLinks.KeyOf(string)"/>).</param>
    public VisitorSession? Find(UInt128 key) => _places.TryGetValue(key, out int place) ? _found.At(place) : null;

    /// <summary>Fetches where a visitor stands into the processor's cache.</summary>
    public void Prefetch(UInt128 key) => _places.Prefetch(key);

    /// <summary>Fetches what is known of a visitor into the processor's cache, once it is there where they stand.</summary>
    /// <param name="key">What stands for the visitor.</param>
    /// <param name="step">1 for the visitor, 2 for the page they are on.</param>
    public void Prefetch(UInt128 key, int step)
    {
        if (!_places.TryGetValue(key, out int place))
        {
            return;
        }

        if (step == 1)
        {
            _states.Prefetch(place);
        }
        else
        {
            _states.PrefetchHeld(place);
        }
    }

    /// <summary>The visitor, new where nobody heard of them; to be looked at until the next call of this or <see cref="Find"/>.</summary>
    /// <param name="key">What stands for the visitor.</param>
    /// <param name="anonymousId">The visitor.</param>
    /// <param name="heard">When somebody heard of them, in UTC microseconds.</param>
    public VisitorSession Open(UInt128 key, string anonymousId, long heard)
    {
        ref int place = ref _places.GetOrAdd(key, out bool isNew);
        if (isNew)
        {
            place = _states.Add(key, anonymousId, heard);
            _order.Enqueue((place, heard));
        }

        return _found.At(place);
    }

    /// <summary>Takes out a visitor who is gone, or for whom there is no room.</summary>
    /// <param name="now">The present instant, in UTC microseconds.</param>
    /// <returns>The visitor, to be looked at until the next call; null where everybody is there.</returns>
    public VisitorSession? TakeGone(long now)
    {
        if (_leaving != NoPlace)
        {
            _states.Remove(_leaving);
            _leaving = NoPlace;
        }

        while (_order.TryPeek(out (int Place, long Heard) first))
        {
            bool isFull = _places.Count > _most;
            if (!isFull && first.Heard + IdleMicroseconds > now)
            {
                return null;
            }

            _order.Dequeue();
            ref VisitorState state = ref _states.Of(first.Place);
            bool isThere = state.LastHeard + IdleMicroseconds > now;
            if (isThere && state.LastHeard != first.Heard)
            {
                _order.Enqueue((first.Place, state.LastHeard));
                continue;
            }

            if (isThere)
            {
                Volatile.Write(ref _endedEarly, _endedEarly + 1);
            }

            _places.Remove(state.Key);
            _leaving = first.Place;
            return _gone.At(first.Place);
        }

        return null;
    }
}
