using Strata.Index.Memory;

namespace Strata.Platform.Ingest.Seen;

/// <summary>An exact set of hashed ids, about 24 bytes each. Written by one thread, and read by another only while nobody writes.</summary>
internal sealed class IdSet
{
    private const double Fullest = 0.7;
    private const int HeapBits = 12;
    private UInt128[] _slots;

    /// <summary>Creates the set with room for some.</summary>
    public IdSet(int expected)
    {
        _slots = LargeArray.Of<UInt128>(Capacity(expected));
    }

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an id; false where it is there already.</summary>
    public bool Add(UInt128 id)
    {
        if (Count >= _slots.Length * Fullest)
        {
            Grow();
        }

        int slot = SlotOf(id);
        if (_slots[slot] == id)
        {
            return false;
        }

        _slots[slot] = id;
        Count++;
        return true;
    }

    /// <summary>Takes an id out; those that stand behind it only because it was there move up.</summary>
    public void Remove(UInt128 id)
    {
        int hole = SlotOf(id);
        if (_slots[hole] != id)
        {
            return;
        }

        for (int slot = Next(hole); _slots[slot] != UInt128.Zero; slot = Next(slot))
        {
            int home = HomeOf(_slots[slot]);
            bool stays = hole < slot ? home > hole && home <= slot : home > hole || home <= slot;
            if (!stays)
            {
                _slots[hole] = _slots[slot];
                hole = slot;
            }
        }

        _slots[hole] = UInt128.Zero;
        Count--;
    }

    /// <summary>True where the id is there.</summary>
    public bool Contains(UInt128 id) => _slots[SlotOf(id)] == id;

    /// <summary>Fetches where an id stands, or would, into the processor's cache.</summary>
    public void Prefetch(UInt128 id) => CacheLine.Prefetch(ref _slots[HomeOf(id)]);

    /// <summary>
    /// The ids, ascending. They are spread evenly: so many heaps of a few hundred, in order, each of which is then put into order by itself
    /// where the processor's cache holds it, take half as long as all of them at once.
    /// </summary>
    public UInt128[] Sorted()
    {
        UInt128[] ids = LargeArray.Of<UInt128>(Count);
        int[] ends = new int[1 << HeapBits];
        foreach (UInt128 id in _slots)
        {
            ends[HeapOf(id)] += id == UInt128.Zero ? 0 : 1;
        }

        int from = 0;
        for (int heap = 0; heap < ends.Length; heap++)
        {
            (ends[heap], from) = (from, from + ends[heap]);
        }

        foreach (UInt128 id in _slots)
        {
            if (id != UInt128.Zero)
            {
                ids[ends[HeapOf(id)]++] = id;
            }
        }

        from = 0;
        foreach (int end in ends)
        {
            ids.AsSpan(from..end).Sort();
            from = end;
        }

        return ids;
    }

    /// <summary>Makes it empty; keeps the room.</summary>
    public void Clear()
    {
        _slots.AsSpan().Clear();
        Count = 0;
    }

    private static int Capacity(int expected) => (int)Math.Min((expected / Fullest) + 64, Array.MaxLength);

    private static int HeapOf(UInt128 id) => (int)(id >> (128 - HeapBits));

    private int HomeOf(UInt128 id) => (int)(((ulong)(uint)(ulong)id * (ulong)_slots.Length) >> 32);

    private int SlotOf(UInt128 id)
    {
        int slot = HomeOf(id);
        while (_slots[slot] != UInt128.Zero && _slots[slot] != id)
        {
            slot = Next(slot);
        }

        return slot;
    }

    private int Next(int slot) => slot + 1 == _slots.Length ? 0 : slot + 1;

    private void Grow()
    {
        UInt128[] before = _slots;
        _slots = LargeArray.Of<UInt128>(Capacity((int)Math.Min(Count * 2L, int.MaxValue)));
        foreach (UInt128 id in before)
        {
            if (id != UInt128.Zero)
            {
                _slots[SlotOf(id)] = id;
            }
        }
    }
}
