using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Trees;

namespace Strata.Platform.Scoring.Training;

/// <summary>Trains boosted trees: their size and number are those that foretell best the rows held out.</summary>
internal static class TreesTrainer
{
    private const int FewRows = 2_000;
    private const int ManyRows = 60_000;

    /// <summary>Trains on rows in the order of time.</summary>
    public static Candidate Train(LabelledRows rows, IReadOnlyList<Fold> folds, ulong seed, CancellationToken cancellation)
    {
        var bins = new ColumnBins[rows.Matrix.Columns.Count];
        int fewest = Math.Max(3, rows.Count / 1000);
        Parallel.For(0, bins.Length, column => bins[column] = BinBuilder.Build(rows.Matrix.Columns[column], BinBuilder.Most, fewest));
        BinnedRows binned = BinnedRows.Of([.. bins.Where(column => column.Count > 2 || !column.IsCategory)], rows.Matrix);
        int[] heldOut = [.. folds.SelectMany(fold => fold.Outside)];
        bool[] labels = [.. heldOut.Select(row => rows.Labels[row])];
        Trial? best = null;
        foreach (BoostingOptions options in OptionsFor(rows.Count, seed))
        {
            Trial trial = Try(binned, rows.Labels, folds, options, cancellation);
            best = best is null || LogOdds.Loss(trial.LogOdds, labels) < LogOdds.Loss(best.LogOdds, labels) ? trial : best;
        }

        // Of very many rows those of the trial are enough: the rest, which judged it, would add next to nothing.
        BoostedTrees trees = rows.Count >= ManyRows
            ? best!.Model
            : BoostedTreesTrainer.Train(binned, rows.Labels, null, [], best!.Options with { MostTrees = best.Trees }, cancellation).Model;
        return Candidate.Of(calibrator => new ScoreModel { Trees = trees, Calibrator = calibrator }, heldOut, best.LogOdds, labels, seed);
    }

    private static Trial Try(BinnedRows binned, bool[] labels, IReadOnlyList<Fold> folds, BoostingOptions options, CancellationToken cancellation)
    {
        var logOdds = new List<double>();
        double trees = 0;
        BoostedTrees? last = null;
        foreach (Fold fold in folds)
        {
            BoostingResult result = BoostedTreesTrainer.Train(
                binned.Take(fold.Inside), [.. fold.Inside.Select(row => labels[row])],
                binned.Take(fold.Outside), [.. fold.Outside.Select(row => labels[row])],
                options, cancellation);
            logOdds.AddRange(result.HeldOut);
            last = result.Model;

            // More rows carry more trees before they follow chance.
            trees += (double)result.Model.Trees.Count * labels.Length / fold.Inside.Length / folds.Count;
        }

        return new(options, [.. logOdds], Math.Max(1, (int)Math.Round(trees)), last!);
    }

    /// <summary>What is tried: the fewer rows, the more there is to try, and the smaller the trees.</summary>
    private static BoostingOptions[] OptionsFor(int rows, ulong seed)
    {
        var small = new BoostingOptions { Seed = seed, Leaves = 6, Depth = 3 };
        var middle = new BoostingOptions { Seed = seed, Leaves = 16, Depth = 6 };
        return rows switch
        {
            < FewRows => [small with { LeafWeight = 3, Leaves = 4, Depth = 2 }, small with { LeafWeight = 3 }],
            < ManyRows => [small, middle, middle with { Leaves = 31, Depth = 10, ColumnShare = 0.5 }],
            _ => [middle with { Shrinkage = 0.1, Patience = 20, MostTrees = 400 }],
        };
    }

    private sealed record Trial(BoostingOptions Options, double[] LogOdds, int Trees, BoostedTrees Model);
}
