using Strata.Language;
using Strata.Platform.Scoring.Activity;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>What scoring everybody did.</summary>
/// <param name="Runs">What was written, a line a score.</param>
/// <param name="Changed">How many accounts got another value of some score.</param>
/// <param name="Kept">How many values were kept because a stronger source says otherwise.</param>
public sealed record ScoringReport(IReadOnlyList<ScoreRun> Runs, long Changed, long Kept);

/// <summary>Scores that were worked out and are not written yet.</summary>
/// <param name="Accounts">The numbers of the accounts.</param>
/// <param name="Columns">The fields.</param>
/// <param name="Runs">What is to be remembered of each score.</param>
public sealed record WorkedOutScores(IReadOnlyList<long> Accounts, IReadOnlyList<ScoreColumn> Columns, IReadOnlyList<ScoreRun> Runs);

/// <summary>Works out scores of every account as of now, and writes them as fields.</summary>
public static class ScoreRunner
{
    /// <summary>The scores that need no training.</summary>
    public static IReadOnlyList<string> Untrained { get; } = [EngagementScore.Name, IntentScore.Name];

    /// <summary>Scores everybody.</summary>
    /// <param name="workspace">The data; through the exclusive writer where a server runs.</param>
    /// <param name="scores">The names of the scores; empty for all that have a model, and those that need none.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops; nothing is written then.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such score; <c>scores</c>: it has no model.</exception>
    public static ScoringReport Run(Workspace workspace, IReadOnlyList<string> scores, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        WorkedOutScores worked = WorkOut(workspace, scores, progress, cancellation);
        progress?.Report($"writing scores of {worked.Accounts.Count:N0} accounts");
        return Write(workspace, worked, cancellation);
    }

    /// <summary>Writes what was worked out; this is what has to go through the exclusive writer.</summary>
    public static ScoringReport Write(Workspace workspace, WorkedOutScores worked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(worked);
        ScoreWriting written = ScoreWriter.Write(workspace, worked.Accounts, worked.Columns, cancellation);
        var store = new ModelStore(workspace.Control);
        foreach (ScoreRun run in worked.Runs)
        {
            store.Note(run);
        }

        return new(worked.Runs, written.Changed, written.Kept);
    }

    /// <summary>Works scores out without writing them: reads only.</summary>
    public static WorkedOutScores WorkOut(Workspace workspace, IReadOnlyList<string> scores, IProgress<string>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(scores);
        var store = new ModelStore(workspace.Control);
        List<StoredModel> models = Models(store, scores);
        long[] accounts = [.. workspace.Connection.Query("SELECT ref FROM account ORDER BY ref", [], row => row.GetInt64(0), cancellation)];
        if (accounts.Length == 0)
        {
            throw new UserErrorException("scores", "There are no accounts to score.", fix: "Import some with 'strata import FILE…'.");
        }

        var columns = new List<ScoreColumn>();
        var runs = new List<ScoreRun>();
        long at = workspace.Now.Instant;
        AddModels(workspace, store, models, accounts, columns, runs, progress, cancellation);
        foreach ((string name, Func<double[]> find) in Untrained.Select(name => (name, Formula(workspace, name, accounts, cancellation))))
        {
            if (scores.Count == 0 || scores.Contains(name, StringComparer.Ordinal))
            {
                progress?.Report($"{name}: counting what happened");
                double[] values = find();
                columns.Add(name == EngagementScore.Name ? EngagementScore.Column(values) : IntentScore.Column(values));
                runs.Add(Drifted(store, name, 0, at, values));
            }
        }

        return new(accounts, columns, runs);
    }

    private static Func<double[]> Formula(Workspace workspace, string name, long[] accounts, CancellationToken cancellation) => name == EngagementScore.Name
        ? () => EngagementScore.Find(workspace, accounts, cancellation)
        : () => IntentScore.Find(workspace, accounts, cancellation);

    private static List<StoredModel> Models(ModelStore store, IReadOnlyList<string> scores)
    {
        if (scores.Count == 0)
        {
            return [.. ScoreDefinition.All.Select(score => store.Champion(score.Name)).OfType<StoredModel>()];
        }

        return
        [
            .. scores.Except(Untrained, StringComparer.Ordinal).Distinct(StringComparer.Ordinal).Select(name => store.Champion(ScoreDefinition.Find(name).Name)
                ?? throw new UserErrorException("scores", $"The score '{name}' has no model yet.", fix: $"Train one with 'strata score train {name}'.")),
        ];
    }

    private static void AddModels(
        Workspace workspace, ModelStore store, List<StoredModel> models, long[] accounts, List<ScoreColumn> columns, List<ScoreRun> runs,
        IProgress<string>? progress, CancellationToken cancellation)
    {
        if (models.Count == 0)
        {
            return;
        }

        progress?.Report($"{string.Join(", ", models.Select(model => model.Score))}: reading features of {accounts.Length:N0} accounts");
        ModelMatrix matrix = AccountFeatures.Now(workspace, accounts, models, cancellation);
        HashSet<long>? customers = null;
        foreach (StoredModel model in models)
        {
            progress?.Report($"{model.Score}: scoring {accounts.Length:N0} accounts");
            double[] probabilities = model.Model.Predict(matrix, cancellation);
            if (ScoreDefinition.Find(model.Score).OfCustomers)
            {
                customers ??= ExampleReader.Customers(workspace, cancellation);
                for (int row = 0; row < probabilities.Length; row++)
                {
                    probabilities[row] = customers.Contains(accounts[row]) ? probabilities[row] : double.NaN;
                }
            }

            columns.AddRange(ScoreFields.Of(model, probabilities));
            runs.Add(Drifted(store, model.Score, model.Version, workspace.Now.Instant, probabilities));
        }
    }

    /// <summary>How far the scores have moved since this version was first used.</summary>
    private static ScoreRun Drifted(ModelStore store, string score, long version, long at, double[] values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        if (store.LastRun(score) is { } last && last.Version == version && last.Shares.Length > 0 && known.Length > 0)
        {
            return last with { At = at, Accounts = known.Length, Drift = PopulationStability.Index(last.Shares, PopulationStability.Shares(known, last.Edges)) };
        }

        double[] edges = known.Length == 0 ? [] : PopulationStability.Edges(known);
        return new ScoreRun(score, version, at, known.Length, null) { Edges = edges, Shares = known.Length == 0 ? [] : PopulationStability.Shares(known, edges) };
    }
}
