using System.Globalization;
using Strata.Language.Catalog;

namespace Strata.Cli.Rendering;

/// <summary>Numbers with their nouns, for people.</summary>
internal static class Phrases
{
    /// <summary><c>1,234 accounts</c>.</summary>
    public static string Count(long count, EntityKind of) => of == EntityKind.Account ? Count(count, "account") : Count(count, "contact");

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A number with separators of thousands.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A change with its sign: <c>+12</c>, <c>−3</c>, <c>0</c>.</summary>
    public static string Signed(long number) => number > 0 ? "+" + Number(number) : Number(number);
}
