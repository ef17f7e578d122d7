using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Drivers;

/// <summary>What a leaf goes with beside winning.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Z">The rank-sum statistic, deals of an account counted for less than their number; its sign says whether more goes with it.</param>
/// <param name="Q">The p-value, the choice of a band and everything that was tried accounted for.</param>
internal readonly record struct OutcomeEffect(Leaf Leaf, double Z, double Q);

/// <summary>
/// Tests every leaf for whether rows that have it have other values of an outcome: the size of a deal, its length, whether a customer
/// stayed. Values are compared by their ranks, so that a few giants decide nothing.
/// </summary>
internal sealed class OutcomeScan
{
    private readonly double[] _ranks;
    private readonly bool[] _known;
    private readonly double _variance;
    private readonly long _count;
    private readonly int _least;

    /// <summary>Prepares the outcome.</summary>
    /// <param name="values">A value a row; NaN where there is none.</param>
    /// <param name="account">The account of each row, numbered from 0.</param>
    /// <param name="period">The period of each row, numbered from 0: values are compared within it.</param>
    /// <param name="least">How many rows with a value must have a leaf, and how many must not.</param>
    public OutcomeScan(double[] values, int[] account, int[] period, int least)
    {
        _least = least;
        _known = [.. values.Select(value => !double.IsNaN(value))];
        _count = _known.LongCount(known => known);
        _ranks = new double[values.Length];
        var ofAccount = new double[account.Length == 0 ? 0 : account.Max() + 1];
        double squares = 0;
        foreach (IGrouping<int, int> together in Enumerable.Range(0, values.Length).Where(row => _known[row]).GroupBy(row => period[row]))
        {
            int[] rows = [.. together];
            double[] ranks = RankStatistics.Ranks([.. rows.Select(row => values[row])]);
            for (int at = 0; at < rows.Length; at++)
            {
                // From −½ to ½ in every period, however many rows it has.
                double centred = ((ranks[at] - 0.5) / rows.Length) - 0.5;
                _ranks[rows[at]] = centred;
                ofAccount[account[rows[at]]] += centred;
                squares += centred * centred;
            }
        }

        double dependence = squares > 0 ? Math.Max(1, ofAccount.Sum(sum => sum * sum) / squares) : 1;
        _variance = _count > 1 ? squares / (_count - 1) * dependence : 0;
    }

    /// <summary>The leaves that go with the outcome at the false-discovery rate, the surest first; of a number one band.</summary>
    public IReadOnlyList<OutcomeEffect> Find(IReadOnlyList<BinnedFeature> features, CancellationToken cancellation)
    {
        if (_variance <= 0)
        {
            return [];
        }

        var tested = new List<(Leaf Leaf, double Z, double P)>();
        var found = new List<(Leaf Leaf, double Z)>[features.Count];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation }, place => found[place] = Scores(features[place]));
        for (int place = 0; place < found.Length; place++)
        {
            List<(Leaf Leaf, double Z)> scores = found[place];
            if (!features[place].HasBands)
            {
                tested.AddRange(scores.Select(score => (score.Leaf, score.Z, Normal.TwoSided(score.Z))));
            }
            else if (scores.Count > 0)
            {
                (Leaf leaf, double z) = scores.MaxBy(score => Math.Abs(score.Z));
                tested.Add((leaf, z, Math.Min(1, Normal.TwoSided(z) * scores.Count)));
            }
        }

        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. tested.Select(one => one.P)]);
        return [.. tested.Select((one, at) => new OutcomeEffect(one.Leaf, one.Z, adjusted[at])).Where(effect => effect.Q <= DriverSearch.FalseDiscoveryRate).OrderBy(effect => effect.Q).ThenByDescending(effect => Math.Abs(effect.Z))];
    }

    private List<(Leaf Leaf, double Z)> Scores(BinnedFeature feature)
    {
        var sums = new double[feature.Bins];
        var counts = new long[feature.Bins];
        feature.ForEach(_ranks.Length, (row, bin) =>
        {
            if (_known[row])
            {
                sums[bin] += _ranks[row];
                counts[bin]++;
            }
        });
        var scores = new List<(Leaf, double)>();
        foreach (Leaf leaf in feature.Leaves())
        {
            double sum = 0;
            long count = 0;
            for (int bin = leaf.From; bin <= leaf.To; bin++)
            {
                sum += sums[bin];
                count += counts[bin];
            }

            if (count >= _least && _count - count >= _least)
            {
                scores.Add((leaf, sum / Math.Sqrt(_variance * count * (1 - ((double)count / _count)))));
            }
        }

        return scores;
    }
}
