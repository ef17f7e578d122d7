using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Scoring.Store;

/// <summary>A version of a score's model.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="TrainedAt">UTC microseconds.</param>
/// <param name="TrainedThrough">When the last outcome that it learnt from was known: UTC microseconds.</param>
/// <param name="IsChampion">Whether it is the one in use.</param>
/// <param name="Verdict">Why it is, or is not.</param>
/// <param name="Card">What has to be known of it.</param>
public sealed record StoredModel(string Score, long Version, long TrainedAt, long TrainedThrough, bool IsChampion, string Verdict, ScoreCard Card)
{
    /// <summary>The model itself.</summary>
    internal ScoreModel Model { get; init; } = null!;

    /// <summary>The log-odds of the base rate that it learnt from: what a fit score of 50 stands for.</summary>
    internal double BaseLogOdds => LogOdds.Of((double)Card.Data.Positives / Card.Data.Examples);
}

/// <summary>When a score was last written for everybody.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Version">By which version of its model; 0 for a score that is not learnt.</param>
/// <param name="At">As of when: UTC microseconds.</param>
/// <param name="Accounts">How many accounts have it.</param>
/// <param name="Drift">
/// How far scores have moved since this version was first used, as population stability index: up to 0.1 is none, from 0.25 on it is much;
/// null for the first time.
/// </param>
public sealed record ScoreRun(string Score, long Version, long At, long Accounts, double? Drift)
{
    /// <summary>The edges of the tenths of scores when the version was first used.</summary>
    internal double[] Edges { get; init; } = [];

    /// <summary>The shares of the tenths then.</summary>
    internal double[] Shares { get; init; } = [];
}
