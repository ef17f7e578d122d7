using System.Runtime.InteropServices;

namespace Strata.Platform.Quality.Duplicates.Weighing;

/// <summary>Pairs with what their comparison gave.</summary>
/// <param name="width">How many comparisons there are.</param>
internal sealed class PairSet(int width)
{
    private readonly List<(int First, int Second)> _pairs = [];
    private readonly List<byte> _levels = [];
    private readonly List<float> _chances = [];

    /// <summary>How many pairs there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>A pair.</summary>
    public (int First, int Second) this[int at] => _pairs[at];

    /// <summary>The levels of a pair.</summary>
    public ReadOnlySpan<byte> Levels(int at) => CollectionsMarshal.AsSpan(_levels).Slice(at * width, width);

    /// <summary>The chances of a pair.</summary>
    public ReadOnlySpan<float> Chances(int at) => CollectionsMarshal.AsSpan(_chances).Slice(at * width, width);

    /// <summary>Adds a pair.</summary>
    public void Add(int first, int second, ReadOnlySpan<byte> levels, ReadOnlySpan<float> chances)
    {
        _pairs.Add((first, second));
        _levels.AddRange(levels);
        _chances.AddRange(chances);
    }

    /// <summary>Adds the pairs of another set.</summary>
    public void Add(PairSet other)
    {
        for (int i = 0; i < other.Count; i++)
        {
            Add(other[i].First, other[i].Second, other.Levels(i), other.Chances(i));
        }
    }
}
