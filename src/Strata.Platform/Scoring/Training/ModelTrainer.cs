using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Training;

/// <summary>Trains both kinds of models and says which is the better.</summary>
internal static class ModelTrainer
{
    /// <summary>Trees have to beat the scorecard by this much log loss, in nats a row, and by more than two standard errors: it can be read.</summary>
    private const double Worth = 5e-4;

    /// <summary>Trains on rows in the order of time.</summary>
    /// <param name="rows">The rows; both outcomes are among them.</param>
    /// <param name="seed">The same seed gives the same models.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops.</param>
    public static TrainedModels Train(LabelledRows rows, ulong seed, IProgress<string>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<Fold> folds = Folds.Of(rows.Labels, seed);
        progress?.Report($"logistic regression on {rows.Count:N0} rows");
        Candidate logistic = LogisticTrainer.Train(rows, folds, seed, cancellation);
        progress?.Report($"boosted trees on {rows.Count:N0} rows");
        Candidate trees = TreesTrainer.Train(rows, folds, seed, cancellation);
        return new TrainedModels(logistic, trees, TreesAreBetter(rows.Labels, logistic, trees));
    }

    private static bool TreesAreBetter(bool[] labels, Candidate logistic, Candidate trees)
    {
        double[] gains = [.. logistic.HeldOut.Select((row, place) => Loss(logistic, place, labels[row]) - Loss(trees, place, labels[row]))];
        double mean = gains.Average(), variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, gains.Length - 1);
        return mean > Math.Max(Worth, 2 * Math.Sqrt(variance / gains.Length));
    }

    private static double Loss(Candidate candidate, int place, bool label) =>
        -Math.Log(Math.Clamp(label ? candidate.Probabilities[place] : 1 - candidate.Probabilities[place], LogOdds.Certainty, 1));
}

/// <summary>Both kinds of models of the same rows.</summary>
/// <param name="Logistic">The scorecard.</param>
/// <param name="Trees">The boosted trees.</param>
/// <param name="TreesAreBetter">Whether the trees foretold rows held out better than the scorecard by more than chance explains.</param>
internal sealed record TrainedModels(Candidate Logistic, Candidate Trees, bool TreesAreBetter)
{
    /// <summary>The one to use.</summary>
    public Candidate Better => TreesAreBetter ? Trees : Logistic;
}
