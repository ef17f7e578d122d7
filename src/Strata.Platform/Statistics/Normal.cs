namespace Strata.Platform.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    /// <summary>The quantile that leaves 2.5 % above it.</summary>
    public static double Quantile975 { get; } = Quantile(0.975);

    /// <summary>The probability of a value above z, accurate in the far tail too.</summary>
    public static double UpperTail(double z) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(z / Math.Sqrt(2));

    /// <summary>The probability of a value at least as far from 0 as z.</summary>
    public static double TwoSided(double z) => Math.Min(1, 2 * UpperTail(Math.Abs(z)));

    /// <summary>The value below which a share p lies, 0 &lt; p &lt; 1.</summary>
    public static double Quantile(double p) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, p);
}
