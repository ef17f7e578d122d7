using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Entities;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Something that moves an account's score.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Label">Its words.</param>
/// <param name="Value">What the account has, in words.</param>
/// <param name="Points">How much it adds; 20 double the odds.</param>
public sealed record ScoreReason(string Feature, string Label, string Value, double Points)
{
    /// <summary>Less than this is not worth a word.</summary>
    private const double LeastPoints = 0.1;

    /// <summary>What moves a row's score, the strongest first.</summary>
    internal static IReadOnlyList<ScoreReason> Of(IReadOnlyList<string> columns, double[] contributions, FeatureTable table, int row, int most) =>
    [
        .. columns.Select((name, column) => (Feature: table.IndexOf(name), Points: Math.Round(Scorecard.ToPoints(contributions[column]), 1)))
            .Where(part => part.Feature >= 0 && Math.Abs(part.Points) >= LeastPoints)
            .OrderByDescending(part => Math.Abs(part.Points))
            .Take(most)
            .Select(part => new ScoreReason(table.Features[part.Feature].Name, table.Features[part.Feature].Label, ValueOf(table, part.Feature, row), part.Points)),
    ];

    private static string ValueOf(FeatureTable table, int feature, int row) => table.Features[feature].Kind switch
    {
        FeatureKind.Category => table.Codes(feature)[row] is >= 0 and var code ? table.Dictionary(feature)[code] : "not known",
        FeatureKind.Flag => table.Numbers(feature)[row] > 0 ? "yes" : "no",
        _ => table.Numbers(feature)[row] is var value && double.IsNaN(value) ? "not known" : BinWords.Number(value),
    };
}

/// <summary>An account's score by a model, and why.</summary>
/// <param name="AccountId">The account's id.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Score">The score.</param>
/// <param name="Version">The model's version.</param>
/// <param name="Probability">The calibrated probability, from 0 to 1.</param>
/// <param name="Points">All points together, from those of an account of which nothing is known.</param>
/// <param name="Reasons">What moves it, the strongest first.</param>
public sealed record AccountScore(string AccountId, string? Name, string Score, long Version, double Probability, double Points, IReadOnlyList<ScoreReason> Reasons)
{
    /// <summary>Scores one account as it is now.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="score">The score.</param>
    /// <param name="account">The account: its id, domain or name.</param>
    /// <param name="most">The most reasons.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UserErrorException">Code <c>scores</c>: the score has no model; <c>argument</c>: the account is not known or not clear.</exception>
    public static AccountScore Find(Workspace workspace, ScoreDefinition score, string account, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(score);
        StoredModel model = new ModelStore(workspace.Control).Champion(score.Name)
            ?? throw new UserErrorException("scores", $"The score '{score.Name}' has no model yet.", fix: $"Train one with 'strata score train {score.Name}'.");
        (long reference, string id, string? name) = AccountNamed(workspace, account);
        return Find(workspace, model, reference, id, name, most, cancellation);
    }

    /// <summary>Scores one account that is found already.</summary>
    internal static AccountScore Find(Workspace workspace, StoredModel model, long reference, string id, string? name, int most, CancellationToken cancellation)
    {
        FeatureTable table = AccountFeatures.Table(workspace, [reference], [model], cancellation);
        ModelMatrix row = FeatureMatrix.Of(table);
        double[] contributions = model.Model.Raw.Contributions(row);
        return new AccountScore(
            id,
            name,
            model.Score,
            model.Version,
            model.Model.Predict(row, cancellation)[0],
            Math.Round(Scorecard.ToPoints(contributions.Sum()), 1),
            ScoreReason.Of(model.Model.Columns, contributions, table, 0, most));
    }

    private static (long Reference, string Id, string? Name) AccountNamed(Workspace workspace, string account)
    {
        string id = new EntityFinder(workspace.Connection, new EntityReader(workspace.Connection, workspace.Catalog)).Find(EntityKind.Account, account).Id;
        return workspace.Connection.Query("SELECT ref, name FROM account WHERE id = $1", [id], row => (row.GetInt64(0), id, row.GetText(1)))[0];
    }
}
