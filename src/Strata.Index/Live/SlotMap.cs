using Strata.Index.Memory;

namespace Strata.Index.Live;

/// <summary>
/// Places by reference, eight bytes each and one line of memory a look: what is kept of hundreds of thousands of entities is looked for
/// with every event, and no cache holds it. Not thread-safe.
/// </summary>
internal sealed class SlotMap
{
    private const int FirstCapacity = 16;

    /// <summary>A place is free where nothing stands in it; the reference is kept as one more than it is.</summary>
    private ulong[] _entries = new ulong[FirstCapacity];

    /// <summary>How many references have a place.</summary>
    public int Count { get; private set; }

    /// <summary>Every reference that has a place, in no order.</summary>
    public IEnumerable<int> References => _entries.Where(entry => entry != 0).Select(ReferenceOf);

    /// <summary>The place of a reference; -1 where it has none.</summary>
    public int Find(int reference)
    {
        ulong entry = _entries[IndexOf(reference)];
        return entry == 0 ? -1 : (int)(uint)entry;
    }

    /// <summary>Fetches where a reference stands, or would, into the processor's cache.</summary>
    public void Prefetch(int reference) => CacheLine.Prefetch(ref _entries[Home(reference)]);

    /// <summary>Gives a place to a reference that has none.</summary>
    public void Add(int reference, int slot)
    {
        if (Count >= _entries.Length / 8 * 5)
        {
            Grow();
        }

        _entries[IndexOf(reference)] = ((ulong)(uint)(reference + 1) << 32) | (uint)slot;
        Count++;
    }

    /// <summary>Takes a reference out; gives the place that it had, -1 where it had none.</summary>
    public int Remove(int reference)
    {
        int free = IndexOf(reference);
        if (_entries[free] == 0)
        {
            return -1;
        }

        int slot = (int)(uint)_entries[free], mask = _entries.Length - 1;

        // What stands after it moves up, so that looking still ends at the first free entry.
        for (int next = (free + 1) & mask; _entries[next] != 0; next = (next + 1) & mask)
        {
            if (((next - Home(ReferenceOf(_entries[next]))) & mask) >= ((next - free) & mask))
            {
                _entries[free] = _entries[next];
                free = next;
            }
        }

        _entries[free] = 0;
        Count--;
        return slot;
    }

    private static int ReferenceOf(ulong entry) => (int)(entry >> 32) - 1;

    private int Home(int reference) => (int)((((ulong)(uint)reference * 0x9E3779B97F4A7C15) >> 32) & (uint)(_entries.Length - 1));

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
