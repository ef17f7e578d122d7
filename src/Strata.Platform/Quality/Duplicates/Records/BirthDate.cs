using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>A day of birth as somebody wrote it. Where day and month cannot be told apart the first is taken for the month.</summary>
/// <param name="Year">The year; of two figures where it was written so.</param>
/// <param name="Month">The month, from 1.</param>
/// <param name="Day">The day, from 1.</param>
internal readonly partial record struct BirthDate(short Year, byte Month, byte Day)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Nothing is known.</summary>
    public bool IsMissing => Month == 0;

    /// <summary>The last two figures of the year, which everybody writes.</summary>
    public int ShortYear => Year % 100;

    /// <summary>The day as eight figures, or six where one of two has a short year.</summary>
    public string Figures(bool shortYear) => shortYear
        ? string.Create(CultureInfo.InvariantCulture, $"{ShortYear:00}{Month:00}{Day:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{Year:0000}{Month:00}{Day:00}");

    /// <summary>Reads <c>1978-11-12</c>, <c>19781112</c>, <c>11/12/78</c>, <c>12.11.1978</c>, <c>24-May-11</c>, <c>Mar 1 1970</c>; missing for what is no date.</summary>
    public static BirthDate Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        string[] parts = [.. Parts().Matches(text).Take(3).Select(match => match.Value)];
        if (parts is [{ Length: 8 } whole, ..] && char.IsAsciiDigit(whole[0]))
        {
            return Of(whole[..4], whole[4..6], whole[6..]);
        }

        if (parts.Length < 3)
        {
            return default;
        }

        return MonthOf(parts[0]) is > 0 and var first ? Of(parts[2], Text(first), parts[1])
            : MonthOf(parts[1]) is > 0 and var second ? Of(parts[2], Text(second), parts[0])
            : parts[0].Length == 4 ? Of(parts[0], parts[1], parts[2])
            : parts[0].Length <= 2 && int.Parse(parts[0], CultureInfo.InvariantCulture) > 12 ? Of(parts[2], parts[1], parts[0])
            : text.Contains('.', StringComparison.Ordinal) ? Of(parts[2], parts[1], parts[0])
            : Of(parts[2], parts[0], parts[1]);
    }

    private static BirthDate Of(string year, string month, string day) =>
        year.Length is 2 or 4 && short.TryParse(year, CultureInfo.InvariantCulture, out short y) && byte.TryParse(month, CultureInfo.InvariantCulture, out byte m)
            && byte.TryParse(day, CultureInfo.InvariantCulture, out byte d) && m > 0 && d is > 0 and <= 31
            ? m <= 12 ? new BirthDate(y, m, d) : d <= 12 ? new BirthDate(y, d, m) : default
            : default;

    private static int MonthOf(string part) => char.IsAsciiDigit(part[0]) || part.Length < 3 ? 0 : Array.IndexOf(Months, part[..3].ToLowerInvariant()) + 1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+|[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Parts();
}
