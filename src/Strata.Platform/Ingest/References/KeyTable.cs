using Strata.Index.Memory;

namespace Strata.Platform.Ingest.References;

/// <summary>
/// The refs that hashed keys name, about 28 bytes a key. A key may name several. Nothing is ever taken out: what a row was called
/// before is told apart by <see cref="Rename"/>. Used by one thread at a time.
/// </summary>
/// <param name="expected">About how many keys there will be.</param>
internal sealed class KeyTable(long expected)
{
    private const double Fullest = 0.75;
    private readonly List<List<int>> _shared = [];
    private readonly Dictionary<int, UInt128[]> _renamed = [];
    private UInt128[] _keys = LargeArray.Of<UInt128>(Capacity(expected));
    private int[] _refs = LargeArray.Of<int>(Capacity(expected));
    private int _count;

    /// <summary>Of how many rows the keys were said anew.</summary>
    public int Renamed => _renamed.Count;

    /// <summary>Says that a key names a row.</summary>
    public void Add(UInt128 key, int reference)
    {
        if (_count >= _keys.Length * Fullest)
        {
            Grow();
        }

        int slot = SlotOf(key);
        if (_keys[slot] == UInt128.Zero)
        {
            _keys[slot] = key;
            _refs[slot] = reference;
            _count++;
            return;
        }

        int present = _refs[slot];
        if (present < 0)
        {
            List<int> list = _shared[~present];
            if (!list.Contains(reference))
            {
                list.Add(reference);
            }
        }
        else if (present != reference)
        {
            _shared.Add([present, reference]);
            _refs[slot] = ~(_shared.Count - 1);
        }
    }

    /// <summary>Says that these, and no others, are the keys of a row from now on.</summary>
    /// <returns>False where they are those that <see cref="Rename"/> said of it the last time.</returns>
    public bool Rename(int reference, UInt128[] keys)
    {
        if (_renamed.TryGetValue(reference, out UInt128[]? before) && before.AsSpan().SequenceEqual(keys))
        {
            return false;
        }

        _renamed[reference] = keys;
        foreach (UInt128 key in keys)
        {
            Add(key, reference);
        }

        return true;
    }

    /// <summary>The one row that a key names.</summary>
    /// <param name="key">The hashed key.</param>
    /// <param name="ambiguous">True where it names several.</param>
    /// <returns>The ref; null where the key names none, or several.</returns>
    public int? Find(UInt128 key, out bool ambiguous)
    {
        ambiguous = false;
        int slot = SlotOf(key);
        if (_keys[slot] == UInt128.Zero)
        {
            return null;
        }

        int present = _refs[slot];
        if (present >= 0)
        {
            return Holds(key, present) ? present : null;
        }

        int? found = null;
        foreach (int reference in _shared[~present])
        {
            if (!Holds(key, reference))
            {
                continue;
            }

            if (found is not null)
            {
                ambiguous = true;
                return null;
            }

            found = reference;
        }

        return found;
    }

    /// <summary>Fetches where a key stands, or would, into the processor's cache.</summary>
    public void Prefetch(UInt128 key)
    {
        int slot = HomeOf(key);
        CacheLine.Prefetch(ref _keys[slot]);
        CacheLine.Prefetch(ref _refs[slot]);
    }

    private static int Capacity(long expected) => (int)Math.Clamp((expected / Fullest) + 16, 64, Array.MaxLength);

    private bool Holds(UInt128 key, int reference) =>
        _renamed.Count == 0 || !_renamed.TryGetValue(reference, out UInt128[]? keys) || keys.Contains(key);

    private int HomeOf(UInt128 key) => (int)(((ulong)(uint)(key >> 64) * (ulong)_keys.Length) >> 32);

    private int SlotOf(UInt128 key)
    {
        int slot = HomeOf(key);
        while (_keys[slot] != UInt128.Zero && _keys[slot] != key)
        {
            if (++slot == _keys.Length)
            {
                slot = 0;
            }
        }

        return slot;
    }

    private void Grow()
    {
        UInt128[] keys = _keys;
        int[] refs = _refs;
        _keys = LargeArray.Of<UInt128>(Capacity(keys.Length * 2L));
        _refs = LargeArray.Of<int>(_keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != UInt128.Zero)
            {
                int slot = SlotOf(keys[i]);
                _keys[slot] = keys[i];
                _refs[slot] = refs[i];
            }
        }
    }
}
