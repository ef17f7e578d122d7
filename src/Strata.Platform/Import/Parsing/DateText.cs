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

        if (TryParseUtcInstant(text, out microseconds))
        {
            return true;
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

    /// <summary>The form that most machines write, <c>2026-03-04T15:30:00Z</c>, at a fraction of the cost of all forms.</summary>
    private static bool TryParseUtcInstant(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'Z'])
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2);
        int month = Two(text, 5), day = Two(text, 8), hour = Two(text, 11), minute = Two(text, 14), second = Two(text, 17);
        if (year is < 1 or > 9999 || Two(text, 0) < 0 || Two(text, 2) < 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        long days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Subtract(DateTime.UnixEpoch).Days;
        microseconds = (days * Microseconds.PerDay) + ((((hour * 60L) + minute) * 60 + second) * 1_000_000);
        return true;
    }

    /// <summary>The number of two figures, or a negative number far from zero where they are none.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (tens * 10) + ones : -100_000;
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
