namespace Strata.Platform.Statistics;

/// <summary>Statistics of ranks.</summary>
public static class RankStatistics
{
    /// <summary>
    /// The area under the ROC curve: how likely a positive has a higher score than a negative, ties counting half. NaN where there are no
    /// positives or no negatives.
    /// </summary>
    /// <param name="scores">A score each; none may be NaN.</param>
    /// <param name="positives">Whether each is a positive.</param>
    public static double AreaUnderCurve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives)
    {
        double[] sorted = scores.ToArray();
        bool[] marks = positives.ToArray();
        Array.Sort(sorted, marks);
        (double sum, long count, _) = RankSum(sorted, marks);
        double pairs = (double)count * (scores.Length - count);
        return pairs > 0 ? (sum - (count * (count + 1.0) / 2)) / pairs : double.NaN;
    }

    /// <summary>
    /// The two-sided Mann–Whitney test that two samples come from one distribution: the normal approximation with the correction for ties
    /// and for continuity. 1 where a sample is empty or all values are equal.
    /// </summary>
    public static double MannWhitney(ReadOnlySpan<double> values, ReadOnlySpan<bool> inFirst)
    {
        double[] sorted = values.ToArray();
        bool[] marks = inFirst.ToArray();
        Array.Sort(sorted, marks);
        return MannWhitneyOfSorted(sorted, marks);
    }

    /// <summary>As <see cref="MannWhitney"/>, of values that are ascending.</summary>
    public static double MannWhitneyOfSorted(ReadOnlySpan<double> values, ReadOnlySpan<bool> inFirst)
    {
        (double sum, long first, double ties) = RankSum(values, inFirst);
        double n = values.Length, second = n - first;
        double variance = first * second / 12 * (n + 1 - (ties / Math.Max(n * (n - 1), 1)));
        if (first == 0 || second <= 0 || variance <= 0)
        {
            return 1;
        }

        double distance = Math.Abs(sum - (first * (first + 1.0) / 2) - (first * second / 2));
        return Math.Min(1, 2 * Normal.UpperTail(Math.Max(distance - 0.5, 0) / Math.Sqrt(variance)));
    }

    /// <summary>The ranks of values from 1 on; equal ones share the mean of theirs.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end].Equals(sorted[start]))
            {
                end++;
            }

            for (int at = start; at < end; at++)
            {
                ranks[order[at]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    /// <summary>The sum of the mean ranks of the marked ones, how many they are, and Σ(t³ − t) over the ties.</summary>
    /// <param name="sorted">The values, ascending.</param>
    /// <param name="marks">Which are marked.</param>
    private static (double Sum, long Count, double Ties) RankSum(ReadOnlySpan<double> sorted, ReadOnlySpan<bool> marks)
    {
        double sum = 0, ties = 0;
        long count = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            long here = 0;
            while (end < sorted.Length && sorted[end].Equals(sorted[start]))
            {
                here += marks[end++] ? 1 : 0;
            }

            sum += here * ((start + 1 + end) / 2.0);
            count += here;
            double tied = end - start;
            ties += (tied * tied * tied) - tied;
            start = end;
        }

        return (sum, count, ties);
    }
}
