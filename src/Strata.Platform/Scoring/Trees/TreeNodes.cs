namespace Strata.Platform.Scoring.Trees;

/// <summary>The nodes of a tree while it grows.</summary>
internal sealed class TreeNodes
{
    private readonly List<int> _feature = [];
    private readonly List<ulong> _leftBins = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _value = [];
    private readonly List<double> _cover = [];

    /// <summary>Adds a leaf, and gives its number.</summary>
    public int Add(int cover)
    {
        _feature.Add(-1);
        _leftBins.AddRange(new ulong[Tree.WordsPerSet]);
        _left.Add(-1);
        _right.Add(-1);
        _value.Add(0);
        _cover.Add(cover);
        return _feature.Count - 1;
    }

    /// <summary>Makes a leaf a node that asks.</summary>
    public void Branch(int node, Split split, int left, int right)
    {
        _feature[node] = split.Feature;
        for (int word = 0; word < Tree.WordsPerSet; word++)
        {
            _leftBins[(node * Tree.WordsPerSet) + word] = split.LeftBins[word];
        }

        _left[node] = left;
        _right[node] = right;
    }

    /// <summary>Sets what a leaf says.</summary>
    public void SetValue(int node, double value) => _value[node] = value;

    /// <summary>The tree as it is.</summary>
    public Tree ToTree() => new()
    {
        Feature = [.. _feature],
        LeftBins = [.. _leftBins],
        Left = [.. _left],
        Right = [.. _right],
        Value = [.. _value],
        Cover = [.. _cover],
    };
}
