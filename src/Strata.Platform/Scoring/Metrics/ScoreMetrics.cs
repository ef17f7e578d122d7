namespace Strata.Platform.Scoring.Metrics;

/// <summary>How good probabilities were, of rows that their model did not learn from.</summary>
public sealed record ScoreMetrics
{
    private const int Deciles = 10;

    /// <summary>How many rows there are.</summary>
    public required int Rows { get; init; }

    /// <summary>How many ended as the score foretells.</summary>
    public required int Positives { get; init; }

    /// <summary>How well they are told apart; null where one outcome is missing.</summary>
    public required RocArea? Auc { get; init; }

    /// <summary>The mean log loss, in nats.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The log loss of telling everybody the share of all rows.</summary>
    public required double BaseLogLoss { get; init; }

    /// <summary>The mean squared error.</summary>
    public required double Brier { get; init; }

    /// <summary>How far the probabilities of tenths of the rows are from what came true, on average (expected calibration error).</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Tenths of the rows, the highest scores first: lift and calibration.</summary>
    public required IReadOnlyList<ScoreGroup> Groups { get; init; }

    /// <summary>Measures probabilities against how the rows ended.</summary>
    public static ScoreMetrics Of(double[] probabilities, bool[] labels)
    {
        IReadOnlyList<ScoreGroup> groups = ScoreGroup.Of(probabilities, labels, Deciles);
        int positives = labels.Count(label => label);
        double rate = (double)positives / labels.Length;
        return new()
        {
            Rows = labels.Length,
            Positives = positives,
            Auc = RocArea.Of(probabilities, labels),
            LogLoss = LogOdds.Loss([.. probabilities.Select(LogOdds.Of)], labels),
            BaseLogLoss = Entropy(rate) + Entropy(1 - rate),
            Brier = probabilities.Select((probability, row) => Math.Pow(probability - (labels[row] ? 1 : 0), 2)).Average(),
            CalibrationError = groups.Sum(group => group.Rows * Math.Abs(group.Rate - group.Foretold)) / labels.Length,
            Groups = groups,
        };
    }

    private static double Entropy(double share) => share <= 0 ? 0 : -share * Math.Log(share);
}
