using System.Buffers.Text;
using NodaTime;
using Strata.Language.Time;

namespace Strata.Platform.Import.Parsing;

/// <summary>
/// Dates as files write them: ISO 8601 with or without time and offset, <c>3/4/2026</c> in a stated order, <c>4 March 2026</c>,
/// <c>Mar 4, 2026 3:15 PM</c>, <c>20260304</c>, a bare year, and epoch seconds, milliseconds and microseconds. What has no offset is
/// on the wall clock of the workspace's zone.
/// </summary>
internal static class DateText
{
    /// <summary>Parses UTF-8 text to UTC microseconds.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, DateTimeZone zone, out long microseconds)
    {
        text = Cells.Trim(text);
        microseconds = 0;
        if (text.Length is < 4 or > 64)
        {
            return false;
        }

        if (TryParseNumber(text, zone, out bool isNumber, out microseconds) || isNumber)
        {
            return microseconds != long.MinValue && isNumber;
        }

        var scanner = new DateScanner(text, order);
        return scanner.TryReadDate() && scanner.TryReadTime() && scanner.TryFinish(zone, out microseconds);
    }

    /// <summary>Which order a date like 13/4/2026 proves; unknown where either reading is a date, or where it is written another way.</summary>
    /// <param name="text">UTF-8 text.</param>
    /// <param name="open">True where the order matters and the date does not say it: 3/4/2026.</param>
    public static DateOrder OrderOf(ReadOnlySpan<byte> text, out bool open)
    {
        open = false;
        text = Cells.Trim(text);
        if (!Utf8Parser.TryParse(text, out int first, out int read) || read is 0 or > 2 || read >= text.Length || text[read] is not ((byte)'/' or (byte)'-' or (byte)'.'))
        {
            return DateOrder.Unknown;
        }

        byte separator = text[read];
        ReadOnlySpan<byte> rest = text[(read + 1)..];
        if (!Utf8Parser.TryParse(rest, out int second, out read) || read is 0 or > 2 || read >= rest.Length || rest[read] != separator)
        {
            return DateOrder.Unknown;
        }

        if (first is < 1 or > 31 || second is < 1 or > 31 || (first > 12 && second > 12))
        {
            return DateOrder.Unknown;
        }

        if (first > 12)
        {
            return DateOrder.DayFirst;
        }

        if (second > 12)
        {
            return DateOrder.MonthFirst;
        }

        open = first != second;
        return DateOrder.Unknown;
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> text, DateTimeZone zone, out bool isNumber, out long microseconds)
    {
        microseconds = long.MinValue;
        isNumber = Utf8Parser.TryParse(text, out long number, out int read) && (read == text.Length || text[read..].SequenceEqual(".0"u8));
        if (!isNumber || number < 0)
        {
            return false;
        }

        switch (read)
        {
            case 4:
                return TryDay((int)number, 1, 1, zone, out microseconds);
            case 8:
                return TryDay((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100), zone, out microseconds);
            case 9 or 10:
                microseconds = number * 1_000_000;
                return true;
            case 12 or 13:
                microseconds = number * 1_000;
                return true;
            case 15 or 16:
                microseconds = number;
                return true;
            default:
                return false;
        }
    }

    private static bool TryDay(int year, int month, int day, DateTimeZone zone, out long microseconds)
    {
        microseconds = long.MinValue;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        microseconds = Calendar.Midnight(new LocalDate(year, month, day), zone);
        return true;
    }
}
