namespace Strata.Platform.Scoring.Trees;

/// <summary>
/// Shapley values of a tree: what each column adds for one row, shared out fairly between columns that act together. The exact algorithm of
/// Lundberg et al. 2018 ("Consistent individualized feature attribution for tree ensembles", algorithm 2), weighted by the rows that came
/// by each node.
/// </summary>
internal static class TreeShap
{
    /// <summary>Adds what each column adds to <paramref name="values"/>.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="bins">The row, a bin a column.</param>
    /// <param name="values">A value a column.</param>
    public static void Add(Tree tree, ReadOnlySpan<byte> bins, double[] values)
    {
        // Each step down copies the path so far, one longer than the last.
        int depth = tree.Depth() + 2;
        var path = new PathElement[depth * (depth + 1) / 2];
        Recurse(tree, bins, values, path, start: 0, length: 0, new Step(0, 1, 1, -1));
    }

    /// <summary>The mean of a tree over the rows that it was grown from.</summary>
    public static double Expected(Tree tree)
    {
        double sum = 0;
        for (int node = 0; node < tree.Feature.Length; node++)
        {
            sum += tree.Feature[node] < 0 ? tree.Value[node] * tree.Cover[node] : 0;
        }

        return sum / tree.Cover[0];
    }

    private static void Recurse(Tree tree, ReadOnlySpan<byte> bins, double[] values, PathElement[] all, int start, int length, Step step)
    {
        Span<PathElement> path = all.AsSpan(start);
        Extend(path, length++, step);
        int node = step.Node;
        if (tree.Feature[node] < 0)
        {
            for (int index = 1; index < length; index++)
            {
                ref PathElement element = ref path[index];
                values[element.Feature] += UnwoundSum(path, length, index) * (element.One - element.Zero) * tree.Value[node];
            }

            return;
        }

        int feature = tree.Feature[node];
        bool goesLeft = tree.GoesLeft(node, bins[feature]);
        int hot = goesLeft ? tree.Left[node] : tree.Right[node];
        int cold = goesLeft ? tree.Right[node] : tree.Left[node];
        double zero = 1, one = 1;
        for (int index = 1; index < length; index++)
        {
            // A column that was asked further up counts once.
            if (path[index].Feature == feature)
            {
                (zero, one) = (path[index].Zero, path[index].One);
                Unwind(path, length--, index);
                break;
            }
        }

        foreach ((int child, double ones) in ((int, double)[])[(hot, one), (cold, 0)])
        {
            path[..length].CopyTo(path[length..]);
            Recurse(tree, bins, values, all, start + length, length, new Step(child, zero * tree.Cover[child] / tree.Cover[node], ones, feature));
        }
    }

    private static void Extend(Span<PathElement> path, int length, Step step)
    {
        path[length] = new PathElement { Feature = step.Feature, Zero = step.Zero, One = step.One, Weight = length == 0 ? 1 : 0 };
        for (int index = length - 1; index >= 0; index--)
        {
            path[index + 1].Weight += step.One * path[index].Weight * (index + 1) / (length + 1);
            path[index].Weight = step.Zero * path[index].Weight * (length - index) / (length + 1);
        }
    }

    private static void Unwind(Span<PathElement> path, int length, int removed)
    {
        (double one, double zero) = (path[removed].One, path[removed].Zero);
        int last = length - 1;
        double next = path[last].Weight;
        for (int index = last - 1; index >= 0; index--)
        {
            if (one != 0)
            {
                double weight = path[index].Weight;
                path[index].Weight = next * length / ((index + 1) * one);
                next = weight - (path[index].Weight * zero * (last - index) / length);
            }
            else
            {
                path[index].Weight = path[index].Weight * length / (zero * (last - index));
            }
        }

        for (int index = removed; index < last; index++)
        {
            (path[index].Feature, path[index].Zero, path[index].One) = (path[index + 1].Feature, path[index + 1].Zero, path[index + 1].One);
        }
    }

    private static double UnwoundSum(ReadOnlySpan<PathElement> path, int length, int removed)
    {
        (double one, double zero) = (path[removed].One, path[removed].Zero);
        int last = length - 1;
        double next = path[last].Weight, total = 0;
        for (int index = last - 1; index >= 0; index--)
        {
            if (one != 0)
            {
                double weight = next * length / ((index + 1) * one);
                total += weight;
                next = path[index].Weight - (weight * zero * (last - index) / length);
            }
            else
            {
                total += path[index].Weight * length / (zero * (last - index));
            }
        }

        return total;
    }

    private readonly record struct Step(int Node, double Zero, double One, int Feature);

    private struct PathElement
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }
}
