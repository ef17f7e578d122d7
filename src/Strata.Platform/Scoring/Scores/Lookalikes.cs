using Strata.Language;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>An account that is like others.</summary>
/// <param name="AccountId">Its id.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Likeness">How many times its odds of being one of them are those of an average account.</param>
/// <param name="Reasons">What makes it so, the strongest first.</param>
public sealed record Lookalike(string AccountId, string? Name, double Likeness, IReadOnlyList<ScoreReason> Reasons);

/// <summary>Who is like the accounts of a list or segment.</summary>
/// <param name="Seeds">How many accounts were to be resembled.</param>
/// <param name="Market">How many others there are.</param>
/// <param name="Auc">How well they are told from the others, on accounts held out: near 0.5 they are like anybody.</param>
/// <param name="Traits">What sets them apart from the others, the strongest first.</param>
/// <param name="Accounts">The others, the most alike first.</param>
public sealed record Lookalikes(int Seeds, int Market, RocArea? Auc, IReadOnlyList<ScorecardPoints> Traits, IReadOnlyList<Lookalike> Accounts)
{
    private const int FewestSeeds = 10;
    private const int MostSeeds = 20_000;

    /// <summary>So many others are enough to tell what sets the seeds apart, for each of them at most five.</summary>
    private const int MostOthers = 50_000;

    private const int OthersForEach = 5;
    private const int MostTraits = 12;
    private const int MostReasons = 4;

    /// <summary>Finds them, by who accounts are: firm, place and technologies, not by what they did.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="seeds">The numbers of the accounts to be resembled.</param>
    /// <param name="limit">How many accounts are given back.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UserErrorException">Code <c>scores</c>: there are too few seeds, or nobody else.</exception>
    public static Lookalikes Find(
        Workspace workspace, IReadOnlyCollection<long> seeds, int limit, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(seeds);
        long[] accounts = [.. workspace.Connection.Query("SELECT ref FROM account ORDER BY ref", [], row => row.GetInt64(0), cancellation)];
        var wanted = new HashSet<long>(seeds);
        int[] seedRows = [.. Enumerable.Range(0, accounts.Length).Where(row => wanted.Contains(accounts[row]))];
        int[] otherRows = [.. Enumerable.Range(0, accounts.Length).Where(row => !wanted.Contains(accounts[row]))];
        RefuseTooFew(seedRows.Length, otherRows.Length);
        progress?.Report($"reading who {accounts.Length:N0} accounts are");
        FeatureTable table = Read(workspace, accounts, cancellation);
        ModelMatrix matrix = FeatureMatrix.Of(table);
        int[] sample = [.. Some(seedRows, MostSeeds), .. Some(otherRows, Math.Min(MostOthers, OthersForEach * Math.Max(200, seedRows.Length)))];
        Array.Sort(sample, (left, right) => CounterRandom.Mix((ulong)left).CompareTo(CounterRandom.Mix((ulong)right)));
        var rows = new LabelledRows(matrix.Take(sample), [.. sample.Select(row => wanted.Contains(accounts[row]))]);
        progress?.Report($"telling {seedRows.Length:N0} accounts from {rows.Count - rows.Positives:N0} others");
        Candidate candidate = LogisticTrainer.Train(rows, Folds.Of(rows.Labels, seed: 1), seed: 1, cancellation);
        Scorecard card = candidate.Model.Scorecard!;
        double[] logOdds = card.Predict(matrix, cancellation);
        double usual = otherRows.Average(row => logOdds[row]);
        progress?.Report("ranking the others");
        int[] best = [.. otherRows.OrderByDescending(row => logOdds[row]).ThenBy(row => accounts[row]).Take(limit)];
        return new Lookalikes(
            seedRows.Length,
            otherRows.Length,
            RocArea.Of(candidate.Probabilities, [.. candidate.HeldOut.Select(row => rows.Labels[row])]),
            TraitsOf(card, table),
            Describe(workspace, best, accounts, logOdds, usual, candidate.Model, table, matrix));
    }

    private static void RefuseTooFew(int seeds, int others)
    {
        if (seeds < FewestSeeds)
        {
            throw new UserErrorException("scores", $"{seeds:N0} accounts are too few to be resembled; at least {FewestSeeds} are needed.", fix: "Name a larger segment or list.");
        }

        if (others < FewestSeeds)
        {
            throw new UserErrorException("scores", "There is hardly anybody else who could be like them.", fix: "Import more of the market, or name a smaller segment or list.");
        }
    }

    private static FeatureTable Read(Workspace workspace, long[] accounts, CancellationToken cancellation)
    {
        var catalog = FeatureCatalog.Of(workspace, allowed: null, cancellation);
        string[] names = [.. catalog.Features.Where(feature => ScoreDefinition.Fit.Families!.Contains(feature.Family)).Select(feature => feature.Name)];
        if (names.Length == 0)
        {
            throw new UserErrorException("scores", "Nothing is known of who the accounts are.", fix: "Import fields such as industry, employees or country, or technologies.");
        }

        long now = workspace.Now.Instant + 1;
        return FeatureBuilder.Build(workspace, catalog.Only(names), [.. accounts.Select(account => new FeatureRow(account, now))], null, cancellation);
    }

    private static IEnumerable<int> Some(int[] rows, int most)
    {
        double step = Math.Max(1, (double)rows.Length / most);
        for (double place = 0; (int)place < rows.Length; place += step)
        {
            yield return rows[(int)place];
        }
    }

    private static IReadOnlyList<ScorecardPoints> TraitsOf(Scorecard card, FeatureTable table) =>
    [
        .. card.Columns.SelectMany(column => Enumerable.Range(0, column.Bins.Count).Where(bin => column.Positives[bin] > 0 && column.Weights[bin] > 0).Select(bin => (
                Strength: column.Weights[bin] * column.Positives[bin],
                Points: new ScorecardPoints(
                    column.Bins.Name,
                    BinWords.Of(column.Bins, bin, table.Features[table.IndexOf(column.Bins.Name)].Kind),
                    Math.Round(Scorecard.ToPoints(column.Weights[bin]), 1),
                    column.Rows[bin],
                    (double)column.Positives[bin] / column.Rows[bin]))))
            .OrderByDescending(trait => trait.Strength)
            .Take(MostTraits)
            .Select(trait => trait.Points),
    ];

    private static IReadOnlyList<Lookalike> Describe(
        Workspace workspace, int[] best, long[] accounts, double[] logOdds, double usual, ScoreModel model, FeatureTable table, ModelMatrix matrix)
    {
        var names = workspace.Connection.Query(
            $"SELECT ref, id, name FROM account WHERE ref IN ({string.Join(", ", best.Select(row => accounts[row]).DefaultIfEmpty(-1))})",
            [],
            row => (row.GetInt64(0), (Id: row.GetRequiredText(1), Name: row.GetText(2)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        IReadOnlyList<string> columns = model.Columns;
        return
        [
            .. best.Select(row => new Lookalike(
                names[accounts[row]].Id,
                names[accounts[row]].Name,
                Math.Round(Math.Exp(logOdds[row] - usual), 2),
                [.. ScoreReason.Of(columns, model.Raw.Contributions(matrix.Take([row])), table, row, 3 * MostReasons).Where(reason => reason.Points > 0).Take(MostReasons)])),
        ];
    }
}
