using System.Globalization;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>A version of a score's model as it is shown.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="InUse">Whether it is the one in use.</param>
/// <param name="Verdict">Why it is, or is not.</param>
/// <param name="Card">What has to be known of it.</param>
/// <param name="LastRun">When the score was last written by this version; null where it never was.</param>
public sealed record ScoreModelView(string Score, long Version, bool InUse, string Verdict, ScoreCard Card, ScoreRunView? LastRun)
{
    /// <summary>A version that was just trained.</summary>
    public static ScoreModelView Of(StoredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model.Score, model.Version, model.IsChampion, model.Verdict, model.Card, null);
    }
}

/// <summary>When a score was last written.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Version">By which version; 0 for a score that is not learnt.</param>
/// <param name="At">As of when: UTC.</param>
/// <param name="Accounts">How many accounts have it.</param>
/// <param name="Drift">How far scores have moved since the version was first used (population stability index); null for the first time.</param>
public sealed record ScoreRunView(string Score, long Version, string At, long Accounts, double? Drift)
{
    /// <summary>A run as it is shown.</summary>
    public static ScoreRunView Of(ScoreRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(run.Score, run.Version, Microseconds.ToText(run.At), run.Accounts, run.Drift is { } drift ? Math.Round(drift, 4) : null);
    }
}

/// <summary>A version in a list.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="TrainedAt">When: UTC.</param>
/// <param name="Kind">What kind of model it is.</param>
/// <param name="InUse">Whether it is the one in use.</param>
/// <param name="Test">How good it was on the outcomes held out.</param>
/// <param name="Verdict">Why it is in use, or is not.</param>
public sealed record ScoreVersion(string Score, long Version, string TrainedAt, Training.ModelKind Kind, bool InUse, ModelSummary Test, string Verdict);

/// <summary>What there is of scores.</summary>
/// <param name="Models">Every version, the newest of each score first.</param>
/// <param name="Runs">When each score was last written.</param>
public sealed record ScoreList(IReadOnlyList<ScoreVersion> Models, IReadOnlyList<ScoreRunView> Runs);

/// <summary>When a score was last trained.</summary>
/// <param name="Score">The score.</param>
/// <param name="At">UTC microseconds.</param>
/// <param name="Options">How the model in use was trained.</param>
public sealed record ScoreTraining(ScoreDefinition Score, long At, TrainingOptions Options);

/// <summary>The models of a workspace.</summary>
public static class ScoreModels
{
    /// <summary>Every version, and when scores were written.</summary>
    public static ScoreList List(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var store = new ModelStore(workspace.Control);
        return new(
            [.. store.All().Select(model => new ScoreVersion(
                model.Score, model.Version, Microseconds.ToText(model.TrainedAt), model.Card.Kind, model.IsChampion, ModelSummary.Of(model.Card.Test), model.Verdict))],
            [.. store.Runs().Select(ScoreRunView.Of)]);
    }

    /// <summary>When scores were last written, in UTC microseconds; null where they never were.</summary>
    public static long? LastWritten(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new ModelStore(workspace.Control).Runs().Select(run => (long?)run.At).Max();
    }

    /// <summary>When each score that has a model was last trained, whether that model is in use or not.</summary>
    public static IReadOnlyList<ScoreTraining> LastTrainings(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return
        [
            .. new ModelStore(workspace.Control).All().GroupBy(model => model.Score, StringComparer.Ordinal)
                .Select(versions => new ScoreTraining(ScoreDefinition.Find(versions.Key), versions.Max(version => version.TrainedAt), versions.OrderByDescending(version => version.IsChampion).First().Card.Options)),
        ];
    }

    /// <summary>A version with its card.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="score">The score.</param>
    /// <param name="version">The version; null for the one in use.</param>
    /// <exception cref="UserErrorException">Code <c>scores</c>: the score has no model; <c>argument</c>: there is no such version.</exception>
    public static ScoreModelView Show(Workspace workspace, ScoreDefinition score, long? version)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(score);
        var store = new ModelStore(workspace.Control);
        StoredModel model = version is { } number ? store.Find(score.Name, number) : store.Champion(score.Name)
            ?? throw new UserErrorException("scores", $"The score '{score.Name}' has no model yet.", fix: $"Train one with 'strata score train {score.Name}'.");
        ScoreRun? run = store.LastRun(score.Name);
        return ScoreModelView.Of(model) with { LastRun = run is not null && run.Version == model.Version ? ScoreRunView.Of(run) : null };
    }

    /// <summary>Uses another version from now on, because somebody says so.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such version.</exception>
    public static void Use(Workspace workspace, ScoreDefinition score, long version, string author)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(score);
        var store = new ModelStore(workspace.Control);
        store.Use(store.Find(score.Name, version), string.Create(CultureInfo.InvariantCulture, $"In use: {author} said so at {Microseconds.ToText(workspace.Now.Instant)}."));
    }
}
