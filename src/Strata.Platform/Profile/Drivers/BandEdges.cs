namespace Strata.Platform.Profile.Drivers;

/// <summary>Chooses the round numbers at which a numeric feature may be cut: what a person would say, where the data is.</summary>
internal static class BandEdges
{
    /// <summary>So many cuts at the most: every pair of them is a band that chance can favour.</summary>
    private const int Most = 16;

    private const int Enough = 7;

    private static readonly double[] CountCuts = [1, 2, 3, 5, 10, 20, 50, 100];

    /// <summary>Coarse first: the first set that gives enough cuts is taken.</summary>
    private static readonly double[][] Mantissas = [[1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9]];

    /// <summary>The cuts of a count: from 1 on, those that some values reach.</summary>
    /// <param name="sorted">The values above 0, ascending.</param>
    /// <param name="least">How many values must lie on each side.</param>
    public static double[] OfCount(double[] sorted, int least) => [.. CountCuts.Where(cut => sorted.Length - Below(sorted, cut) >= least)];

    /// <summary>The cuts of any other number.</summary>
    /// <param name="sorted">The known values, ascending.</param>
    /// <param name="least">How many values must lie below the first cut, between two, and from the last on.</param>
    public static double[] Of(double[] sorted, int least)
    {
        if (sorted.Length < 2 * least || sorted[0].Equals(sorted[^1]))
        {
            return [];
        }

        double[] best = [];
        foreach (double[] mantissas in Mantissas)
        {
            double[] cuts = Spaced(sorted, Rounds(mantissas, sorted[0], sorted[^1]), least);
            best = cuts.Length > best.Length ? cuts : best;
            if (best.Length >= Enough)
            {
                break;
            }
        }

        return best.Length < 3 ? Longer(best, Spaced(sorted, Steps(sorted), least)) : best;
    }

    private static double[] Longer(double[] first, double[] second) => second.Length > first.Length ? second : first;

    /// <summary>Leaves out cuts with too few values since the one before.</summary>
    private static double[] Spaced(double[] sorted, IEnumerable<double> cuts, int least)
    {
        int room = Math.Max(least, sorted.Length / 40);
        var kept = new List<double>();
        int before = 0;
        foreach (double cut in cuts)
        {
            int below = Below(sorted, cut);
            if (below - before >= room && sorted.Length - below >= room)
            {
                kept.Add(cut);
                before = below;
            }
        }

        return kept.Count <= Most ? [.. kept] : [.. Enumerable.Range(0, Most).Select(at => kept[at * kept.Count / Most])];
    }

    private static IEnumerable<double> Rounds(double[] mantissas, double low, double high)
    {
        double smallest = Math.Max(low, high * 1e-9);
        if (high <= 0)
        {
            yield break;
        }

        for (double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(smallest, 1e-4)))); power <= high; power *= 10)
        {
            foreach (double mantissa in mantissas)
            {
                double cut = Math.Round(mantissa * power, 4);
                if (cut > low && cut <= high)
                {
                    yield return cut;
                }
            }
        }
    }

    /// <summary>Equal steps, for numbers that lie close together, such as years.</summary>
    private static IEnumerable<double> Steps(double[] sorted)
    {
        double span = sorted[^1] - sorted[0], step = Math.Pow(10, Math.Floor(Math.Log10(span / 4)));
        step = new[] { step, 2 * step, 5 * step }.First(width => span / width <= 2.5 * Most);
        for (double cut = (Math.Floor(sorted[0] / step) + 1) * step; cut <= sorted[^1]; cut += step)
        {
            yield return Math.Round(cut, 4);
        }
    }

    private static int Below(double[] sorted, double cut)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < cut ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
