using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Scoring.Scores;

/// <summary>What a person has to know of a model to trust it, or not.</summary>
public sealed record ScoreCard
{
    /// <summary>The score.</summary>
    public required string Score { get; init; }

    /// <summary>When it was trained: UTC.</summary>
    public required string TrainedAt { get; init; }

    /// <summary>What kind of model it is.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>How its probabilities were made to come true: <c>none</c>, <c>platt</c>, <c>beta</c> or <c>isotonic</c>.</summary>
    public required string Calibration { get; init; }

    /// <summary>How it was trained; a schedule trains alike.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>What it learnt from.</summary>
    public required ScoreCardData Data { get; init; }

    /// <summary>What it reads, the strongest first.</summary>
    public required IReadOnlyList<ScoreCardFeature> Features { get; init; }

    /// <summary>What it may not read, and why.</summary>
    public required IReadOnlyList<RefusedFeature> Refused { get; init; }

    /// <summary>How good it was on the latest outcomes, which it did not learn from.</summary>
    public required ScoreMetrics Test { get; init; }

    /// <summary>How good the logistic regression was on them.</summary>
    public required ModelSummary Logistic { get; init; }

    /// <summary>How good the trees were on them.</summary>
    public required ModelSummary Trees { get; init; }

    /// <summary>The points of the logistic regression, whichever model is used: what can be read.</summary>
    public required IReadOnlyList<ScorecardPoints> Points { get; init; }

    /// <summary>What else has to be known.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What a model learnt from.</summary>
/// <param name="Examples">How many outcomes there are.</param>
/// <param name="Positives">How many of them are what the score foretells.</param>
/// <param name="Accounts">Of how many accounts.</param>
/// <param name="From">When the first of them was known: UTC.</param>
/// <param name="To">When the last of them was known: UTC.</param>
/// <param name="TestFrom">From when on they were held out for the test: UTC.</param>
/// <param name="Trained">How many were learnt from.</param>
/// <param name="Tested">How many were held out.</param>
public sealed record ScoreCardData(int Examples, int Positives, int Accounts, string From, string To, string TestFrom, int Trained, int Tested);

/// <summary>A feature that a model reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">Its words.</param>
/// <param name="Share">Its share of all that features move scores by, on the outcomes held out.</param>
public sealed record ScoreCardFeature(string Name, string Label, double Share);

/// <summary>How good a model was, in short.</summary>
/// <param name="Auc">The area under the ROC curve, with its interval; null where the rows held out have one outcome only.</param>
/// <param name="LogLoss">The log loss.</param>
/// <param name="Brier">The Brier score.</param>
/// <param name="CalibrationError">The expected calibration error.</param>
public sealed record ModelSummary(RocArea? Auc, double LogLoss, double Brier, double CalibrationError)
{
    /// <summary>The short of full metrics.</summary>
    public static ModelSummary Of(ScoreMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new(metrics.Auc, metrics.LogLoss, metrics.Brier, metrics.CalibrationError);
    }
}

/// <summary>The points that one value of a feature gives.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">The value or band in words.</param>
/// <param name="Points">What it adds: 20 double the odds.</param>
/// <param name="Examples">How many of the outcomes learnt from had it.</param>
/// <param name="Rate">The share of those that are what the score foretells.</param>
public sealed record ScorecardPoints(string Feature, string Value, double Points, int Examples, double Rate);
