using NodaTime;
using Strata.Language.Time;

namespace Strata.Platform.Import.Parsing;

/// <summary>Reads one date with its time from left to right.</summary>
internal ref struct DateScanner(ReadOnlySpan<byte> text, DateOrder order)
{
    private ReadOnlySpan<byte> _rest = text;
    private int _year;
    private int _month;
    private int _day;
    private long _timeOfDay;
    private bool _hasTime;
    private int? _offsetMinutes;

    public bool TryReadDate()
    {
        SkipWeekday();
        if (_rest.IsEmpty)
        {
            return false;
        }

        return char.IsAsciiDigit((char)_rest[0]) ? TryReadFromNumber() : TryReadFromName();
    }

    public bool TryReadTime()
    {
        _rest = _rest.TrimStart(" ,"u8);
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (_rest[0] is (byte)'T' or (byte)'t')
        {
            _rest = _rest[1..];
        }

        if (_rest.StartsWith("at "u8))
        {
            _rest = _rest[3..];
        }

        if (!TryNumber(2, out int hour, out _) || !TryTake((byte)':') || !TryNumber(2, out int minute, out int digits) || digits != 2)
        {
            // "2013 (1888)" and the like: a date with a remark in parentheses.
            return _rest is [(byte)'(', .., (byte)')'] && Finish();
        }

        int second = 0;
        long fraction = 0;
        if (TryTake((byte)':') && (!TryNumber(2, out second, out digits) || digits != 2 || !TryFraction(out fraction)))
        {
            return false;
        }

        _hasTime = true;
        if (!TryHalfOfDay(ref hour) || hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute | second) != 0))
        {
            return false;
        }

        _timeOfDay = (((((hour * 60L) + minute) * 60) + Math.Min(second, 59)) * 1_000_000) + fraction;
        return TryOffset() && _rest.IsEmpty;
    }

    public readonly bool TryFinish(DateTimeZone zone, out long microseconds)
    {
        microseconds = 0;
        if (_year is < 1 or > 9999 || _month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month))
        {
            return false;
        }

        // Days of the proleptic Gregorian calendar since 1970.
        long midnight = (new DateTime(_year, _month, _day, 0, 0, 0, DateTimeKind.Utc).Ticks / 10) - 62_135_596_800_000_000;
        if (_offsetMinutes is { } offset)
        {
            microseconds = midnight + _timeOfDay - (offset * 60_000_000L);
        }
        else if (ReferenceEquals(zone, DateTimeZone.Utc))
        {
            microseconds = midnight + _timeOfDay;
        }
        else
        {
            LocalDateTime local = new LocalDate(_year, _month, _day).AtMidnight().PlusTicks(_timeOfDay * 10);
            microseconds = _hasTime && _timeOfDay != 0 ? Microseconds.FromLocal(local, zone) : Calendar.Midnight(local.Date, zone);
        }

        return true;
    }

    private bool Finish()
    {
        _rest = [];
        return true;
    }

    private void SkipWeekday()
    {
        int end = _rest.IndexOfAny(" ,"u8);
        if (end > 0 && MonthNames.IsWeekday(_rest[..end]))
        {
            _rest = _rest[end..].TrimStart(" ,"u8);
        }
    }

    private bool TryReadFromNumber()
    {
        if (!TryNumber(4, out int first, out int digits) || _rest.IsEmpty)
        {
            return false;
        }

        if (digits is not (1 or 2 or 4))
        {
            return false;
        }

        if (digits == 4 && IsRemark(_rest))
        {
            Finish();
            (_year, _month, _day) = (first, 1, 1);
            return true;
        }

        byte separator = _rest[0];
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.' or (byte)' '))
        {
            return false;
        }

        _rest = _rest[1..].TrimStart(" "u8);
        if (!_rest.IsEmpty && !char.IsAsciiDigit((char)_rest[0]))
        {
            return digits <= 2 && TryReadDayOfNamedMonth(first);
        }

        if (!TryNumber(2, out int second, out _) || !TryTake(separator) || !TryNumber(4, out int third, out int lastDigits))
        {
            return false;
        }

        if (digits == 4)
        {
            (_year, _month, _day) = (first, second, third);
            return lastDigits <= 2;
        }

        _year = FullYear(third, lastDigits);
        return lastDigits is 2 or 4 && TryOrder(first, second, separator);
    }

    /// <summary>Founding years often come with others: <c>2013 (1888)</c>, <c>1994/1999</c>; the first counts.</summary>
    private static bool IsRemark(ReadOnlySpan<byte> rest) =>
        rest.StartsWith(" ("u8) || (rest.Length >= 5 && rest[0] == (byte)'/' && !rest[1..5].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    private bool TryOrder(int first, int second, byte separator)
    {
        // With points the day comes first everywhere.
        DateOrder known = separator == (byte)'.' && order == DateOrder.Unknown ? DateOrder.DayFirst : order;
        if (known == DateOrder.Unknown)
        {
            known = first > 12 ? DateOrder.DayFirst : second > 12 || first == second ? DateOrder.MonthFirst : DateOrder.Unknown;
        }

        (_day, _month) = known == DateOrder.DayFirst ? (first, second) : (second, first);
        return known != DateOrder.Unknown;
    }

    private bool TryReadDayOfNamedMonth(int day)
    {
        _day = day;
        if (!TryMonth())
        {
            return false;
        }

        _rest = _rest.TrimStart(" -,./"u8);
        if (!TryNumber(4, out int year, out int digits) || digits is not (2 or 4))
        {
            return false;
        }

        _year = FullYear(year, digits);
        return true;
    }

    private bool TryReadFromName()
    {
        if (!TryMonth())
        {
            return false;
        }

        _rest = _rest.TrimStart(" -,./"u8);
        if (!TryNumber(4, out int number, out int digits))
        {
            return false;
        }

        if (digits == 4)
        {
            (_year, _day) = (number, 1);
            return true;
        }

        _day = number;
        if (_rest.Length >= 2 && char.IsAsciiLetter((char)_rest[0]))
        {
            // 1st, 2nd, 3rd, 4th
            _rest = _rest[2..];
        }

        _rest = _rest.TrimStart(" -,./"u8);
        if (!TryNumber(4, out int year, out digits) || digits is not (2 or 4))
        {
            return false;
        }

        _year = FullYear(year, digits);
        return true;
    }

    private bool TryMonth()
    {
        int end = 0;
        while (end < _rest.Length && (_rest[end] >= 0x80 || char.IsAsciiLetter((char)_rest[end])))
        {
            end++;
        }

        _month = MonthNames.Find(_rest[..end]);
        _rest = _rest[end..];
        return _month > 0;
    }

    private static int FullYear(int year, int digits) => digits == 4 ? year : year + (year < 70 ? 2000 : 1900);

    private bool TryHalfOfDay(ref int hour)
    {
        _rest = _rest.TrimStart(" "u8);
        if (_rest.Length < 2 || (_rest[1] | 0x20) != 'm' || (_rest[0] | 0x20) is not ('a' or 'p'))
        {
            return true;
        }

        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = (hour % 12) + ((_rest[0] | 0x20) == 'p' ? 12 : 0);
        _rest = _rest[2..].TrimStart(" "u8);
        return true;
    }

    private bool TryOffset()
    {
        _rest = _rest.TrimStart(" "u8);
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (_rest.SequenceEqual("Z"u8) || _rest.SequenceEqual("z"u8) || _rest.SequenceEqual("UTC"u8) || _rest.SequenceEqual("GMT"u8))
        {
            _offsetMinutes = 0;
            return Finish();
        }

        if (_rest[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        int sign = _rest[0] == (byte)'-' ? -1 : 1;
        _rest = _rest[1..];
        if (!TryNumber(2, out int hours, out int digits) || digits != 2)
        {
            return false;
        }

        _ = TryTake((byte)':');
        int minutes = 0;
        if (!_rest.IsEmpty && (!TryNumber(2, out minutes, out digits) || digits != 2))
        {
            return false;
        }

        _offsetMinutes = sign * ((hours * 60) + minutes);
        return hours <= 18 && minutes < 60;
    }

    private bool TryFraction(out long microseconds)
    {
        microseconds = 0;
        if (!TryTake((byte)'.') && !TryTake((byte)','))
        {
            return true;
        }

        int digits = 0;
        while (!_rest.IsEmpty && char.IsAsciiDigit((char)_rest[0]))
        {
            microseconds = digits < 6 ? (microseconds * 10) + (_rest[0] - '0') : microseconds;
            digits++;
            _rest = _rest[1..];
        }

        for (int i = digits; i < 6; i++)
        {
            microseconds *= 10;
        }

        return digits is > 0 and <= 9;
    }

    private bool TryTake(byte unit)
    {
        if (_rest.IsEmpty || _rest[0] != unit)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool TryNumber(int maxDigits, out int number, out int digits)
    {
        digits = 0;
        number = 0;
        while (digits < _rest.Length && digits < maxDigits && char.IsAsciiDigit((char)_rest[digits]))
        {
            number = (number * 10) + (_rest[digits] - '0');
            digits++;
        }

        _rest = _rest[digits..];
        return digits > 0;
    }
}
