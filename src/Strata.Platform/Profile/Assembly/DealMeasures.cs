using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Measures groups of deals: won and lost, how large, how long.</summary>
internal sealed class DealMeasures(IReadOnlyList<Deal> deals, TrainingSet set, double dependence)
{
    /// <summary>A median of fewer says nothing.</summary>
    private const int LeastOfMedian = 5;

    private RankedDeals? _bySize;
    private RankedDeals? _byCycle;

    /// <summary>The deals that teach and are in the rows, and those that are not.</summary>
    public (WinRate With, WinRate Without) Taught(RowBits rows) => Split(rows, 0, set.Training);

    /// <summary>As <see cref="Taught"/>, of the deals held out.</summary>
    public (WinRate With, WinRate Without) HeldOut(RowBits rows) => Split(rows, set.Training, set.Rows);

    /// <summary>The amounts of won deals, of all closed ones.</summary>
    public Contrast? DealSize(RowBits rows) => Medians(rows, BySize);

    /// <summary>The cycles of won deals, of all closed ones.</summary>
    public Contrast? CycleDays(RowBits rows) => Medians(rows, ByCycle);

    private RankedDeals BySize => _bySize ??= Rank(Amount);

    private RankedDeals ByCycle => _byCycle ??= Rank(deal => deal.CycleDays);

    /// <summary>What goes with larger and with quicker won deals.</summary>
    public IEnumerable<OutcomeDifference> Differences(IReadOnlyList<BinnedFeature> features, int most, CancellationToken cancellation)
    {
        int least = DriverSearch.LeastDeals(set.Training);
        foreach ((string outcome, RankedDeals ranked) in new[] { ("dealSize", BySize), ("cycleDays", ByCycle) })
        {
            var values = new double[deals.Count];
            Array.Fill(values, double.NaN);
            for (int at = 0; at < ranked.Rows.Length; at++)
            {
                values[ranked.Rows[at]] = ranked.Values[at];
            }

            foreach (OutcomeEffect effect in new OutcomeScan(values, set.Account, set.PeriodOf, least).Find(features, cancellation).Take(most))
            {
                if (Medians(effect.Leaf.Of.Rows(effect.Leaf.From, effect.Leaf.To, set.Rows), ranked) is { } contrast)
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

    private static Contrast? Medians(RowBits rows, RankedDeals ranked)
    {
        bool[] isIn = [.. ranked.Rows.Select(rows.Contains)];
        int with = isIn.Count(held => held);
        return with < LeastOfMedian || isIn.Length - with < LeastOfMedian
            ? null
            : new Contrast(
                ranked.Median(isIn, true), ranked.Median(isIn, false), with, isIn.Length - with, RankStatistics.MannWhitneyOfSorted(ranked.Values, isIn));
    }

    private RankedDeals Rank(Func<Deal, double?> read)
    {
        int[] rows = [.. Enumerable.Range(0, set.Rows).Where(row => set.Won[row] && read(deals[row]) is not null)];
        double[] values = [.. rows.Select(row => read(deals[row])!.Value)];
        Array.Sort(values, rows);
        return new RankedDeals(values, rows);
    }

    /// <summary>The won deals of which something is known, ascending by it.</summary>
    private sealed record RankedDeals(double[] Values, int[] Rows)
    {
        public double Median(bool[] marks, bool wanted)
        {
            int count = marks.Count(mark => mark == wanted), passed = 0;
            double lower = double.NaN;
            for (int at = 0; at < marks.Length; at++)
            {
                if (marks[at] != wanted)
                {
                    continue;
                }

                lower = passed == (count - 1) / 2 ? Values[at] : lower;
                if (passed++ == count / 2)
                {
                    return (lower + Values[at]) / 2;
                }
            }

            return lower;
        }
    }
}
