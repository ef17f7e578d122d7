namespace Strata.Index.Live;

/// <summary>
/// The newest events of each entity, so many and no more: whether there are n events in a window that ends at T depends on the instant
/// of the n-th newest alone, and an event that comes late only ever pushes older ones out. With distinct contacts, the newest event of
/// each of the contacts whose newest are the newest. Bounded by the number of entities, whatever the number of events. Not thread-safe.
/// </summary>
/// <param name="kept">How many events (or contacts) are kept of an entity; from 1.</param>
/// <param name="distinctContacts">Whether events of one contact count once, and events of nobody known not at all.</param>
internal sealed class RecentEvents(int kept, bool distinctContacts)
{
    /// <summary>Where nothing is kept in a place.</summary>
    private const long Nothing = long.MinValue;

    private readonly Dictionary<int, int> _slots = [];
    private readonly Stack<int> _free = [];
    private long[] _instants = [];
    private long[] _contacts = [];
    private long[] _scheduled = [];

    /// <summary>Everybody of whom something is kept.</summary>
    public IEnumerable<int> References => _slots.Keys;

    /// <summary>The instant of the newest but <paramref name="place"/>, which is from 0; null where there are not so many.</summary>
    public long? Newest(int reference, int place) =>
        _slots.TryGetValue(reference, out int slot) && _instants[(slot * kept) + place] is var instant and not Nothing ? instant : null;

    /// <summary>Takes an event; returns false where it changes nothing because it is too old, or of somebody known to be newer.</summary>
    public bool Add(int reference, long instant, long? contact)
    {
        if (distinctContacts && contact is null)
        {
            return false;
        }

        int at = Slot(reference) * kept;
        Span<long> instants = _instants.AsSpan(at, kept);
        int place = instants.IndexOfAnyInRange(long.MinValue, instant - 1);
        if (place < 0)
        {
            return false;
        }

        int end = kept - 1;
        if (distinctContacts)
        {
            Span<long> contacts = _contacts.AsSpan(at, kept);
            int known = KnownPlace(instants, contacts, contact!.Value);
            if (known >= 0 && known < place)
            {
                return false;
            }

            end = known >= 0 ? known : end;
            contacts[place..end].CopyTo(contacts[(place + 1)..]);
            contacts[place] = contact.Value;
        }

        instants[place..end].CopyTo(instants[(place + 1)..]);
        instants[place] = instant;
        return true;
    }

    /// <summary>Forgets the events of an entity.</summary>
    public void Forget(int reference)
    {
        if (_slots.Remove(reference, out int slot))
        {
            _instants.AsSpan(slot * kept, kept).Fill(Nothing);
            _scheduled[slot] = long.MaxValue;
            _free.Push(slot);
        }
    }

    /// <summary>When the entity's timer is set for, or <see cref="long.MaxValue"/>.</summary>
    public long Scheduled(int reference) => _slots.TryGetValue(reference, out int slot) ? _scheduled[slot] : long.MaxValue;

    /// <summary>Notes when the entity's timer is set for.</summary>
    public void Schedule(int reference, long due)
    {
        if (_slots.TryGetValue(reference, out int slot))
        {
            _scheduled[slot] = due;
        }
    }

    private static int KnownPlace(ReadOnlySpan<long> instants, ReadOnlySpan<long> contacts, long contact)
    {
        for (int i = 0; i < instants.Length && instants[i] != Nothing; i++)
        {
            if (contacts[i] == contact)
            {
                return i;
            }
        }

        return -1;
    }

    private int Slot(int reference)
    {
        if (_slots.TryGetValue(reference, out int slot))
        {
            return slot;
        }

        if (!_free.TryPop(out slot))
        {
            slot = _slots.Count;
            Grow(slot + 1);
        }

        _slots.Add(reference, slot);
        return slot;
    }

    private void Grow(int slots)
    {
        if (slots <= _scheduled.Length)
        {
            return;
        }

        int before = _scheduled.Length;
        int grown = Math.Max(slots, Math.Max(16, before * 2));
        Array.Resize(ref _instants, grown * kept);
        _instants.AsSpan(before * kept).Fill(Nothing);
        Array.Resize(ref _scheduled, grown);
        _scheduled.AsSpan(before).Fill(long.MaxValue);
        if (distinctContacts)
        {
            Array.Resize(ref _contacts, grown * kept);
        }
    }
}
