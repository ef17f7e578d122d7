using System.Numerics;

namespace Strata.Index.Bitmaps;

/// <summary>
/// A set of whole numbers from 0 to <see cref="Length"/> − 1, a bit each: the positions of rows. Not thread-safe while it is changed;
/// once built it is read by any number of threads.
/// </summary>
public sealed class Bitmap
{
    private readonly ulong[] _words;

    /// <summary>Creates an empty set.</summary>
    /// <param name="length">How many positions there are; from 0.</param>
    public Bitmap(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _words = new ulong[(length + 63) >> 6];
    }

    /// <summary>How many positions there are.</summary>
    public long Length { get; }

    /// <summary>The bits, 64 positions a word from the lowest bit on; bits past <see cref="Length"/> are 0.</summary>
    public Span<ulong> Words => _words;

    /// <summary>How many positions are in the set.</summary>
    public long Count() => CountOf(_words);

    /// <summary>Whether the position is in the set; false for a position outside of it.</summary>
    public bool this[long position] =>
        (ulong)position < (ulong)Length && (_words[position >> 6] & (1UL << (int)(position & 63))) != 0;

    /// <summary>Puts a position in.</summary>
    public void Add(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, (ulong)Length, nameof(position));
        _words[position >> 6] |= 1UL << (int)(position & 63);
    }

    /// <summary>Takes a position out; one outside of the set is not in anyway.</summary>
    public void Remove(long position)
    {
        if ((ulong)position < (ulong)Length)
        {
            _words[position >> 6] &= ~(1UL << (int)(position & 63));
        }
    }

    /// <summary>Puts every position in.</summary>
    public void Fill()
    {
        Array.Fill(_words, ulong.MaxValue);
        if ((Length & 63) != 0)
        {
            _words[^1] = (1UL << (int)(Length & 63)) - 1;
        }
    }

    /// <summary>Keeps what is in both.</summary>
    public void IntersectWith(Bitmap other)
    {
        ReadOnlySpan<ulong> words = WordsOf(other);
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] &= words[i];
        }
    }

    /// <summary>Adds what is in the other.</summary>
    public void UnionWith(Bitmap other)
    {
        ReadOnlySpan<ulong> words = WordsOf(other);
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] |= words[i];
        }
    }

    /// <summary>Takes away what is in the other.</summary>
    public void ExceptWith(Bitmap other)
    {
        ReadOnlySpan<ulong> words = WordsOf(other);
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] &= ~words[i];
        }
    }

    /// <summary>How many positions are in both.</summary>
    public long CountOfBoth(Bitmap other)
    {
        ReadOnlySpan<ulong> words = WordsOf(other);
        long count = 0;
        for (int i = 0; i < _words.Length; i++)
        {
            count += BitOperations.PopCount(_words[i] & words[i]);
        }

        return count;
    }

    /// <summary>A copy without those of another set, which may be of another length.</summary>
    public Bitmap Without(Bitmap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Bitmap rest = Clone();
        for (int i = 0; i < Math.Min(_words.Length, other._words.Length); i++)
        {
            rest._words[i] &= ~other._words[i];
        }

        return rest;
    }

    /// <summary>The same positions in a set of another length; those past its end are left out.</summary>
    public Bitmap Resized(long length)
    {
        var copy = new Bitmap(length);
        int words = Math.Min(copy._words.Length, _words.Length);
        _words.AsSpan(0, words).CopyTo(copy._words);
        if (words > 0 && words == copy._words.Length && (length & 63) != 0)
        {
            copy._words[^1] &= (1UL << (int)(length & 63)) - 1;
        }

        return copy;
    }

    /// <summary>A copy.</summary>
    public Bitmap Clone()
    {
        var copy = new Bitmap(Length);
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    /// <summary>The position of a member, counted from 0 in the order of positions; <see cref="Length"/> where there are not so many.</summary>
    public long PositionOf(long member)
    {
        for (int word = 0; word < _words.Length; word++)
        {
            int count = BitOperations.PopCount(_words[word]);
            if (member < count)
            {
                ulong left = _words[word];
                for (; member > 0; member--)
                {
                    left &= left - 1;
                }

                return ((long)word << 6) + BitOperations.TrailingZeroCount(left);
            }

            member -= count;
        }

        return Length;
    }

    /// <summary>The positions in the set, ascending.</summary>
    public IEnumerable<long> Positions() => PositionsFrom(0);

    /// <summary>The positions in the set from one on, ascending.</summary>
    /// <param name="first">The first position that counts; from 0.</param>
    public IEnumerable<long> PositionsFrom(long first)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return From(first);
    }

    private IEnumerable<long> From(long first)
    {
        for (long i = first >> 6; i < _words.Length; i++)
        {
            ulong mask = i == first >> 6 ? ulong.MaxValue << (int)(first & 63) : ulong.MaxValue;
            for (ulong word = _words[i] & mask; word != 0; word &= word - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    /// <summary>How many bits are set.</summary>
    internal static long CountOf(ReadOnlySpan<ulong> words)
    {
        long count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    private ReadOnlySpan<ulong> WordsOf(Bitmap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Length == Length
            ? other._words
            : throw new ArgumentException($"A set of {other.Length} positions does not go with one of {Length}.", nameof(other));
    }
}
