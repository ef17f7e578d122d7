namespace Strata.Platform.Scoring.Metrics;

/// <summary>
/// How far scores have moved since: the population stability index over tenths of the earlier ones. Below 0.1 is customarily read as no
/// change, from 0.25 on as one that asks for a new model.
/// </summary>
internal static class PopulationStability
{
    private const int Tenths = 10;

    /// <summary>A share of nobody counts as this much, so that the index stays finite.</summary>
    private const double Least = 1e-4;

    /// <summary>The edges between the tenths of scores, ascending: as many as differ.</summary>
    public static double[] Edges(double[] scores)
    {
        double[] sorted = (double[])scores.Clone();
        Array.Sort(sorted);
        return [.. Enumerable.Range(1, Tenths - 1).Select(tenth => sorted[(int)((long)sorted.Length * tenth / Tenths)]).Distinct()];
    }

    /// <summary>The share of scores in each of the groups that the edges part.</summary>
    public static double[] Shares(double[] scores, double[] edges)
    {
        var counts = new double[edges.Length + 1];
        foreach (double score in scores)
        {
            int place = Array.BinarySearch(edges, score);
            counts[place >= 0 ? place + 1 : ~place]++;
        }

        return [.. counts.Select(count => count / scores.Length)];
    }

    /// <summary>The index between two distributions over the same groups.</summary>
    public static double Index(double[] before, double[] after) => before.Zip(after, (was, isNow) =>
    {
        (double low, double high) = (Math.Max(was, Least), Math.Max(isNow, Least));
        return (high - low) * Math.Log(high / low);
    }).Sum();
}
