using System.Numerics;

namespace Strata.Index.Live;

/// <summary>
/// Timers by the microsecond in a hierarchical timing wheel (Varghese and Lauck, 1987): eleven wheels of 64 slots, one for each six bits
/// of an instant. A timer lies in the wheel of the highest six bits in which its instant differs from the wheel's, and moves to a lower
/// one as they come to agree, so that adding costs the same however many there are, and time that passes without timers costs nothing.
/// Not thread-safe.
/// </summary>
internal sealed class TimerWheel
{
    private const int BitsPerWheel = 6;
    private const int SlotsPerWheel = 1 << BitsPerWheel;
    private const int Wheels = 11;

    private readonly List<LiveTimer>?[] _slots = new List<LiveTimer>?[Wheels * SlotsPerWheel];
    private readonly long[] _earliest = new long[Wheels * SlotsPerWheel];
    private readonly ulong[] _occupied = new ulong[Wheels];
    private ulong _now;

    /// <summary>Creates a wheel at an instant.</summary>
    public TimerWheel(long now) => _now = Key(now);

    /// <summary>Sets a timer; one that is due before the wheel's instant is due at once.</summary>
    public void Add(LiveTimer timer) => Place(timer);

    /// <summary>The instant of the next timer; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NextDue()
    {
        for (int wheel = 0; wheel < Wheels; wheel++)
        {
            if (_occupied[wheel] != 0)
            {
                return _earliest[(wheel * SlotsPerWheel) + BitOperations.TrailingZeroCount(_occupied[wheel])];
            }
        }

        return long.MaxValue;
    }

    /// <summary>Shows the timers that are due next, without taking them.</summary>
    /// <param name="limit">The last instant that they may be due at.</param>
    /// <param name="most">The most that are shown: where more are due, those that are due first.</param>
    /// <param name="upcoming">Gets the timers, in any order.</param>
    /// <returns>The limit, or where there are more the instant before which all are shown.</returns>
    public long Upcoming(long limit, int most, List<LiveTimer> upcoming)
    {
        for (int wheel = 0; wheel < Wheels; wheel++)
        {
            for (ulong slots = _occupied[wheel]; slots != 0; slots &= slots - 1)
            {
                int place = (wheel * SlotsPerWheel) + BitOperations.TrailingZeroCount(slots);
                if (_earliest[place] > limit)
                {
                    return limit;
                }

                upcoming.AddRange(_slots[place]!.Where(timer => timer.Due <= limit));
                if (upcoming.Count > most)
                {
                    upcoming.Sort((one, other) => one.Due.CompareTo(other.Due));
                    upcoming.RemoveRange(most, upcoming.Count - most);
                    return upcoming[^1].Due;
                }
            }
        }

        return limit;
    }

    /// <summary>Takes the timers of the next instant, if that is not after <paramref name="limit"/>, and moves the wheel there.</summary>
    /// <param name="limit">The last instant that may be reached.</param>
    /// <param name="due">Gets the timers; all of one instant.</param>
    /// <returns>The instant, or null where nothing is due; the wheel is then at the limit.</returns>
    public long? TakeNext(long limit, List<LiveTimer> due)
    {
        long next = NextDue();
        if (next > limit)
        {
            MoveTo(limit);
            return null;
        }

        MoveTo(next);
        int slot = (int)(_now & (SlotsPerWheel - 1));
        due.AddRange(_slots[slot]!);
        _slots[slot]!.Clear();
        _occupied[0] &= ~(1UL << slot);
        return next;
    }

    /// <summary>Moves to an instant before which nothing is due; timers of slots that are reached move to lower wheels.</summary>
    private void MoveTo(long instant)
    {
        ulong now = Key(instant);
        if (now <= _now)
        {
            return;
        }

        ulong changed = now ^ _now;
        _now = now;
        for (int wheel = (63 - BitOperations.LeadingZeroCount(changed)) / BitsPerWheel; wheel > 0; wheel--)
        {
            int slot = (int)((now >> (wheel * BitsPerWheel)) & (SlotsPerWheel - 1));
            if ((_occupied[wheel] & (1UL << slot)) != 0)
            {
                _occupied[wheel] &= ~(1UL << slot);
                List<LiveTimer> timers = _slots[(wheel * SlotsPerWheel) + slot]!;
                _slots[(wheel * SlotsPerWheel) + slot] = null;
                foreach (LiveTimer timer in timers)
                {
                    Place(timer);
                }
            }
        }
    }

    private void Place(LiveTimer timer)
    {
        ulong key = Math.Max(Key(timer.Due), _now);
        ulong differs = key ^ _now;
        int wheel = differs == 0 ? 0 : (63 - BitOperations.LeadingZeroCount(differs)) / BitsPerWheel;
        int slot = (int)((key >> (wheel * BitsPerWheel)) & (SlotsPerWheel - 1));
        int place = (wheel * SlotsPerWheel) + slot;
        bool isFirst = (_occupied[wheel] & (1UL << slot)) == 0;
        _earliest[place] = isFirst ? timer.Due : Math.Min(_earliest[place], timer.Due);
        (_slots[place] ??= []).Add(timer);
        _occupied[wheel] |= 1UL << slot;
    }

    /// <summary>Instants in the order of unsigned numbers.</summary>
    private static ulong Key(long instant) => (ulong)instant ^ (1UL << 63);
}

/// <summary>Something that happens at an instant.</summary>
/// <param name="Due">When, in UTC microseconds.</param>
/// <param name="Leaf">The number of the leaf whose truth may change.</param>
/// <param name="Reference">Of whom.</param>
internal readonly record struct LiveTimer(long Due, int Leaf, int Reference);
