using System.Text;

namespace Strata.Platform.Import.Parsing;

/// <summary>Names of months in English, German, French and Spanish, whole or shortened.</summary>
internal static class MonthNames
{
    private static readonly string[][] Names =
    [
        ["january", "januar", "jänner", "janvier", "enero"],
        ["february", "februar", "février", "fevrier", "febrero"],
        ["march", "märz", "maerz", "mars", "marzo"],
        ["april", "avril", "abril"],
        ["may", "mai", "mayo"],
        ["june", "juni", "juin", "junio"],
        ["july", "juli", "juillet", "julio"],
        ["august", "août", "aout", "agosto"],
        ["september", "septembre", "septiembre"],
        ["october", "oktober", "octobre", "octubre"],
        ["november", "novembre", "noviembre"],
        ["december", "dezember", "décembre", "decembre", "diciembre"],
    ];

    /// <summary>The month, 1 to 12, that the word names or shortens to three letters or more; 0 for none or several.</summary>
    public static int Find(ReadOnlySpan<byte> word)
    {
        string name = Encoding.UTF8.GetString(word).TrimEnd('.').ToLowerInvariant();
        if (name.Length < 3)
        {
            return 0;
        }

        int found = 0;
        for (int month = 0; month < 12; month++)
        {
            if (Names[month].Any(full => full.StartsWith(name, StringComparison.Ordinal)))
            {
                if (found != 0)
                {
                    return 0;
                }

                found = month + 1;
            }
        }

        return name is "sept" ? 9 : found;
    }

    /// <summary>True for the name of a weekday, which says nothing new.</summary>
    public static bool IsWeekday(ReadOnlySpan<byte> word)
    {
        string name = Encoding.UTF8.GetString(word).TrimEnd('.', ',').ToLowerInvariant();
        return name.Length >= 3 && new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }
            .Any(day => day.StartsWith(name, StringComparison.Ordinal));
    }
}
