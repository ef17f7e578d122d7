using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;

namespace Strata.Platform.Scoring.Training;

/// <summary>Trains a scorecard: bins, columns, and the penalty that foretells best the rows held out.</summary>
internal static class LogisticTrainer
{
    private const int MostBins = 14;

    /// <summary>So many rows say which penalty is best; the weights themselves are fitted to all.</summary>
    private const int PenaltyRows = 40_000;

    /// <summary>The penalties that are tried, the strongest first: each starts from what the one before gave.</summary>
    private static readonly double[] Penalties = [1000, 250, 60, 15, 4, 1];

    /// <summary>Trains on rows in the order of time.</summary>
    public static Candidate Train(LabelledRows rows, IReadOnlyList<Fold> folds, ulong seed, CancellationToken cancellation)
    {
        BinnedRows binned = Bin(rows);
        int[] heldOut = [.. folds.SelectMany(fold => fold.Outside)];
        bool[] labels = [.. heldOut.Select(row => rows.Labels[row])];
        var logOdds = new double[Penalties.Length][];
        for (int index = 0; index < Penalties.Length; index++)
        {
            logOdds[index] = new double[heldOut.Length];
        }

        int place = 0;
        foreach (Fold fold in folds)
        {
            AddFold(binned, rows.Labels, fold, logOdds, place, cancellation);
            place += fold.Outside.Length;
        }

        int best = Enumerable.Range(0, Penalties.Length).MinBy(index => LogOdds.Loss(logOdds[index], labels));
        (LogisticFit fit, _) = FitOf(binned, rows.Labels);
        Scorecard scorecard = fit.ToScorecard(fit.Fit(Penalties[best], null, cancellation));
        return Candidate.Of(calibrator => new ScoreModel { Scorecard = scorecard, Calibrator = calibrator }, heldOut, logOdds[best], labels, seed);
    }

    /// <summary>The columns as bins; one of which there is only one value is none.</summary>
    private static BinnedRows Bin(LabelledRows rows)
    {
        int fewest = Math.Max(10, rows.Count / 200);
        var bins = new ColumnBins[rows.Matrix.Columns.Count];
        Parallel.For(0, bins.Length, column => bins[column] = BinBuilder.Build(rows.Matrix.Columns[column], MostBins, fewest));
        return BinnedRows.Of(bins, rows.Matrix);
    }

    private static void AddFold(BinnedRows binned, bool[] labels, Fold fold, double[][] logOdds, int place, CancellationToken cancellation)
    {
        int step = Math.Max(1, fold.Inside.Length / PenaltyRows);
        int[] inside = [.. fold.Inside.Where((_, at) => at % step == 0)];
        (LogisticFit fit, int[] columns) = FitOf(binned.Take(inside), [.. inside.Select(row => labels[row])]);
        BinnedRows outside = binned.Only(columns).Take(fold.Outside);
        double[]? weights = null;
        for (int index = 0; index < Penalties.Length; index++)
        {
            weights = fit.Fit(Penalties[index], weights, cancellation);
            fit.Predict(weights, outside).CopyTo(logOdds[index], place);
        }
    }

    private static (LogisticFit Fit, int[] Columns) FitOf(BinnedRows rows, bool[] labels)
    {
        int[] columns = ColumnChoice.Choose(rows, labels);
        return (new LogisticFit(rows.Only(columns), labels), columns);
    }
}
