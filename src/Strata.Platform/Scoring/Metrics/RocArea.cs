using MathNet.Numerics.Distributions;

namespace Strata.Platform.Scoring.Metrics;

/// <summary>How well scores tell two outcomes apart: the area under the ROC curve.</summary>
/// <param name="Area">The probability that one that ended well has the higher score of a pair; 0.5 is chance.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
public sealed record RocArea(double Area, double Low, double High)
{
    /// <summary>The area with DeLong's interval on the scale of log-odds (DeLong 1988 by the ranks of Sun and Xu 2014); null where one outcome is missing.</summary>
    public static RocArea? Of(double[] scores, bool[] labels)
    {
        int positives = labels.Count(label => label), negatives = labels.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        double[] all = MidRanks(scores);
        double[] amongPositives = MidRanks([.. scores.Where((_, row) => labels[row])]);
        double[] amongNegatives = MidRanks([.. scores.Where((_, row) => !labels[row])]);
        var ofPositives = new double[positives];
        var ofNegatives = new double[negatives];
        int positive = 0, negative = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row])
            {
                ofPositives[positive] = (all[row] - amongPositives[positive++]) / negatives;
            }
            else
            {
                ofNegatives[negative] = 1 - ((all[row] - amongNegatives[negative++]) / positives);
            }
        }

        double area = ofPositives.Average();
        double deviation = Math.Sqrt((Variance(ofPositives, area) / positives) + (Variance(ofNegatives, area) / negatives));
        return Interval(area, deviation, positives, negatives);
    }

    private static RocArea Interval(double area, double deviation, int positives, int negatives)
    {
        // Where no pair contradicts another the variance is 0, which says nothing: half a pair each way is then what might be.
        double least = 0.5 / ((double)positives * negatives);
        double bounded = Math.Clamp(area, least, 1 - least);
        deviation = deviation > 0 ? deviation : Math.Sqrt(bounded * (1 - bounded) / Math.Min(positives, negatives));
        double centre = LogOdds.Of(bounded), reach = Normal.InvCDF(0, 1, 0.975) * deviation / (bounded * (1 - bounded));
        return new(area, LogOdds.ToProbability(centre - reach), LogOdds.ToProbability(centre + reach));
    }

    private static double Variance(double[] values, double mean) =>
        values.Length < 2 ? 0 : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);

    /// <summary>The rank of each value from 1; equal values share the mean of theirs.</summary>
    private static double[] MidRanks(double[] values)
    {
        double[] sorted = (double[])values.Clone();
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = from + 1;
            while (to < sorted.Length && sorted[to].Equals(sorted[from]))
            {
                to++;
            }

            for (int place = from; place < to; place++)
            {
                ranks[order[place]] = ((from + to - 1) / 2.0) + 1;
            }
        }

        return ranks;
    }
}
