using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Strata.Index.Memory;

namespace Strata.Platform.Ingest.References;

/// <summary>
/// Values by hashed keys (<see cref="KeyHash"/>), which are spread evenly already: an entry is found where the key says or right after
/// it, and can be fetched into the processor's cache before it is asked for. Used by one thread at a time.
/// </summary>
/// <typeparam name="TValue">What is kept of a key.</typeparam>
internal sealed class KeyMap<TValue>
{
    private const int FirstCapacity = 64;
    private Entry[] _entries = new Entry[FirstCapacity];

    /// <summary>How many keys it has.</summary>
    public int Count { get; private set; }

    /// <summary>True where the next key that is added has no room: everything is moved then.</summary>
    public bool IsFull => Count >= _entries.Length / 8 * 5;

    /// <summary>The value of a key; false where it has none.</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="value">Its value.</param>
    public bool TryGetValue(UInt128 key, [MaybeNullWhen(false)] out TValue value)
    {
        ref Entry entry = ref _entries[SlotOf(key)];
        value = entry.Value;
        return !entry.IsFree;
    }

    /// <summary>The value of a key, to read or to set until the next key is added or removed; added where it was not there.</summary>
    /// <param name="key">The key; not 0.</param>
    /// <param name="isNew">True where it was not there: then the value is the type's default.</param>
    public ref TValue GetOrAdd(UInt128 key, out bool isNew)
    {
        int slot = SlotOf(key);
        isNew = _entries[slot].IsFree;
        if (isNew)
        {
            if (IsFull)
            {
                Grow();
                slot = SlotOf(key);
            }

            _entries[slot] = new Entry(key);
            Count++;
        }

        return ref _entries[slot].Value!;
    }

    /// <summary>Takes a key out; false where it is not there.</summary>
    public bool Remove(UInt128 key)
    {
        int slot = SlotOf(key);
        if (_entries[slot].IsFree)
        {
            return false;
        }

        // What stands after it moves up, so that looking still ends at the first free place.
        int mask = _entries.Length - 1, free = slot;
        for (int next = (free + 1) & mask; !_entries[next].IsFree; next = (next + 1) & mask)
        {
            int home = _entries[next].Home & mask;
            if (((next - home) & mask) >= ((next - free) & mask))
            {
                _entries[free] = _entries[next];
                free = next;
            }
        }

        _entries[free] = default;
        Count--;
        return true;
    }

    /// <summary>The same, with room for as many keys again.</summary>
    public KeyMap<TValue> Larger()
    {
        var larger = new KeyMap<TValue> { _entries = _entries, Count = Count };
        larger.Grow();
        return larger;
    }

    /// <summary>Takes every key out; keeps the room.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        Count = 0;
    }

    /// <summary>Fetches where a key stands, or would, into the processor's cache.</summary>
    public void Prefetch(UInt128 key)
    {
        if (Count > 0)
        {
            CacheLine.Prefetch(ref _entries[(int)(ulong)key & (_entries.Length - 1)]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(UInt128 key)
    {
        Entry[] entries = _entries;
        ulong low = (ulong)key, high = (ulong)(key >> 64);
        int mask = entries.Length - 1, slot = (int)low & mask;
        while (!entries[slot].IsFree && !entries[slot].Is(low, high))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        Entry[] before = _entries;
        _entries = LargeArray.Of<Entry>(before.Length * 2);
        foreach (Entry entry in before)
        {
            if (!entry.IsFree)
            {
                _entries[SlotOf(entry.Key)] = entry;
            }
        }
    }

    /// <summary>A key in two halves, which need no more room than they have bytes, and its value.</summary>
    private struct Entry(UInt128 key)
    {
        private readonly ulong _low = (ulong)key;
        private readonly ulong _high = (ulong)(key >> 64);
        public TValue? Value = default;

        public readonly bool IsFree => (_low | _high) == 0;

        public readonly UInt128 Key => new(_high, _low);

        public readonly int Home => (int)_low;

        public readonly bool Is(ulong low, ulong high) => _low == low && _high == high;
    }
}
