using Strata.Index.Bitmaps;
using Strata.Index.Memory;

namespace Strata.Index.Live;

/// <summary>A set of references that grows as they are given out. Changed by one thread; looked into by any.</summary>
internal sealed class EntityBits
{
    private volatile ulong[] _words = [];

    /// <summary>Creates a set that holds what a bitmap does.</summary>
    public static EntityBits Of(Bitmap bitmap)
    {
        var bits = new EntityBits { _words = bitmap.Words.ToArray() };
        bits.Count = bitmap.Count();
        bits.Length = bitmap.Length;
        return bits;
    }

    /// <summary>No reference from here on was ever in.</summary>
    public long Length { get; private set; }

    /// <summary>How many are in.</summary>
    public long Count { get; private set; }

    public bool this[int reference]
    {
        get
        {
            ulong[] words = _words;
            int word = reference >> 6;
            return word < words.Length && (words[word] & (1UL << (reference & 63))) != 0;
        }
    }

    /// <summary>Fetches where it is said whether a reference is in into the processor's cache.</summary>
    public void Prefetch(int reference)
    {
        ulong[] words = _words;
        if (reference >> 6 < words.Length)
        {
            CacheLine.Prefetch(ref words[reference >> 6]);
        }
    }

    /// <summary>The bits of the references 64 × <paramref name="word"/> and the 63 after it.</summary>
    public ulong Word(int word)
    {
        ulong[] words = _words;
        return word < words.Length ? words[word] : 0;
    }

    /// <summary>Puts a reference in or takes it out; returns whether that changed anything.</summary>
    public bool Set(int reference, bool value)
    {
        if (this[reference] == value)
        {
            return false;
        }

        int word = reference >> 6;
        if (word >= _words.Length)
        {
            ulong[] grown = new ulong[Math.Max(word + 1, _words.Length * 2)];
            _words.CopyTo(grown, 0);
            _words = grown;
        }

        _words[word] ^= 1UL << (reference & 63);
        Count += value ? 1 : -1;
        Length = Math.Max(Length, reference + 1L);
        return true;
    }

    /// <summary>A copy as a bitmap of so many positions.</summary>
    public Bitmap ToBitmap(long length)
    {
        var bitmap = new Bitmap(length);
        int words = Math.Min(_words.Length, bitmap.Words.Length);
        _words.AsSpan(0, words).CopyTo(bitmap.Words);
        return bitmap;
    }

    /// <summary>Everybody who is in, ascending.</summary>
    public IEnumerable<int> References()
    {
        ulong[] words = _words;
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i << 6) + System.Numerics.BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
