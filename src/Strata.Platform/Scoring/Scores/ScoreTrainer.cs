using System.Globalization;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Scoring.Training;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>
/// Trains a score: on the older outcomes, judged on the latest. The model in use is replaced only by one that foretells no worse the
/// outcomes that neither of them learnt from.
/// </summary>
public static class ScoreTrainer
{
    /// <summary>One of so many outcomes is held out for the test: the latest.</summary>
    private const int TestShare = 5;

    /// <summary>Fewer outcomes than this do not say which of two models is better.</summary>
    private const int FewestToCompare = 20;

    /// <summary>A difference of log loss below this is none.</summary>
    private const double Nothing = 1e-6;

    /// <summary>Trains a score and stores the version, whether it is used or not.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="score">The score.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops; nothing is stored then.</param>
    /// <exception cref="Strata.Language.UserErrorException">
    /// Code <c>scores</c>: there is not enough to learn from; <c>argument</c>: a feature is not there, or is refused.
    /// </exception>
    public static StoredModel Train(
        Workspace workspace, ScoreDefinition score, TrainingOptions options, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(options);
        progress?.Report($"{score.Name}: reading {score.Ended} and what was known of the accounts");
        var rows = TrainingRows.Read(workspace, score, options, cancellation);
        int cut = rows.Rows.Count - Math.Max(1, rows.Rows.Count / TestShare);
        rows = rows with { Rows = ColumnScreen.Apply(rows.Rows, cut) };
        LabelledRows older = rows.Rows.Slice(0, cut);
        RefuseOneOutcome(score, older);
        TrainedModels models = ModelTrainer.Train(older, options.Seed, progress is null ? null : new Named(progress, score.Name), cancellation);
        progress?.Report($"{score.Name}: judging on the latest {rows.Rows.Count - cut:N0} {score.Ended}");
        long at = workspace.Now.Instant;
        ScoreCard card = CardWriter.Write(score, rows, cut, models, options, at, cancellation);
        var store = new ModelStore(workspace.Control);
        (bool isBetter, string verdict) = Compare(workspace, models.Better.Model, store.Champion(score.Name), rows, cut, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return store.Add(new StoredModel(score.Name, 0, at, rows.Examples[cut - 1].KnownAt, isBetter, verdict, card) { Model = models.Better.Model });
    }

    private static void RefuseOneOutcome(ScoreDefinition score, LabelledRows older)
    {
        if (Math.Min(older.Positives, older.Count - older.Positives) < 2)
        {
            throw new Strata.Language.UserErrorException(
                "scores",
                $"Of the older {older.Count:N0} {score.Ended}, {older.Positives:N0} {score.Outcome}: there is nothing to compare them with before the latest, which are held out.",
                fix: "Import more of them, or look back further with --months.");
        }
    }

    private static (bool IsBetter, string Verdict) Compare(
        Workspace workspace, ScoreModel challenger, StoredModel? champion, TrainingRows rows, int cut, CancellationToken cancellation)
    {
        if (champion is null)
        {
            return (true, "In use: the first model of this score.");
        }

        int[] later = [.. Enumerable.Range(cut, rows.Rows.Count - cut).Where(row => rows.Examples[row].KnownAt > champion.TrainedThrough)];
        if (later.Length < FewestToCompare)
        {
            return (false, string.Create(
                CultureInfo.InvariantCulture,
                $"Not in use: only {later.Length:N0} outcomes came after what version {champion.Version} learnt from, too few to say which is better."));
        }

        LabelledRows judged = rows.Rows.Take(later);

        // The model in use may read features that the new one was not allowed to.
        ModelMatrix known = champion.Model.Columns.All(column => rows.Known.Find(column) is not null)
            ? rows.Known.Take(later)
            : AccountFeatures.At(workspace, [.. later.Select(row => new FeatureRow(rows.Examples[row].AccountRef, rows.Examples[row].Instant))], champion, cancellation);
        double[] said = challenger.Predict(judged.Matrix, cancellation), said0 = champion.Model.Predict(known, cancellation);
        ScoreMetrics now = ScoreMetrics.Of(said, judged.Labels), before = ScoreMetrics.Of(said0, judged.Labels);
        bool isBetter = now.LogLoss <= before.LogLoss + Nothing;
        return (isBetter, string.Create(
            CultureInfo.InvariantCulture,
            $"{(isBetter ? "In use" : "Not in use")}: on the latest {later.Length:N0} outcomes its log loss is {now.LogLoss:0.0000} and that of version {champion.Version} {before.LogLoss:0.0000} (area under the curve {Area(now)} and {Area(before)})."));
    }

    private static string Area(ScoreMetrics metrics) => metrics.Auc is { } auc ? auc.Area.ToString("0.000", CultureInfo.InvariantCulture) : "unknown";

    /// <summary>Puts the score's name before what is told.</summary>
    private sealed class Named(IProgress<string> progress, string name) : IProgress<string>
    {
        public void Report(string value) => progress.Report($"{name}: {value}");
    }
}
