namespace Strata.Platform.Statistics;

/// <summary>The test of Kruskal and Wallis (1952) that several samples come from one distribution, by ranks: what a few huge deals do not sway.</summary>
/// <param name="Statistic">H, corrected for ties; 0 where nothing can be told.</param>
/// <param name="DegreesOfFreedom">Samples with values, less one; 0 where nothing can be told.</param>
/// <param name="P">How likely a statistic as large is where the hypothesis holds, by the chi-square distribution.</param>
/// <param name="EpsilonSquared">How much of the variation of ranks the samples explain, 0 to 1 (Tomczak and Tomczak, 2014).</param>
public readonly record struct KruskalWallis(double Statistic, int DegreesOfFreedom, double P, double EpsilonSquared)
{
    /// <summary>Tests samples.</summary>
    /// <param name="samples">The values of each; none may be NaN. Empty ones are left out.</param>
    public static KruskalWallis Test(IReadOnlyList<IReadOnlyList<double>> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int[] groups = [.. samples.SelectMany((sample, group) => Enumerable.Repeat(group, sample.Count))];
        double[] values = [.. samples.SelectMany(sample => sample)];
        double n = values.Length;
        int degrees = samples.Count(sample => sample.Count > 0) - 1;
        if (degrees < 1)
        {
            return new KruskalWallis(0, 0, 1, 0);
        }

        Array.Sort(values, groups);
        double[] rankSums = new double[samples.Count];
        double ties = 0;
        for (int start = 0, end = 0; start < values.Length; start = end)
        {
            while (end < values.Length && values[end].Equals(values[start]))
            {
                end++;
            }

            double tied = end - start, rank = (start + 1 + end) / 2.0;
            ties += (tied * tied * tied) - tied;
            for (int i = start; i < end; i++)
            {
                rankSums[groups[i]] += rank;
            }
        }

        double correction = 1 - (ties / ((n * n * n) - n));
        if (correction <= 0)
        {
            // All values are equal.
            return new KruskalWallis(0, degrees, 1, 0);
        }

        double sum = samples.Select((sample, group) => sample.Count == 0 ? 0 : rankSums[group] * rankSums[group] / sample.Count).Sum();
        double statistic = Math.Max(0, ((12 / (n * (n + 1)) * sum) - (3 * (n + 1))) / correction);
        return new KruskalWallis(statistic, degrees, ChiSquare.UpperTail(statistic, degrees), Math.Min(1, statistic / (n - 1)));
    }
}
