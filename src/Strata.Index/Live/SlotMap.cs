using Strata.Index.Memory;

namespace Strata.Index.Live;

/// <summary>
/// Places by reference, one line of memory a look: what is kept of hundreds of thousands of entities is looked for with every event, and no
/// cache holds it. While few have a place they stand in a table of hashes, eight bytes each; once an array with a number for every reference
/// up to the highest takes no more than that, it is such an array, so that it never takes more than four bytes for each entity there is
/// and a quarter. Not thread-safe.
/// </summary>
internal sealed class SlotMap
{
    private const int FirstCapacity = 16;

    /// <summary>Arrays by reference that are longer are a multiple of it, so that those of a million entities stand in huge pages.</summary>
    private const int Step = 1 << 18;

    /// <summary>A place is free where nothing stands in it; the reference is kept as one more than it is. Empty once <see cref="_slots"/> is used.</summary>
    private ulong[] _entries = new ulong[FirstCapacity];

    /// <summary>By reference, one more than the place; 0 for none. Null while <see cref="_entries"/> is used.</summary>
    private int[]? _slots;

    private int _highest;

    /// <summary>How many references have a place.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is a number for every reference.</summary>
    internal bool IsDense => _slots is not null;

    /// <summary>Every reference that has a place, in no order.</summary>
    public IEnumerable<int> References => _slots is { } slots
        ? Enumerable.Range(0, slots.Length).Where(reference => slots[reference] != 0)
        : _entries.Where(entry => entry != 0).Select(ReferenceOf);

    /// <summary>The place of a reference; -1 where it has none.</summary>
    public int Find(int reference)
    {
        if (_slots is { } slots)
        {
            return (uint)reference < (uint)slots.Length ? slots[reference] - 1 : -1;
        }

        ulong entry = _entries[IndexOf(reference)];
        return entry == 0 ? -1 : (int)(uint)entry;
    }

    /// <summary>Fetches where a reference stands, or would, into the processor's cache.</summary>
    public void Prefetch(int reference)
    {
        if (_slots is not { } slots)
        {
            CacheLine.Prefetch(ref _entries[Home(reference)]);
        }
        else if ((uint)reference < (uint)slots.Length)
        {
            CacheLine.Prefetch(ref slots[reference]);
        }
    }

    /// <summary>Gives a place to a reference that has none.</summary>
    public void Add(int reference, int slot)
    {
        _highest = Math.Max(_highest, reference);
        if (_slots is null && Count >= _entries.Length / 8 * 5)
        {
            Grow();
        }

        Count++;
        if (_slots is { } slots)
        {
            if (reference >= slots.Length)
            {
                _slots = LargeArray.Of<int>(LengthFor(reference + 1 + (reference / 4L)));
                slots.CopyTo(_slots, 0);
            }

            _slots[reference] = slot + 1;
            return;
        }

        _entries[IndexOf(reference)] = ((ulong)(uint)(reference + 1) << 32) | (uint)slot;
    }

    /// <summary>Takes a reference out; gives the place that it had, -1 where it had none.</summary>
    public int Remove(int reference)
    {
        int slot = Find(reference);
        if (slot < 0)
        {
            return -1;
        }

        Count--;
        if (_slots is { } slots)
        {
            slots[reference] = 0;
        }
        else
        {
            Free(IndexOf(reference));
        }

        return slot;
    }

    private static int LengthFor(long references) =>
        (int)Math.Min(references <= Step ? references : (references + Step - 1) / Step * Step, Array.MaxLength);

    private static int ReferenceOf(ulong entry) => (int)(entry >> 32) - 1;

    private int Home(int reference) => (int)((((ulong)(uint)reference * 0x9E3779B97F4A7C15) >> 32) & (uint)(_entries.Length - 1));

    /// <summary>What stands after an entry moves up, so that looking still ends at the first free one.</summary>
    private void Free(int free)
    {
        int mask = _entries.Length - 1;
        for (int next = (free + 1) & mask; _entries[next] != 0; next = (next + 1) & mask)
        {
            if (((next - Home(ReferenceOf(_entries[next]))) & mask) >= ((next - free) & mask))
            {
                _entries[free] = _entries[next];
                free = next;
            }
        }

        _entries[free] = 0;
    }

    private int IndexOf(int reference)
    {
        ulong[] entries = _entries;
        uint wanted = (uint)(reference + 1);
        int at = Home(reference);
        while (entries[at] != 0 && (uint)(entries[at] >> 32) != wanted)
        {
            at = (at + 1) & (entries.Length - 1);
        }

        return at;
    }

    private void Grow()
    {
        ulong[] before = _entries;
        if ((_highest + 1L) * sizeof(int) <= before.Length * 2L * sizeof(ulong))
        {
            int[] slots = LargeArray.Of<int>(LengthFor(_highest + 1L));
            foreach (ulong entry in before)
            {
                if (entry != 0)
                {
                    slots[ReferenceOf(entry)] = (int)(uint)entry + 1;
                }
            }

            (_slots, _entries) = (slots, []);
            return;
        }

        _entries = LargeArray.Of<ulong>(before.Length * 2);
        foreach (ulong entry in before)
        {
            if (entry != 0)
            {
                _entries[IndexOf(ReferenceOf(entry))] = entry;
            }
        }
    }
}
