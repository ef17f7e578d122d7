using System.Globalization;
using Strata.Language.Catalog;

namespace Strata.Cli.Rendering;

/// <summary>Numbers with their nouns, for people.</summary>
internal static class Phrases
{
    private const int BarWidth = 40;

    /// <summary><c>1,234 accounts</c>.</summary>
    public static string Count(long count, EntityKind of) => of == EntityKind.Account ? Count(count, "account") : Count(count, "contact");

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A number with separators of thousands.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The same; empty for null.</summary>
    public static string Number(long? number) => number is { } value ? Number(value) : "";

    /// <summary>A change with its sign: <c>+12</c>, <c>−3</c>, <c>0</c>.</summary>
    public static string Signed(long number) => number > 0 ? "+" + Number(number) : Number(number);

    /// <summary>A share from 0 to 1 as a percentage; empty for null.</summary>
    public static string Share(double? share) => share?.ToString("P1", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A bar for a share from 0 to 1; something can be seen of every share above 0.</summary>
    public static string Bar(double share) => share <= 0 ? "" : new string('█', Math.Max(1, (int)(BarWidth * Math.Min(1, share))));
}
