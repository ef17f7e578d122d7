using Strata.Index.Memory;

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

    private readonly SlotMap _slots = new();
    private readonly Stack<int> _free = [];

    /// <summary>What is kept of an entity stands together: when its timer is set for, the instants, newest first, and whose events they were.</summary>
    private readonly int _stride = 1 + kept + (distinctContacts ? kept : 0);
    private long[] _held = [];

    /// <summary>Everybody of whom something is kept.</summary>
    public IEnumerable<int> References => _slots.References;

    /// <summary>The instant of the newest but <paramref name="place"/>, which is from 0; null where there are not so many.</summary>
    public long? Newest(int reference, int place) =>
        _slots.Find(reference) is >= 0 and int slot && _held[(slot * _stride) + 1 + place] is var instant and not Nothing ? instant : null;

    /// <summary>Takes an event; returns false where it changes nothing because it is too old, or of somebody known to be newer.</summary>
    public bool Add(int reference, long instant, long? contact)
    {
        if (distinctContacts && contact is null)
        {
            return false;
        }

        int at = (Slot(reference) * _stride) + 1;
        Span<long> instants = _held.AsSpan(at, kept);
        int place = PlaceOf(instants, instant);
        if (place == kept)
        {
            return false;
        }

        int end = kept - 1;
        if (distinctContacts)
        {
            Span<long> contacts = _held.AsSpan(at + kept, kept);
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

    /// <summary>Fetches where it is said what is kept of an entity into the processor's cache.</summary>
    public void Prefetch(int reference) => _slots.Prefetch(reference);

    /// <summary>Forgets the events of an entity.</summary>
    public void Forget(int reference)
    {
        int slot = _slots.Remove(reference);
        if (slot >= 0)
        {
            Clear(slot);
            _free.Push(slot);
        }
    }

    /// <summary>When the entity's timer is set for, or <see cref="long.MaxValue"/>.</summary>
    public long Scheduled(int reference) => _slots.Find(reference) is >= 0 and int slot ? _held[slot * _stride] : long.MaxValue;

    /// <summary>Notes when the entity's timer is set for.</summary>
    public void Schedule(int reference, long due)
    {
        int slot = _slots.Find(reference);
        if (slot >= 0)
        {
            _held[slot * _stride] = due;
        }
    }

    /// <summary>The place of the first that is older; <c>kept</c> where none is. Nearly always it is the first.</summary>
    private static int PlaceOf(ReadOnlySpan<long> instants, long instant)
    {
        int place = 0;
        while (place < instants.Length && instants[place] >= instant)
        {
            place++;
        }

        return place;
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
        int slot = _slots.Find(reference);
        if (slot >= 0)
        {
            return slot;
        }

        if (!_free.TryPop(out slot))
        {
            slot = _slots.Count;
            if ((slot + 1) * (long)_stride > _held.Length)
            {
                long[] before = _held;
                _held = LargeArray.Of<long>(Math.Max(16, slot * 2) * _stride);
                before.CopyTo(_held, 0);
            }

            Clear(slot);
        }

        _slots.Add(reference, slot);
        return slot;
    }

    private void Clear(int slot)
    {
        Span<long> its = _held.AsSpan(slot * _stride, _stride);
        its[0] = long.MaxValue;
        its[1..].Fill(Nothing);
    }
}
