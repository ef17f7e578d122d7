using System.Numerics;

namespace Strata.Platform.Profile.Drivers;

/// <summary>A set of rows.</summary>
internal sealed class RowBits(int rows)
{
    private readonly ulong[] _words = new ulong[(rows + 63) / 64];

    public void Add(int row) => _words[row >> 6] |= 1UL << (row & 63);

    public bool Contains(int row) => (_words[row >> 6] & (1UL << (row & 63))) != 0;

    public RowBits And(RowBits other) => Combine(other, static (left, right) => left & right);

    public RowBits Or(RowBits other) => Combine(other, static (left, right) => left | right);

    public RowBits Without(RowBits other) => Combine(other, static (left, right) => left & ~right);

    /// <summary>Every row.</summary>
    public static RowBits All(int rows)
    {
        var all = new RowBits(rows);
        for (int row = 0; row < rows; row++)
        {
            all.Add(row);
        }

        return all;
    }

    /// <summary>How many rows come before the given one.</summary>
    public int CountBefore(int until) => CountBefore(this, until);

    /// <summary>How many rows before the given one another set has too.</summary>
    public int CountBefore(RowBits other, int until)
    {
        int count = 0;
        for (int word = 0; word < until >> 6; word++)
        {
            count += BitOperations.PopCount(_words[word] & other._words[word]);
        }

        ulong last = (1UL << (until & 63)) - 1;
        return last == 0 ? count : count + BitOperations.PopCount(_words[until >> 6] & other._words[until >> 6] & last);
    }

    /// <summary>The rows from one to before another, ascending.</summary>
    public IEnumerable<int> Between(int from, int until)
    {
        for (int word = from >> 6; word < _words.Length && word << 6 < until; word++)
        {
            for (ulong left = _words[word]; left != 0; left &= left - 1)
            {
                int row = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (row >= from && row < until)
                {
                    yield return row;
                }
            }
        }
    }

    private RowBits Combine(RowBits other, Func<ulong, ulong, ulong> combine)
    {
        var combined = new RowBits(_words.Length * 64);
        for (int word = 0; word < _words.Length; word++)
        {
            combined._words[word] = combine(_words[word], other._words[word]);
        }

        return combined;
    }
}
