using Strata.Language;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Scoring.Scores;

/// <summary>A score that is learnt from how deals and subscriptions ended.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Label">What it says of an account, in the middle of a sentence.</param>
/// <param name="Field">The account's field that it is written to.</param>
/// <param name="Ended">What an example is, in the plural: what the outcome is an outcome of.</param>
/// <param name="Outcome">What an example did where the score foretells it: "were won".</param>
/// <param name="Otherwise">What the others did.</param>
public sealed record ScoreDefinition(string Name, string Label, string Field, string Ended, string Outcome, string Otherwise)
{
    private static readonly FeatureFamily[] WhoTheyAre = [FeatureFamily.Firmographic, FeatureFamily.Geographic, FeatureFamily.Technographic];

    /// <summary>How good a fit they are: what the win score would be if it knew only who they are.</summary>
    public static ScoreDefinition Fit { get; } = new("fit", "how well they fit", "fit_score", "deals", "were won", "were lost") { Families = WhoTheyAre };

    /// <summary>How likely a deal that began now would be won.</summary>
    public static ScoreDefinition Win { get; } = new("win", "how likely a deal would be won", "win_score", "deals", "were won", "were lost");

    /// <summary>How likely an expansion that began now would be won.</summary>
    public static ScoreDefinition Expand { get; } = new("expand", "how likely an expansion would be won", "expand_score", "expansions", "were won", "were lost") { OfCustomers = true };

    /// <summary>How likely a customer leaves at the next renewal.</summary>
    public static ScoreDefinition Churn { get; } = new("churn", "how likely they leave", "churn_score", "renewals", "did not renew", "renewed") { OfCustomers = true };

    /// <summary>Every score that is learnt.</summary>
    public static IReadOnlyList<ScoreDefinition> All { get; } = [Fit, Win, Expand, Churn];

    /// <summary>The families of features that it may read; null for all.</summary>
    public IReadOnlyList<FeatureFamily>? Families { get; private init; }

    /// <summary>Whether it foretells that something is won, rather than lost.</summary>
    public bool ForetellsWins => this != Churn;

    /// <summary>Whether only customers have it.</summary>
    public bool OfCustomers { get; private init; }

    /// <summary>The score of a name.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is none.</exception>
    public static ScoreDefinition Find(string name) => All.FirstOrDefault(score => score.Name == name)
        ?? throw new UserErrorException("argument", $"There is no score '{name}' to train.", fix: $"The scores are: {string.Join(", ", All.Select(score => score.Name))}.");
}
