using Strata.Platform.Statistics;

namespace Strata.Platform.Scoring.Metrics;

/// <summary>Rows of like scores, and how they ended.</summary>
/// <param name="Rows">How many there are.</param>
/// <param name="Positives">How many ended as the score foretells.</param>
/// <param name="Foretold">The mean probability that they were given.</param>
/// <param name="Rate">The share that ended so.</param>
/// <param name="Low">The lower end of the rate's 95 % interval (Wilson).</param>
/// <param name="High">The upper end.</param>
/// <param name="Lift">The rate over that of all rows.</param>
/// <param name="Captured">The share of all that ended so which lies in this group and those before it.</param>
public sealed record ScoreGroup(int Rows, int Positives, double Foretold, double Rate, double Low, double High, double? Lift, double? Captured)
{
    /// <summary>Groups of as many rows each as can be, the highest scores first; equal scores may fall into two.</summary>
    public static IReadOnlyList<ScoreGroup> Of(double[] probabilities, bool[] labels, int groups)
    {
        int[] order = [.. Enumerable.Range(0, labels.Length).OrderByDescending(row => probabilities[row])];
        int all = labels.Count(label => label), before = 0;
        groups = Math.Min(groups, labels.Length);
        var made = new List<ScoreGroup>(groups);
        for (int group = 0; group < groups; group++)
        {
            int[] rows = order[(int)((long)labels.Length * group / groups)..(int)((long)labels.Length * (group + 1) / groups)];
            int positives = rows.Count(row => labels[row]);
            before += positives;
            double rate = (double)positives / rows.Length;
            Interval interval = Proportions.Wilson(positives, rows.Length);
            made.Add(new(
                rows.Length, positives, rows.Average(row => probabilities[row]), rate, interval.Low, interval.High,
                all == 0 ? null : rate * labels.Length / all, all == 0 ? null : (double)before / all));
        }

        return made;
    }
}
