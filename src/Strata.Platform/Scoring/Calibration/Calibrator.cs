using System.Text.Json.Serialization;

namespace Strata.Platform.Scoring.Calibration;

/// <summary>Turns a model's log-odds into probabilities that come true as often as they say. Never turns an order round.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "method")]
[JsonDerivedType(typeof(NoCalibration), "none")]
[JsonDerivedType(typeof(PlattCalibration), "platt")]
[JsonDerivedType(typeof(BetaCalibration), "beta")]
[JsonDerivedType(typeof(IsotonicCalibration), "isotonic")]
internal abstract record Calibrator
{
    /// <summary>The method's name.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>The probability that log-odds stand for, above 0 and below 1.</summary>
    public abstract double ToProbability(double logOdds);

    /// <summary>The probabilities of many.</summary>
    public double[] ToProbabilities(double[] logOdds)
    {
        var probabilities = new double[logOdds.Length];
        Parallel.For(0, (logOdds.Length + 8191) / 8192, block =>
        {
            for (int row = block * 8192; row < Math.Min(logOdds.Length, (block + 1) * 8192); row++)
            {
                probabilities[row] = ToProbability(logOdds[row]);
            }
        });
        return probabilities;
    }
}

/// <summary>The model is right as it is.</summary>
internal sealed record NoCalibration : Calibrator
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override double ToProbability(double logOdds) => LogOdds.ToProbability(logOdds);
}

/// <summary>A line through the log-odds (Platt 1999).</summary>
/// <param name="Intercept">What is added.</param>
/// <param name="Slope">What the log-odds are multiplied by; below 1 where the model was too sure. Not negative.</param>
internal sealed record PlattCalibration(double Intercept, double Slope) : Calibrator
{
    /// <inheritdoc/>
    public override string Name => "platt";

    /// <inheritdoc/>
    public override double ToProbability(double logOdds) => LogOdds.ToProbability(Intercept + (Slope * logOdds));
}

/// <summary>A line through each of the two halves of the log-odds (Kull et al. 2017).</summary>
/// <param name="Intercept">What is added.</param>
/// <param name="High">What <c>ln p</c> is multiplied by; not negative.</param>
/// <param name="Low">What <c>-ln(1 - p)</c> is multiplied by; not negative.</param>
internal sealed record BetaCalibration(double Intercept, double High, double Low) : Calibrator
{
    /// <inheritdoc/>
    public override string Name => "beta";

    /// <inheritdoc/>
    public override double ToProbability(double logOdds)
    {
        (double high, double low) = Halves(logOdds);
        return LogOdds.ToProbability(Intercept + (High * high) + (Low * low));
    }

    /// <summary>The two halves that log-odds are the sum of: <c>ln p</c> and <c>-ln(1 - p)</c>.</summary>
    public static (double High, double Low) Halves(double logOdds) => (-SoftPlus(-logOdds), SoftPlus(logOdds));

    private static double SoftPlus(double value) => Math.Max(value, 0) + Math.Log(1 + Math.Exp(-Math.Abs(value)));
}

/// <summary>Steps that only go up, joined by lines (pool adjacent violators).</summary>
/// <param name="At">The log-odds of the steps' middles, ascending.</param>
/// <param name="Probabilities">The probabilities there, not descending.</param>
internal sealed record IsotonicCalibration(double[] At, double[] Probabilities) : Calibrator
{
    /// <inheritdoc/>
    public override string Name => "isotonic";

    /// <inheritdoc/>
    public override double ToProbability(double logOdds)
    {
        int place = Array.BinarySearch(At, logOdds);
        if (place >= 0)
        {
            return Probabilities[place];
        }

        int above = ~place;
        if (above == 0)
        {
            return Probabilities[0];
        }

        if (above == At.Length)
        {
            return Probabilities[^1];
        }

        double share = (logOdds - At[above - 1]) / (At[above] - At[above - 1]);
        return Probabilities[above - 1] + (share * (Probabilities[above] - Probabilities[above - 1]));
    }
}
