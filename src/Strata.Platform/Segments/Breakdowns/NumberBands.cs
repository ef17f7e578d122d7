using System.Globalization;

namespace Strata.Platform.Segments.Breakdowns;

/// <summary>
/// Bounds of bands of numbers that people like: 1, 2 or 5 times a power of ten where the numbers span decades (employees, revenue), even
/// steps of such a size where they do not (scores).
/// </summary>
internal static class NumberBands
{
    private const double SpanOfDecades = 20;
    private const double Steps = 6;
    private const decimal Smallest = 0.0001m;

    /// <summary>The bounds, ascending: bands go from one to below the next, the first and the last are open.</summary>
    /// <param name="eighths">The least value, the seven eighths, the greatest.</param>
    /// <param name="common">A value below all of these that is so common that it gets the first band for itself; null for none.</param>
    /// <param name="whole">True where there are only whole numbers.</param>
    public static decimal[] Choose(IReadOnlyList<double> eighths, double? common, bool whole)
    {
        double low = eighths[1], high = eighths[^2];
        var bounds = new SortedSet<decimal>();
        if (low > 0 && high / low > SpanOfDecades)
        {
            bounds.UnionWith(eighths.Skip(1).Take(7).Select(Near));
        }
        else if (high > low)
        {
            decimal step = Near((high - low) / Steps);
            step = Math.Max(whole ? 1 : Smallest, step);
            for (decimal bound = Math.Ceiling(Exact(low) / step) * step; bound <= Exact(high); bound += step)
            {
                bounds.Add(bound);
            }
        }
        else
        {
            bounds.Add(Exact(low));
        }

        if (common is { } least)
        {
            bounds.RemoveWhere(bound => bound <= Exact(least) || bound <= Exact(eighths[0]));
            bounds.Add(Above(Exact(least), Exact(eighths[0])));
        }

        decimal[] chosen = [.. bounds.Where(bound => bound <= Exact(eighths[^1]) && bound > Exact(common ?? eighths[0])).Distinct()];
        return whole ? [.. chosen.Select(Math.Ceiling).Distinct()] : chosen;
    }

    /// <summary>A band for a person.</summary>
    /// <param name="from">Where it starts; null for the first.</param>
    /// <param name="below">Where the next one starts; null for the last.</param>
    /// <param name="only">The only value in the first band; null where there are more.</param>
    /// <param name="whole">True where there are only whole numbers.</param>
    public static string Name(decimal? from, decimal? below, decimal? only, bool whole) => (from, below) switch
    {
        (null, null) => "any",
        (null, { } most) => only is { } value ? Text(value) : $"under {Text(most)}",
        ({ } least, null) => $"{Text(least)} or more",
        ({ } least, { } most) when whole => most - least == 1 ? Text(least) : $"{Text(least)} to {Text(most - 1)}",
        ({ } least, { } most) => $"{Text(least)} to under {Text(most)}",
    };

    /// <summary>A number for a person.</summary>
    public static string Text(decimal number) => number.ToString("#,##0.############", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 times a power of ten, near to a number above 0.</summary>
    private static decimal Near(double number)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(number)));
        double rest = number / power;
        double digit = rest < Math.Sqrt(2) ? 1 : rest < Math.Sqrt(10) ? 2 : rest < Math.Sqrt(50) ? 5 : 10;
        return Exact(digit * power);
    }

    /// <summary>A short number above <paramref name="least"/> and at most <paramref name="next"/>.</summary>
    private static decimal Above(decimal least, decimal next)
    {
        decimal gap = next - least;
        decimal power = 1;
        while (power > gap && power > Smallest)
        {
            power /= 10;
        }

        while (power * 10 <= gap)
        {
            power *= 10;
        }

        return least + (Math.Floor(gap / power) * power);
    }

    /// <summary>The number as an exact one that the language can compare: four digits, within its bounds.</summary>
    private static decimal Exact(double number) => Math.Round((decimal)Math.Clamp(number, -9e14, 9e14), 4);
}
