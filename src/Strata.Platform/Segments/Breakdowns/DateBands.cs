using NodaTime;
using NodaTime.Text;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Breakdowns;

/// <summary>Bands of instants that are calendar units: days, weeks, months, quarters, or one, five or ten years.</summary>
internal sealed class DateBands
{
    private const int MaxBands = 10;

    private static readonly LocalDatePattern Iso = LocalDatePattern.Iso;

    private readonly DateTimeZone _zone;
    private readonly Unit _unit;

    private DateBands(DateTimeZone zone, Unit unit, IReadOnlyList<LocalDate> bounds)
    {
        _zone = zone;
        _unit = unit;
        Bounds = bounds;
    }

    private enum Unit
    {
        Day,
        Week,
        Month,
        Quarter,
        Year,
        FiveYears,
        TenYears,
    }

    /// <summary>The bounds, ascending, each a midnight of the zone: bands go from one to before the next, the first and the last are open.</summary>
    public IReadOnlyList<LocalDate> Bounds { get; }

    /// <summary>The smallest unit of which not too many lie between two instants.</summary>
    public static DateBands Choose(DateTimeZone zone, long low, long high)
    {
        LocalDate first = DateOf(low, zone), last = DateOf(high, zone);
        foreach (Unit unit in Enum.GetValues<Unit>())
        {
            List<LocalDate> bounds = [];
            for (LocalDate bound = StartOf(first, unit); bound <= last && bounds.Count <= MaxBands; bound = Next(bound, unit))
            {
                bounds.Add(bound);
            }

            if (bounds.Count <= MaxBands || unit == Unit.TenYears)
            {
                return new DateBands(zone, unit, bounds);
            }
        }

        throw new InvalidOperationException("There is no greatest unit.");
    }

    /// <summary>The instant at which a bound lies, in microseconds.</summary>
    public long Instant(LocalDate bound) => Calendar.Midnight(bound, _zone);

    /// <summary>A band for a person.</summary>
    public string Name(LocalDate? from, LocalDate? below) => (from, below) switch
    {
        (null, null) => "any",
        (null, { } most) => $"before {Start(most)}",
        ({ } least, null) => $"{Start(least)} or later",
        ({ } least, { }) => Name(least),
    };

    private string Name(LocalDate start) => _unit switch
    {
        Unit.Day => Iso.Format(start),
        Unit.Week => $"week of {Iso.Format(start)}",
        Unit.Month => Iso.Format(start)[..^3],
        Unit.Quarter => $"{Year(start.Year)} Q{(start.Month + 2) / 3}",
        Unit.Year => Year(start.Year),
        Unit.FiveYears => $"{Year(start.Year)} to {Year(start.Year + 4)}",
        _ => $"{Year(start.Year)} to {Year(start.Year + 9)}",
    };

    private string Start(LocalDate start) => _unit switch
    {
        Unit.Week => Iso.Format(start),
        Unit.FiveYears or Unit.TenYears => Year(start.Year),
        _ => Name(start),
    };

    private static string Year(int year) => year.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);

    private static LocalDate DateOf(long microseconds, DateTimeZone zone) =>
        Microseconds.ToInstant(Math.Clamp(microseconds, Microseconds.Min + (20 * 366 * Microseconds.PerDay), Microseconds.Max - (20 * 366 * Microseconds.PerDay))).InZone(zone).Date;

    private static LocalDate StartOf(LocalDate date, Unit unit) => unit switch
    {
        Unit.Day => date,
        Unit.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        Unit.Month => new LocalDate(date.Year, date.Month, 1),
        Unit.Quarter => new LocalDate(date.Year, (((date.Month - 1) / 3) * 3) + 1, 1),
        Unit.Year => new LocalDate(date.Year, 1, 1),
        Unit.FiveYears => new LocalDate(date.Year - (date.Year % 5), 1, 1),
        _ => new LocalDate(date.Year - (date.Year % 10), 1, 1),
    };

    private static LocalDate Next(LocalDate bound, Unit unit) => unit switch
    {
        Unit.Day => bound.PlusDays(1),
        Unit.Week => bound.PlusWeeks(1),
        Unit.Month => bound.PlusMonths(1),
        Unit.Quarter => bound.PlusMonths(3),
        Unit.Year => bound.PlusYears(1),
        Unit.FiveYears => bound.PlusYears(5),
        _ => bound.PlusYears(10),
    };
}
