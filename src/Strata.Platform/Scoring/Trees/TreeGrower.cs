using System.Runtime.Intrinsics;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Trees;

/// <summary>
/// Grows a tree leaf by leaf, the one that gains most first (as LightGBM). A leaf's histograms are made from its rows, or for the larger
/// of two children by subtraction. Columns are shared out over the processors; each is summed by one, in the order of the rows, so the
/// result does not depend on how many there are.
/// </summary>
internal sealed class TreeGrower
{
    /// <summary>Below this many sums the work is not worth sharing out.</summary>
    private const long WorthSharing = 100_000;

    private readonly BinnedRows _rows;
    private readonly BoostingOptions _options;
    private readonly SplitFinder _finder;
    private readonly int[] _offsets;
    private readonly int _histogramLength;
    private readonly int[] _order;
    private readonly int[] _moved;
    private readonly Vector128<double>[] _gathered;
    private readonly Stack<Vector128<double>[]> _free = new();

    public TreeGrower(BinnedRows rows, BoostingOptions options)
    {
        _rows = rows;
        _options = options;
        _finder = new SplitFinder(rows.Columns, options);
        _offsets = new int[rows.Columns.Count];
        for (int feature = 0; feature < _offsets.Length; feature++)
        {
            _offsets[feature] = _histogramLength;
            _histogramLength += rows.Columns[feature].Count;
        }

        _order = new int[rows.Rows];
        _moved = new int[rows.Rows];
        _gathered = new Vector128<double>[rows.Rows];
    }

    /// <summary>A tree for the rows and columns that are named, and what its leaves say of those rows.</summary>
    /// <param name="derivatives">The first and second derivative of the loss at each row.</param>
    /// <param name="rows">The rows that the tree sees.</param>
    /// <param name="features">The columns that it sees.</param>
    /// <param name="predictions">Gets the tree's value added, for the rows that it saw.</param>
    public Tree Grow(Vector128<double>[] derivatives, ReadOnlySpan<int> rows, int[] features, double[] predictions)
    {
        rows.CopyTo(_order);
        var nodes = new TreeNodes();
        Leaf root = NewLeaf(nodes, 0, rows.Length, depth: 0, Rent());
        Gather(derivatives, root);
        Fill(root, features);
        root.Sum = Total(root);
        Seek(root, features);
        List<Leaf> leaves = [root];
        while (leaves.Count < _options.Leaves && Best(leaves) is { } leaf)
        {
            leaves.Remove(leaf);
            (Leaf left, Leaf right) = Part(nodes, leaf);
            leaves.Add(left);
            leaves.Add(right);
            if (leaves.Count < _options.Leaves)
            {
                FillChildren(derivatives, leaf, left, right, features);
            }
            else
            {
                Return(leaf);
            }
        }

        foreach (Leaf leaf in leaves)
        {
            Return(leaf);
            double value = -_options.Shrinkage * leaf.Sum.Gradient / (leaf.Sum.Hessian + _options.Ridge);
            nodes.SetValue(leaf.Node, value);
            foreach (int row in _order.AsSpan(leaf.Start, leaf.Count))
            {
                predictions[row] += value;
            }
        }

        return nodes.ToTree();
    }

    private static Leaf? Best(List<Leaf> leaves) => leaves.Where(leaf => leaf.Split is not null).MaxBy(leaf => leaf.Split!.Gain);

    private static Leaf NewLeaf(TreeNodes nodes, int start, int count, int depth, Vector128<double>[]? histogram) =>
        new(nodes.Add(count), start, count, depth) { Histogram = histogram };

    private void FillChildren(Vector128<double>[] derivatives, Leaf parent, Leaf left, Leaf right, int[] features)
    {
        if (left.Depth >= _options.Depth)
        {
            Return(parent);
            return;
        }

        (Leaf small, Leaf large) = left.Count <= right.Count ? (left, right) : (right, left);
        small.Histogram = Rent();
        Gather(derivatives, small);
        Fill(small, features);
        large.Histogram = parent.Histogram;
        parent.Histogram = null;
        foreach (int feature in features)
        {
            Span<Vector128<double>> whole = HistogramOf(large, feature);
            Span<Vector128<double>> part = HistogramOf(small, feature);
            for (int bin = 0; bin < whole.Length; bin++)
            {
                whole[bin] -= part[bin];

                // What rounding leaves of nothing must not look like a category that was met.
                if (whole[bin].GetElement(1) < 1e-9)
                {
                    whole[bin] = default;
                }
            }
        }

        Seek(small, features);
        Seek(large, features);
    }

    private (Leaf Left, Leaf Right) Part(TreeNodes nodes, Leaf leaf)
    {
        Split split = leaf.Split!;
        byte[] bins = _rows.Bins[split.Feature];
        Span<int> rows = _order.AsSpan(leaf.Start, leaf.Count);
        int lefts = 0, rights = 0;
        foreach (int row in rows)
        {
            byte bin = bins[row];
            if ((split.LeftBins[bin >> 6] >> (bin & 63) & 1) != 0)
            {
                rows[lefts++] = row;
            }
            else
            {
                _moved[rights++] = row;
            }
        }

        _moved.AsSpan(0, rights).CopyTo(rows[lefts..]);
        Leaf left = NewLeaf(nodes, leaf.Start, lefts, leaf.Depth + 1, null);
        Leaf right = NewLeaf(nodes, leaf.Start + lefts, rights, leaf.Depth + 1, null);
        left.Sum = split.LeftSum;
        right.Sum = split.RightSum;
        nodes.Branch(leaf.Node, split, left.Node, right.Node);
        return (left, right);
    }

    private void Gather(Vector128<double>[] derivatives, Leaf leaf)
    {
        Span<int> rows = _order.AsSpan(leaf.Start, leaf.Count);
        for (int place = 0; place < rows.Length; place++)
        {
            _gathered[place] = derivatives[rows[place]];
        }
    }

    private void Fill(Leaf leaf, int[] features) => ForEach(features, leaf.Count, feature =>
    {
        Span<Vector128<double>> histogram = HistogramOf(leaf, feature);
        histogram.Clear();
        byte[] bins = _rows.Bins[feature];
        ReadOnlySpan<int> rows = _order.AsSpan(leaf.Start, leaf.Count);
        ReadOnlySpan<Vector128<double>> gathered = _gathered.AsSpan(0, rows.Length);
        for (int place = 0; place < rows.Length; place++)
        {
            histogram[bins[rows[place]]] += gathered[place];
        }
    });

    private void Seek(Leaf leaf, int[] features)
    {
        var found = new Split?[features.Length];
        ForEach(
            [.. Enumerable.Range(0, features.Length)],
            BinBuilder.Most,
            place => found[place] = _finder.Find(features[place], HistogramOf(leaf, features[place]), leaf.Sum));
        foreach (Split? split in found)
        {
            if (split is not null && (leaf.Split is null || split.Gain > leaf.Split.Gain))
            {
                leaf.Split = split;
            }
        }
    }

    private GradientSum Total(Leaf leaf)
    {
        Vector128<double> sum = default;
        foreach (Vector128<double> derivative in _gathered.AsSpan(0, leaf.Count))
        {
            sum += derivative;
        }

        return new GradientSum(sum.GetElement(0), sum.GetElement(1));
    }

    private static void ForEach(int[] items, long workEach, Action<int> act)
    {
        if (items.Length * workEach < WorthSharing)
        {
            foreach (int item in items)
            {
                act(item);
            }
        }
        else
        {
            Parallel.ForEach(items, act);
        }
    }

    private Span<Vector128<double>> HistogramOf(Leaf leaf, int feature) =>
        leaf.Histogram.AsSpan(_offsets[feature], _rows.Columns[feature].Count);

    private Vector128<double>[] Rent() => _free.TryPop(out Vector128<double>[]? histogram) ? histogram : new Vector128<double>[_histogramLength];

    private void Return(Leaf leaf)
    {
        if (leaf.Histogram is { } histogram)
        {
            _free.Push(histogram);
            leaf.Histogram = null;
        }
    }

    private sealed class Leaf(int node, int start, int count, int depth)
    {
        public int Node { get; } = node;

        public int Start { get; } = start;

        public int Count { get; } = count;

        public int Depth { get; } = depth;

        public GradientSum Sum { get; set; }

        public Vector128<double>[]? Histogram { get; set; }

        public Split? Split { get; set; }
    }
}
