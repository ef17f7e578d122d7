using MathNet.Numerics.Distributions;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Logistic;

/// <summary>Chooses the columns of a scorecard: those that say something by themselves, at most as many as a person reads.</summary>
internal static class ColumnChoice
{
    /// <summary>The most columns of a scorecard.</summary>
    public const int Most = 60;

    /// <summary>A column may be chance with this probability and still be taken: the penalty deals with what is left.</summary>
    private const double Chance = 0.1;

    /// <summary>The places of the columns that are taken, in order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">How they ended.</param>
    /// <param name="most">The most columns.</param>
    public static int[] Choose(BinnedRows rows, bool[] labels, int most = Most)
    {
        var found = new (int Column, double Strength)?[rows.Columns.Count];
        Parallel.For(0, found.Length, column => found[column] = Strength(rows, labels, column) is { } strength ? (column, strength) : null);
        return
        [
            .. found.Where(column => column is not null)
                .Select(column => column!.Value)
                .OrderByDescending(column => column.Strength)
                .ThenBy(column => column.Column)
                .Take(most)
                .Select(column => column.Column)
                .Order(),
        ];
    }

    /// <summary>How much more a column's bins tell than chance would (the likelihood ratio less its degrees of freedom), or null where it is chance.</summary>
    private static double? Strength(BinnedRows rows, bool[] labels, int column)
    {
        int bins = rows.Columns[column].Count;
        var counts = new int[bins];
        var positives = new int[bins];
        for (int row = 0; row < labels.Length; row++)
        {
            counts[rows.Bins[column][row]]++;
            positives[rows.Bins[column][row]] += labels[row] ? 1 : 0;
        }

        int freedom = counts.Count(count => count > 0) - 1;
        if (freedom < 1)
        {
            return null;
        }

        double rate = (double)positives.Sum() / labels.Length, ratio = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            ratio += Term(positives[bin], counts[bin] * rate) + Term(counts[bin] - positives[bin], counts[bin] * (1 - rate));
        }

        return ChiSquared.CDF(freedom, Math.Max(0, 2 * ratio)) < 1 - Chance ? null : (2 * ratio) - freedom;
    }

    private static double Term(int observed, double expected) => observed == 0 ? 0 : observed * Math.Log(observed / expected);
}
