using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Measures groups of deals: won and lost, how large, how long.</summary>
internal sealed class DealMeasures(IReadOnlyList<Deal> deals, TrainingSet set, double dependence)
{
    /// <summary>A median of fewer says nothing.</summary>
    private const int LeastOfMedian = 5;

    /// <summary>The deals that teach and are in the rows, and those that are not.</summary>
    public (WinRate With, WinRate Without) Taught(RowBits rows) => Split(rows, 0, set.Training);

    /// <summary>As <see cref="Taught"/>, of the deals held out.</summary>
    public (WinRate With, WinRate Without) HeldOut(RowBits rows) => Split(rows, set.Training, set.Rows);

    /// <summary>The amounts of won deals, of all closed ones.</summary>
    public Contrast? DealSize(RowBits rows) => Medians(rows, Amount);

    /// <summary>The cycles of won deals, of all closed ones.</summary>
    public Contrast? CycleDays(RowBits rows) => Medians(rows, deal => deal.CycleDays);

    /// <summary>What goes with larger and with quicker won deals.</summary>
    public IEnumerable<OutcomeDifference> Differences(IReadOnlyList<BinnedFeature> features, int most, CancellationToken cancellation)
    {
        int least = DriverSearch.LeastDeals(set.Training);
        foreach ((string outcome, Func<Deal, double?> read) in new (string, Func<Deal, double?>)[] { ("dealSize", Amount), ("cycleDays", deal => deal.CycleDays) })
        {
            double[] values = [.. deals.Select(deal => deal.IsWon ? read(deal) ?? double.NaN : double.NaN)];
            foreach (OutcomeEffect effect in new OutcomeScan(values, set.Account, set.PeriodOf, least).Find(features, cancellation).Take(most))
            {
                if (Medians(effect.Leaf.Of.Rows(effect.Leaf.From, effect.Leaf.To, set.Rows), read) is { } contrast)
                {
                    yield return new OutcomeDifference(outcome, effect.Leaf.Clause, effect.Leaf.Label, contrast, effect.Q);
                }
            }
        }
    }

    /// <summary>How likely two win rates as different are by chance.</summary>
    public double P(WinRate with, WinRate without) => Math.Min(with.Deals, without.Deals) is > 0 and < 30 && dependence <= 1.01
        ? Proportions.Fisher(with.Won, with.Deals, without.Won, without.Deals)
        : Normal.TwoSided(Proportions.TwoSampleZ(with.Won / dependence, with.Deals / dependence, without.Won / dependence, without.Deals / dependence));

    private (WinRate With, WinRate Without) Split(RowBits rows, int from, int until)
    {
        long with = rows.CountBefore(until) - rows.CountBefore(from), wonWith = rows.CountBefore(set.WonRows, until) - rows.CountBefore(set.WonRows, from);
        long won = set.WonRows.CountBefore(until) - set.WonRows.CountBefore(from);
        return (WinRate.Of(with, wonWith, dependence), WinRate.Of(until - from - with, won - wonWith, dependence));
    }

    /// <summary>A deal of no value has none that was said.</summary>
    private static double? Amount(Deal deal) => deal.Amount is > 0 ? deal.Amount : null;

    private Contrast? Medians(RowBits rows, Func<Deal, double?> read)
    {
        var values = new List<double>();
        var inRows = new List<bool>();
        for (int row = 0; row < set.Rows; row++)
        {
            if (set.Won[row] && read(deals[row]) is { } value)
            {
                values.Add(value);
                inRows.Add(rows.Contains(row));
            }
        }

        double[] all = [.. values];
        bool[] first = [.. inRows];
        int with = first.Count(isIn => isIn);
        return with < LeastOfMedian || all.Length - with < LeastOfMedian
            ? null
            : new Contrast(Median(all, first, true), Median(all, first, false), with, all.Length - with, RankStatistics.MannWhitney(all, first));
    }

    private static double Median(double[] values, bool[] marks, bool wanted)
    {
        double[] sorted = [.. values.Where((_, at) => marks[at] == wanted).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
