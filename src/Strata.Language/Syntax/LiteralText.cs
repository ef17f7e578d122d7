using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>How constants are written, in both directions. Printing and reading again gives the same constant.</summary>
internal static partial class LiteralText
{
    private static readonly (char Suffix, decimal Factor)[] Magnitudes = [('B', 1_000_000_000m), ('M', 1_000_000m), ('k', 1_000m)];

    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static bool IsNumber(string digits) => NumberPattern().IsMatch(digits);

    /// <summary>Nothing, or one of k, M and B in either case.</summary>
    public static bool IsMagnitude(string suffix) => suffix.Length == 0 || (suffix.Length == 1 && "kKmMbB".Contains(suffix[0], StringComparison.Ordinal));

    public static bool TryNumber(string digits, string suffix, bool percent, out decimal value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        problem = null;
        string plain = digits.Replace("_", "", StringComparison.Ordinal).TrimStart('0');
        if (plain.Count(char.IsAsciiDigit) > SyntaxLimits.MaxDigits)
        {
            problem = $"The number has more than {SyntaxLimits.MaxDigits} digits.";
            return false;
        }

        // A leading zero keeps ".5" and the empty rest of "000" readable.
        value = decimal.Parse("0" + plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        decimal factor = percent ? 0.01m : suffix.ToUpperInvariant() switch { "K" => 1_000m, "M" => 1_000_000m, "B" => 1_000_000_000m, _ => 1m };
        if (value >= SyntaxLimits.NumberBound / factor)
        {
            problem = "The number is too large: numbers are below 9.2 × 10^14 (920,000,000,000,000).";
            return false;
        }

        value *= factor;
        return true;
    }

    /// <summary>
    /// A percentage as 25%; a number from ten thousand on that is a short multiple of a thousand, a million or a billion with k, M or B; any
    /// other number with all its digits.
    /// </summary>
    public static string Number(decimal value, bool percent)
    {
        if (percent)
        {
            return Plain(value * 100m) + "%";
        }

        foreach ((char suffix, decimal factor) in Magnitudes)
        {
            decimal scaled = value / factor;

            // From ten thousand on: 2000 reads better than 2k, and 20k better than 20000.
            if (Math.Abs(value) >= 10_000m && Math.Abs(scaled) is >= 1m and < 1_000m && decimal.Round(scaled, 2) == scaled && scaled * factor == value)
            {
                return Plain(scaled) + suffix;
            }
        }

        return Plain(value);
    }

    /// <summary>All digits, no exponent, no trailing zeros.</summary>
    public static string Plain(decimal value) =>
        value == 0m ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Reads a date, a date-time with or without an offset.</summary>
    public static bool TryMoment(string text, [NotNullWhen(true)] out Literal? literal, [NotNullWhen(false)] out string? problem)
    {
        literal = null;
        Match match = MomentPattern().Match(text);
        if (!match.Success)
        {
            problem = "it has hours, minutes, and perhaps seconds with at most six fractional digits and an offset (Z or +02:00).";
            return false;
        }

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        int year = Part("year"), month = Part("month"), day = Part("day"), hour = Part("hour"), minute = Part("minute"), second = Part("second");
        problem = DateProblem(year, month, day) ?? (hour > 23 || minute > 59 || second > 59 ? "hours go to 23, minutes and seconds to 59." : null);
        if (problem is not null)
        {
            return false;
        }

        var date = new LocalDate(year, month, day);
        if (!match.Groups["hour"].Success)
        {
            literal = new DateLiteral(date);
            return true;
        }

        string fraction = match.Groups["fraction"].Value.PadRight(6, '0');
        LocalDateTime local = date.At(new LocalTime(hour, minute, second))
            .PlusTicks(int.Parse(fraction, CultureInfo.InvariantCulture) * NodaConstants.TicksPerMillisecond / 1_000);
        return TryZoned(local, match.Groups["zone"].Value, out literal, out problem);
    }

    /// <summary>A date, date-time or instant as the language writes it.</summary>
    public static string Moment(Literal literal) => literal switch
    {
        DateLiteral date => Iso(date.Value),
        LocalDateTimeLiteral local => Iso(local.Value),
        InstantLiteral instant => Iso(instant.Value.InUtc().LocalDateTime) + "Z",
        _ => throw new InvalidOperationException($"{literal.GetType().Name} is no moment."),
    };

    private static bool TryZoned(LocalDateTime local, string zone, [NotNullWhen(true)] out Literal? literal, [NotNullWhen(false)] out string? problem)
    {
        literal = null;
        problem = null;
        if (zone.Length == 0)
        {
            literal = new LocalDateTimeLiteral(local);
            return true;
        }

        int offsetMinutes = 0;
        if (zone is not ("Z" or "z"))
        {
            int hours = int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture), minutes = int.Parse(zone.AsSpan(4, 2), CultureInfo.InvariantCulture);
            offsetMinutes = (zone[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
            if (minutes > 59 || Math.Abs(offsetMinutes) > 18 * 60)
            {
                problem = "offsets go from -18:00 to +18:00.";
                return false;
            }
        }

        LocalDateTime utc = (local.Year is > 1 and < 9999) ? local.PlusMinutes(-offsetMinutes) : local;
        if (local.Year is <= 1 or >= 9999 && offsetMinutes != 0)
        {
            problem = "in the years 1 and 9999 only the offset Z is read.";
            return false;
        }

        literal = new InstantLiteral(utc.InUtc().ToInstant());
        return true;
    }

    private static string? DateProblem(int year, int month, int day)
    {
        if (year < 1)
        {
            return "years go from 0001 to 9999.";
        }

        if (month is < 1 or > 12)
        {
            return "months go from 01 to 12.";
        }

        int days = CalendarSystem.Iso.GetDaysInMonth(year, month);
        return day < 1 || day > days ? $"{year:D4}-{month:D2} has {days} days." : null;
    }

    private static string Iso(LocalDate date) => $"{date.Year:D4}-{date.Month:D2}-{date.Day:D2}";

    private static string Iso(LocalDateTime time)
    {
        long micros = time.NanosecondOfSecond / 1_000;
        string fraction = micros == 0 ? "" : "." + micros.ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0');
        return $"{Iso(time.Date)}T{time.Hour:D2}:{time.Minute:D2}:{time.Second:D2}{fraction}";
    }

    [GeneratedRegex(@"^[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})([Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]{1,6}))?)?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})?)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex MomentPattern();
}
