using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Platform.Scoring.Calibration;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;
using Strata.Platform.Scoring.Trees;

namespace Strata.Platform.Scoring.Training;

/// <summary>A model that gives calibrated probabilities: a scorecard or boosted trees.</summary>
internal sealed record ScoreModel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The scorecard; null where the model is one of trees.</summary>
    public Scorecard? Scorecard { get; init; }

    /// <summary>The trees; null where the model is a scorecard.</summary>
    public BoostedTrees? Trees { get; init; }

    /// <summary>What makes probabilities of their log-odds.</summary>
    public required Calibrator Calibrator { get; init; }

    /// <summary>What the model is, whichever it is.</summary>
    [JsonIgnore]
    public IRawModel Raw => (IRawModel?)Scorecard ?? Trees ?? throw new InvalidOperationException("The model is empty.");

    /// <summary><c>logistic</c> or <c>trees</c>.</summary>
    [JsonIgnore]
    public ModelKind Kind => Scorecard is null ? ModelKind.Trees : ModelKind.Logistic;

    /// <summary>The columns that the model reads, in the order of its contributions.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Columns => Scorecard is { } scorecard
        ? [.. scorecard.Columns.Select(column => column.Bins.Name)]
        : [.. Trees!.Bins.Select(bins => bins.Name)];

    /// <summary>The probability of each row.</summary>
    public double[] Predict(ModelMatrix rows, CancellationToken cancellation) => Calibrator.ToProbabilities(Raw.Predict(rows, cancellation));

    /// <summary>The model as text, to be stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static ScoreModel FromJson(string json) =>
        JsonSerializer.Deserialize<ScoreModel>(json, Json) ?? throw new InvalidOperationException("A stored model is empty.");
}

/// <summary>The kinds of models.</summary>
public enum ModelKind
{
    /// <summary>A logistic regression on binned features: points that a person can add up.</summary>
    Logistic,

    /// <summary>Gradient-boosted trees.</summary>
    Trees,
}
