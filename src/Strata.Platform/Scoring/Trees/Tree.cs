namespace Strata.Platform.Scoring.Trees;

/// <summary>
/// A tree over bins. Node 0 is the root; node <c>i</c> with <c>Feature[i] &lt; 0</c> is a leaf. A row goes left where its bin is in the
/// node's set, which for numbers is every bin up to a threshold, and that of what is not known where that side was learnt for it.
/// </summary>
internal sealed record Tree
{
    /// <summary>64-bit words that hold the set of a node.</summary>
    public const int WordsPerSet = 4;

    /// <summary>The column that a node asks; -1 for a leaf.</summary>
    public required int[] Feature { get; init; }

    /// <summary>The bins that go left: <see cref="WordsPerSet"/> words a node.</summary>
    public required ulong[] LeftBins { get; init; }

    /// <summary>The node of those that go left.</summary>
    public required int[] Left { get; init; }

    /// <summary>The node of the others.</summary>
    public required int[] Right { get; init; }

    /// <summary>What a leaf adds to the log-odds; 0 for others.</summary>
    public required double[] Value { get; init; }

    /// <summary>How many rows of the training came by.</summary>
    public required double[] Cover { get; init; }

    /// <summary>Whether a bin goes left at a node.</summary>
    public bool GoesLeft(int node, byte bin) => (LeftBins[(node * WordsPerSet) + (bin >> 6)] >> (bin & 63) & 1) != 0;

    /// <summary>The value of a row whose bins are at <c>bins[column][row]</c>.</summary>
    public double Predict(byte[][] bins, int row)
    {
        int node = 0;
        for (int feature = Feature[0]; feature >= 0; feature = Feature[node])
        {
            node = GoesLeft(node, bins[feature][row]) ? Left[node] : Right[node];
        }

        return Value[node];
    }

    /// <summary>The value of a row of which these are the bins.</summary>
    public double Predict(ReadOnlySpan<byte> bins)
    {
        int node = 0;
        for (int feature = Feature[0]; feature >= 0; feature = Feature[node])
        {
            node = GoesLeft(node, bins[feature]) ? Left[node] : Right[node];
        }

        return Value[node];
    }

    /// <summary>The deepest leaf's distance from the root.</summary>
    public int Depth()
    {
        var depths = new int[Feature.Length];
        int most = 0;
        for (int node = 0; node < Feature.Length; node++)
        {
            if (Feature[node] >= 0)
            {
                // Children are made after their parents.
                depths[Left[node]] = depths[Right[node]] = depths[node] + 1;
                most = Math.Max(most, depths[node] + 1);
            }
        }

        return most;
    }
}
