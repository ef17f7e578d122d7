using Strata.Language.Catalog;
using Strata.Platform.Scoring.Logistic;
using Strata.Platform.Scoring.Store;

namespace Strata.Platform.Scoring.Scores;

/// <summary>What fields a score is written to, and what probabilities become there.</summary>
internal static class ScoreFields
{
    /// <summary>What an account has that is as likely as the average deal.</summary>
    private const double Average = 50;

    private static readonly (double From, string Grade)[] Grades = [(70, "A"), (50, "B"), (30, "C"), (double.MinValue, "D")];

    /// <summary>The fields of a model's score with their values.</summary>
    public static IReadOnlyList<ScoreColumn> Of(StoredModel model, double[] probabilities) => model.Score switch
    {
        "fit" => Fit([.. probabilities.Select(probability => ToFit(model, probability))]),
        "churn" =>
        [
            Number("churn_score", "Probability in percent that they do not renew; written by Strata", Percent(probabilities)),
            Number("churn_risk", "Probability of churn from 0 to 1; written by Strata", [.. probabilities.Select(value => double.IsNaN(value) ? value : Math.Round(value, 3))]),
        ],
        "expand" => [Number("expand_score", "Probability in percent that an expansion begun now is won; written by Strata", Percent(probabilities))],
        "win" => [Number("win_score", "Probability in percent that a deal begun now is won; written by Strata", Percent(probabilities))],
        _ => throw new InvalidOperationException($"Unknown score '{model.Score}'."),
    };

    /// <summary>A number of the account.</summary>
    public static ScoreColumn Number(string name, string description, double[] values) =>
        new(new FieldDefinition(name, FieldType.Number) { Description = description }) { Numbers = values };

    /// <summary>50 for the odds of the average deal; 20 more for each doubling of them.</summary>
    public static double ToFit(StoredModel model, double probability) =>
        Math.Round(Math.Clamp(Average + Scorecard.ToPoints(LogOdds.Of(probability) - model.BaseLogOdds), 0, 100));

    private static IReadOnlyList<ScoreColumn> Fit(double[] scores) =>
    [
        Number("fit_score", "Fit to the ideal customer profile from 0 to 100; written by Strata", scores),
        new(new FieldDefinition("fit_grade", FieldType.Category) { Description = "Fit as a grade from A (twice the average odds and more) to D; written by Strata" })
        {
            Texts = [.. scores.Select(score => Grades.First(grade => score >= grade.From).Grade)],
        },
    ];

    private static double[] Percent(double[] probabilities) => [.. probabilities.Select(probability => Math.Round(100 * probability, 1))];
}
