using NodaTime;
using Strata.Language.Ast;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Language.Time;

/// <summary>Steps and starts of calendar units (language.md section 4). Results are kept within <see cref="Microseconds.Min"/> and <see cref="Microseconds.Max"/>.</summary>
public static class Calendar
{
    /// <summary>Microseconds of one fixed unit (minute to week).</summary>
    public static long FixedLength(TimeUnit unit) => unit switch
    {
        TimeUnit.Minute => 60 * Microseconds.PerSecond,
        TimeUnit.Hour => 3600 * Microseconds.PerSecond,
        TimeUnit.Day => Microseconds.PerDay,
        TimeUnit.Week => 7 * Microseconds.PerDay,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Only minutes to weeks have a fixed length."),
    };

    /// <summary>Microseconds of a fixed duration.</summary>
    public static long FixedLength(Duration duration) => checked(FixedLength(duration.Unit) * duration.Count);

    /// <summary>
    /// T moved by <paramref name="times"/> durations: fixed lengths by microseconds; months, quarters and years by calendar steps on the
    /// wall clock of the zone, the day clamped to the month's last.
    /// </summary>
    public static long Shift(AsOf asOf, Duration duration, int times)
    {
        if (duration.IsFixed)
        {
            Int128 moved = asOf.Instant + ((Int128)FixedLength(duration.Unit) * duration.Count * times);
            return (long)Int128.Clamp(moved, Microseconds.Min, Microseconds.Max);
        }

        int monthsPerUnit = duration.Unit switch { TimeUnit.Month => 1, TimeUnit.Quarter => 3, _ => 12 };
        long months = (long)duration.Count * monthsPerUnit * times;
        return OnCalendar(asOf.Local, months, asOf.Zone);
    }

    /// <summary>The first instant of the calendar unit that holds T, moved by <paramref name="units"/> units. Weeks start on Monday.</summary>
    public static long UnitStart(AsOf asOf, TimeUnit unit, int units)
    {
        LocalDateTime local = asOf.Local;
        LocalDate date = local.Date;
        return unit switch
        {
            TimeUnit.Minute or TimeUnit.Hour => FineUnitStart(asOf, unit, units),
            TimeUnit.Day => Midnight(date.PlusDays(units), asOf.Zone),
            TimeUnit.Week => Midnight(date.PlusDays(-((int)date.DayOfWeek - 1) + (7 * units)), asOf.Zone),
            TimeUnit.Month => Midnight(new LocalDate(date.Year, date.Month, 1).PlusMonths(units), asOf.Zone),
            TimeUnit.Quarter => Midnight(new LocalDate(date.Year, (((date.Month - 1) / 3) * 3) + 1, 1).PlusMonths(3 * units), asOf.Zone),
            _ => Midnight(new LocalDate(date.Year, 1, 1).PlusYears(units), asOf.Zone),
        };
    }

    /// <summary>The first instant of a day in the zone.</summary>
    public static long Midnight(LocalDate date, DateTimeZone zone) => Microseconds.FromInstant(zone.AtStartOfDay(date).ToInstant());

    /// <summary>Minutes and hours start on the wall clock of the zone, whose offset may hold minutes; steps are fixed lengths.</summary>
    private static long FineUnitStart(AsOf asOf, TimeUnit unit, int units)
    {
        long length = FixedLength(unit);
        long offset = asOf.Zone.GetUtcOffset(asOf.AsInstant).Ticks / 10;
        long local = asOf.Instant + offset;
        long start = local - (((local % length) + length) % length);
        return start - offset + (units * length);
    }

    private static long OnCalendar(LocalDateTime local, long months, DateTimeZone zone)
    {
        long target = (local.Year * 12L) + (local.Month - 1) + months;
        if (target < 12)
        {
            return Microseconds.Min;
        }

        return target >= 10_000 * 12L ? Microseconds.Max : Microseconds.FromLocal(local.PlusMonths((int)months), zone);
    }
}
