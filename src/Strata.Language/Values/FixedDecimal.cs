namespace Strata.Language.Values;

/// <summary>
/// The exact numbers of Strata: 64-bit integers of units of 1/10,000 (language.md section 3). The type of <c>number</c> and
/// <c>money</c> in every engine, so that sums are exact and equal whatever the order.
/// </summary>
public static class FixedDecimal
{
    /// <summary>How many units make 1.</summary>
    public const long UnitsPerOne = 10_000;

    /// <summary>The greatest magnitude, in units: the whole range of a 64-bit integer below 9.2 × 10^14.</summary>
    public const long MaxUnits = 9_200_000_000_000_000_000 - 1;

    /// <summary>Rounds half to even to four fractional digits.</summary>
    /// <param name="value">The exact value.</param>
    /// <param name="units">The value in units of 1/10,000; 0 where it does not fit.</param>
    /// <param name="rounded">True where digits beyond the fourth were dropped.</param>
    /// <returns>False where the magnitude is 9.2 × 10^14 or more.</returns>
    public static bool TryFromDecimal(decimal value, out long units, out bool rounded)
    {
        units = 0;
        rounded = false;
        if (Math.Abs(value) >= 920_000_000_000_000m)
        {
            return false;
        }

        decimal exact = value * UnitsPerOne;
        decimal whole = Math.Round(exact, 0, MidpointRounding.ToEven);
        if (Math.Abs(whole) > MaxUnits)
        {
            return false;
        }

        rounded = whole != exact;
        units = (long)whole;
        return true;
    }

    /// <summary>The exact decimal of a number of units.</summary>
    public static decimal ToDecimal(long units) => (decimal)units / UnitsPerOne;

    /// <summary>The nearest double: the operand of <c>avg</c>, <c>trend</c> and arithmetic.</summary>
    public static double ToDouble(long units) => units / (double)UnitsPerOne;
}
