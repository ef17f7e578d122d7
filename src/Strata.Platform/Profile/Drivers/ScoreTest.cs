using MathNet.Numerics.LinearAlgebra;
using Strata.Platform.Statistics;
using BitOperations = System.Numerics.BitOperations;

namespace Strata.Platform.Profile.Drivers;

/// <summary>What the deals in a bin add up to under a model.</summary>
internal sealed class BinSums(int size)
{
    /// <summary>How many deals.</summary>
    public double Deals { get; set; }

    /// <summary>How many were won.</summary>
    public double Wins { get; set; }

    /// <summary>Won deals less those expected.</summary>
    public double Residual { get; set; }

    /// <summary>The variances added up with each leaf of the model; the constant's, which is all of them, first.</summary>
    public double[] Weights { get; } = new double[size];

    public void Add(OutcomeModel model, int pattern, bool won)
    {
        double weight = model.Weight[pattern];
        Deals++;
        Wins += won ? 1 : 0;
        Residual += (won ? 1 : 0) - model.Expected[pattern];
        Weights[0] += weight;
        for (ulong left = model.LeavesOf(pattern); left != 0; left &= left - 1)
        {
            Weights[BitOperations.TrailingZeroCount(left) + 1] += weight;
        }
    }

    public void Add(BinSums other)
    {
        Deals += other.Deals;
        Wins += other.Wins;
        Residual += other.Residual;
        for (int at = 0; at < Weights.Length; at++)
        {
            Weights[at] += other.Weights[at];
        }
    }
}

/// <summary>How much a leaf would add to a model.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Deals">How many deals that teach have it.</param>
/// <param name="Wins">How many of them were won.</param>
/// <param name="Z">Rao's score statistic; its sign says whether it speaks for winning.</param>
/// <param name="P">Two-sided, for the leaf by itself.</param>
internal readonly record struct LeafScore(Leaf Leaf, double Deals, double Wins, double Z, double P);

/// <summary>
/// Rao's score test of every leaf against a model that has others already: whether it adds to them, without fitting a model for each.
/// </summary>
internal sealed class ScoreTest(TrainingSet set, OutcomeModel model, int least)
{
    private readonly double _wins = set.Won.Take(set.Training).Count(won => won);

    /// <summary>The scores of a feature's leaves that enough deals have, and enough have not.</summary>
    public IEnumerable<LeafScore> Scores(BinnedFeature feature)
    {
        BinSums[] bins = [.. Enumerable.Range(0, feature.Bins).Select(_ => new BinSums(model.Size))];
        feature.ForEach(set.Training, (row, bin) => bins[bin].Add(model, model.PatternOf[row], set.Won[row]));
        BinSums run = new(model.Size);
        int from = -1;
        foreach (Leaf leaf in feature.Leaves())
        {
            if (leaf.From != from)
            {
                run = new BinSums(model.Size);
                from = leaf.From;
            }

            run.Add(bins[leaf.To]);
            if (run.Deals >= least && set.Training - run.Deals >= least && Score(leaf, run) is { } score)
            {
                yield return score;
            }
        }
    }

    private LeafScore? Score(Leaf leaf, BinSums sums)
    {
        Vector<double> shared = Vector<double>.Build.Dense(sums.Weights);
        double variance = (sums.Weights[0] - (shared * (model.Inverse * shared))) * model.Dependence;

        // What the model says already has no variance left.
        if (variance <= 1e-6 * sums.Weights[0] * model.Dependence || variance <= 0)
        {
            return null;
        }

        double z = sums.Residual / Math.Sqrt(variance), p = Normal.TwoSided(z);
        return new LeafScore(leaf, sums.Deals, sums.Wins, z, Guarded(sums, p));
    }

    /// <summary>Where few wins or losses are expected the normal distribution flatters; the exact test then has the last word.</summary>
    private double Guarded(BinSums sums, double p)
    {
        double share = _wins / set.Training, scarce = Math.Min(Math.Min(sums.Deals, set.Training - sums.Deals) * Math.Min(share, 1 - share), double.MaxValue);
        return scarce >= 10 || p > 0.2
            ? p
            : Math.Max(p, Proportions.Fisher((long)sums.Wins, (long)sums.Deals, (long)(_wins - sums.Wins), (long)(set.Training - sums.Deals)));
    }
}
