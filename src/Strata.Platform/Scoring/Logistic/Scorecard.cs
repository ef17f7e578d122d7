using System.Text.Json.Serialization;
using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Logistic;

/// <summary>A logistic regression on binned columns: each bin adds its weight to the log-odds.</summary>
/// <param name="Intercept">The log-odds of a row of which every column says what rows say on average.</param>
/// <param name="Columns">The columns that it reads.</param>
internal sealed record Scorecard(double Intercept, IReadOnlyList<ScorecardColumn> Columns) : IRawModel
{
    /// <summary>So many points double the odds: the customary scale of scorecards.</summary>
    public const double PointsToDouble = 20;

    /// <inheritdoc/>
    public double[] Predict(ModelMatrix rows, CancellationToken cancellation)
    {
        var predictions = new double[rows.Rows];
        Array.Fill(predictions, Intercept);
        var bins = new byte[rows.Rows];
        var byName = rows.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (ScorecardColumn column in Columns)
        {
            cancellation.ThrowIfCancellationRequested();
            column.Bins.Fill(byName.GetValueOrDefault(column.Bins.Name), 0, bins);
            for (int row = 0; row < bins.Length; row++)
            {
                predictions[row] += column.Weights[bins[row]];
            }
        }

        return predictions;
    }

    /// <inheritdoc/>
    public double[] Contributions(ModelMatrix row)
    {
        Span<byte> bin = stackalloc byte[1];
        var values = new double[Columns.Count];
        for (int index = 0; index < values.Length; index++)
        {
            ScorecardColumn column = Columns[index];
            column.Bins.Fill(row.Find(column.Bins.Name), 0, bin);
            values[index] = column.Weights[bin[0]];
        }

        return values;
    }

    /// <inheritdoc/>
    public double Expected() => Intercept;

    /// <summary>A weight as points.</summary>
    public static double ToPoints(double weight) => weight * PointsToDouble / Math.Log(2);
}

/// <summary>A column of a scorecard.</summary>
/// <param name="Bins">How its values are cut.</param>
/// <param name="Weights">What each bin adds to the log-odds; 0 on average over the rows of the training.</param>
/// <param name="Rows">How many rows of the training each bin had.</param>
/// <param name="Positives">How many of those ended as the score foretells.</param>
internal sealed record ScorecardColumn(ColumnBins Bins, double[] Weights, int[] Rows, int[] Positives)
{
    /// <summary>How much the column moves the log-odds on average, either way.</summary>
    [JsonIgnore]
    public double Strength => Rows.Zip(Weights, (rows, weight) => rows * Math.Abs(weight)).Sum() / Math.Max(1, Rows.Sum());
}
