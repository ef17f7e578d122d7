using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Entities;
using Strata.Platform.Scoring.Activity;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>A score of an account as its fields have it.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">Its value; null where the account has none.</param>
/// <param name="Grade">Its grade, of a fit.</param>
/// <param name="Explained">What makes it by the model in use; null for a score that is not learnt, and where there is no model.</param>
public sealed record HeldScore(string Score, string Field, object? Value, string? Grade, AccountScore? Explained);

/// <summary>Every score of an account, and what makes it.</summary>
/// <param name="Scores">The scores: those that are learnt, then engagement and intent.</param>
/// <param name="Signals">What makes engagement and intent.</param>
public sealed record AccountScores(IReadOnlyList<HeldScore> Scores, ActivitySignals Signals)
{
    /// <summary>Reads them.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="account">The account.</param>
    /// <param name="most">The most reasons a score.</param>
    /// <param name="cancellation">Stops.</param>
    public static AccountScores Find(Workspace workspace, StateRow account, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(account);
        var store = new ModelStore(workspace.Control);
        var scores = new List<HeldScore>();
        foreach (ScoreDefinition score in ScoreDefinition.All)
        {
            object? value = Value(account, score.Field);
            StoredModel? model = store.Champion(score.Name);
            if (model is not null || value is not null)
            {
                bool has = !score.OfCustomers || value is not null;
                scores.Add(new HeldScore(
                    score.Name,
                    score.Field,
                    value,
                    score == ScoreDefinition.Fit ? EntityNames.TextOf(account, "fit_grade") : null,
                    model is not null && has ? AccountScore.Find(workspace, model, account.Reference, account.Id, EntityNames.Of(EntityKind.Account, account), most, cancellation) : null));
            }
        }

        foreach ((string name, string field) in new[] { (EngagementScore.Name, "engagement_score"), (IntentScore.Name, "intent_score") })
        {
            scores.Add(new HeldScore(name, field, Value(account, field), null, null));
        }

        return new AccountScores(scores, ActivitySignals.Find(workspace, account.Reference, cancellation));
    }

    private static object? Value(StateRow account, string field) => account.Field(field) is { } known ? PlainValue.Of(known.Newest) : null;
}
