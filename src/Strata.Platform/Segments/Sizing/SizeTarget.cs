using System.Globalization;
using Strata.Language;

namespace Strata.Platform.Segments.Sizing;

/// <summary>The size that a segment should have.</summary>
/// <param name="Min">The least members that will do.</param>
/// <param name="Max">The most; <see cref="long.MaxValue"/> for no bound.</param>
/// <param name="Aim">What to come near to.</param>
public sealed record SizeTarget(long Min, long Max, long Aim)
{
    /// <summary>How far from the wanted size is near enough: a twentieth.</summary>
    private const int Tolerance = 20;

    /// <summary>About this size: within five in a hundred.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: below 1.</exception>
    public static SizeTarget About(long size) => size < 1
        ? throw new UserErrorException("argument", "--size takes a number from 1.")
        : new SizeTarget(size - (size / Tolerance), size + (size / Tolerance), size);

    /// <summary>Between two sizes, both included; null for no bound.</summary>
    /// <param name="min">The least.</param>
    /// <param name="max">The most.</param>
    /// <param name="size">The size now, which says from which side the bounds are approached.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: a bound is negative, or there is nothing between them.</exception>
    public static SizeTarget Between(long? min, long? max, long size)
    {
        if (min < 0 || max < 0)
        {
            throw new UserErrorException("argument", "--min and --max take numbers from 0.");
        }

        (long least, long most) = (min ?? 0, max ?? long.MaxValue);
        return least > most
            ? throw new UserErrorException("argument", $"Nothing is at least {Text(least)} and at most {Text(most)}.", fix: "Give --min below --max.")
            : new SizeTarget(least, most, size < least ? least : most);
    }

    /// <summary>True for a size that will do.</summary>
    public bool Holds(long size) => size >= Min && size <= Max;

    /// <summary>How many members are missing or too many; 0 for a size that will do.</summary>
    public long DistanceOf(long size) => size < Min ? Min - size : size > Max ? size - Max : 0;

    /// <summary>The target for a person.</summary>
    public override string ToString() => (Min, Max) switch
    {
        (_, long.MaxValue) => $"at least {Text(Min)}",
        (0, _) => $"at most {Text(Max)}",
        _ when Aim > Min && Aim < Max => $"about {Text(Aim)}",
        _ => Min == Max ? Text(Min) : $"{Text(Min)} to {Text(Max)}",
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
