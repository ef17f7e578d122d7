namespace Strata.Platform.Generation.Randomness;

/// <summary>
/// Exponential and logarithm from additions and multiplications alone. The platform's own differ in the last bit from one
/// operating system to the next, which would break "same seed, same bytes".
/// </summary>
internal static class DeterministicMath
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>e^x; x is limited to ±700.</summary>
    public static double Exp(double x)
    {
        x = Math.Clamp(x, -700, 700);
        var power = (long)Math.Floor((x / Ln2) + 0.5);
        var rest = x - (power * Ln2);
        var sum = 1.0;
        for (var term = 14; term >= 1; term--)
        {
            sum = 1.0 + (rest * sum / term);
        }

        return sum * BitConverter.Int64BitsToDouble((power + 1023) << 52);
    }

    /// <summary>Natural logarithm of a normal positive number.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var power = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | (1023L << 52));
        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var term = 33; term >= 1; term -= 2)
        {
            sum = (sum * square) + (1.0 / term);
        }

        return (power * Ln2) + (2 * ratio * sum);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => 1.0 / (1.0 + Exp(-x));
}
