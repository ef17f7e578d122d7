using System.Globalization;
using Strata.Language.Time;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Writes the card of a model that was just trained.</summary>
internal static class CardWriter
{
    /// <summary>So few outcomes held out judge a model only roughly.</summary>
    private const int FewTested = 100;

    /// <summary>A feature with this share of all movements may be the outcome in disguise.</summary>
    private const double Suspicious = 0.5;

    /// <summary>So many rows tell what moves scores.</summary>
    private const int ExplainedRows = 300;

    private const int MostFeatures = 40;

    /// <summary>Judges both models on the rows held out, and describes the one to use.</summary>
    public static ScoreCard Write(ScoreDefinition score, TrainingRows rows, int cut, TrainedModels models, TrainingOptions options, long at, CancellationToken cancellation)
    {
        LabelledRows test = rows.Rows.Slice(cut, rows.Rows.Count);
        ScoreModel model = models.Better.Model;
        ScoreMetrics metrics = Judge(model, test, cancellation);
        IReadOnlyList<ScoreCardFeature> features = Strengths(model, test, rows.Features);
        return new ScoreCard
        {
            Score = score.Name,
            TrainedAt = Microseconds.ToText(at),
            Kind = model.Kind,
            Options = options,
            Calibration = model.Calibrator.Name,
            Data = new ScoreCardData(
                rows.Rows.Count,
                rows.Rows.Positives,
                rows.Examples.Select(example => example.AccountRef).Distinct().Count(),
                Microseconds.ToText(rows.Examples[0].KnownAt),
                Microseconds.ToText(rows.Examples[^1].KnownAt),
                Microseconds.ToText(rows.Examples[cut].KnownAt),
                cut,
                test.Count),
            Features = [.. features.Take(MostFeatures)],
            Refused = rows.Refused,
            Test = metrics,
            Logistic = ModelSummary.Of(model.Kind == ModelKind.Logistic ? metrics : Judge(models.Logistic.Model, test, cancellation)),
            Trees = ModelSummary.Of(model.Kind == ModelKind.Trees ? metrics : Judge(models.Trees.Model, test, cancellation)),
            Points = Points(models.Logistic.Model.Scorecard!, rows.Features),
            Notes = [.. rows.Notes, .. Notes(score, rows, test, metrics, features)],
        };
    }

    private static ScoreMetrics Judge(ScoreModel model, LabelledRows test, CancellationToken cancellation) =>
        ScoreMetrics.Of(model.Predict(test.Matrix, cancellation), test.Labels);

    private static IReadOnlyList<ScoreCardFeature> Strengths(ScoreModel model, LabelledRows test, IReadOnlyList<Feature> features)
    {
        IReadOnlyList<string> columns = model.Columns;
        var sums = new double[columns.Count];
        int step = Math.Max(1, test.Count / ExplainedRows);
        for (int row = 0; row < test.Count; row += step)
        {
            double[] contributions = model.Raw.Contributions(test.Matrix.Take([row]));
            for (int column = 0; column < sums.Length; column++)
            {
                sums[column] += Math.Abs(contributions[column]);
            }
        }

        double all = sums.Sum();
        var labels = features.ToDictionary(feature => feature.Name, feature => feature.Label, StringComparer.Ordinal);
        return
        [
            .. columns.Select((name, column) => new ScoreCardFeature(name, labels[name], all > 0 ? sums[column] / all : 0))
                .Where(feature => feature.Share > 0)
                .OrderByDescending(feature => feature.Share)
                .ThenBy(feature => feature.Name, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<ScorecardPoints> Points(Scorecard card, IReadOnlyList<Feature> features)
    {
        var kinds = features.ToDictionary(feature => feature.Name, feature => feature.Kind, StringComparer.Ordinal);
        return
        [
            .. card.Columns.OrderByDescending(column => column.Strength).SelectMany(column => Enumerable.Range(0, column.Bins.Count)
                .Where(bin => column.Rows[bin] > 0)
                .Select(bin => new ScorecardPoints(
                    column.Bins.Name,
                    BinWords.Of(column.Bins, bin, kinds[column.Bins.Name]),
                    Math.Round(Scorecard.ToPoints(column.Weights[bin]), 1),
                    column.Rows[bin],
                    (double)column.Positives[bin] / column.Rows[bin]))),
        ];
    }

    private static IEnumerable<string> Notes(
        ScoreDefinition score, TrainingRows rows, LabelledRows test, ScoreMetrics metrics, IReadOnlyList<ScoreCardFeature> features)
    {
        if (test.Count < FewTested)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Only {test.Count:N0} {score.Ended} were held out: take the measures for what their intervals say.");
        }

        if (metrics.Auc is null)
        {
            yield return $"The {score.Ended} held out have one outcome only, so how well they are told apart cannot be measured.";
        }
        else if (metrics.Auc.Low <= 0.5)
        {
            yield return "On the outcomes held out the model is not surely better than chance.";
        }

        if (features.Count > 1 && features[0].Share >= Suspicious)
        {
            yield return $"'{features[0].Name}' alone moves scores by {features[0].Share:P0} of all that moves them: make sure that it is known before the outcome, or leave it out with --without.";
        }

        double before = rows.Rows.Slice(0, rows.Rows.Count - test.Count).BaseRate;
        double reach = 3 * Math.Sqrt(before * (1 - before) / test.Count);
        if (Math.Abs(test.BaseRate - before) > reach)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The share that {score.Outcome} has moved, from {100 * before:0.0} % to {100 * test.BaseRate:0.0} %: what is foretold lags behind.");
        }
    }
}
