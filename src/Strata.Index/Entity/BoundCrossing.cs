using NodaTime;
using NodaTime.TimeZones;
using Strata.Language.Time;

namespace Strata.Index.Entity;

/// <summary>Finds the instants T at which a bound, as a function of T, passes a given instant.</summary>
internal static class BoundCrossing
{
    /// <summary>
    /// How far, at most, a calendar step back and forth again may miss its start: a clamped day (31 January and 28 February) and a
    /// change of the clock, generously.
    /// </summary>
    private const long Slack = 6 * Microseconds.PerDay;

    private const long FirstYears = Microseconds.Min + (1000 * Microseconds.PerDay);
    private const long LastYears = Microseconds.Max - (1000 * Microseconds.PerDay);

    /// <summary>Whether the bound is at or past the instant at T, and for how long.</summary>
    public static Stable Reaches(InstantBound bound, long instant, AsOf asOf)
    {
        bool value = bound.Resolve(asOf) >= instant;
        if (!bound.Moves)
        {
            return Stable.Always(value);
        }

        return bound switch
        {
            AsOfBound { Duration: null } moved => Turns(value, (Int128)instant - moved.Shift),
            AsOfBound { Duration.IsFixed: true } moved => Turns(value, FixedCrossing(moved, instant)),
            AsOfBound moved => CalendarCrossing(value, moved, instant, asOf),
            UnitStartBound start => Turns(value, UnitCrossing(start, instant, asOf)),
            _ => throw new InvalidOperationException($"Unknown bound {bound.GetType().Name}."),
        };
    }

    /// <summary>Whether an instant is in a range at T, and for how long.</summary>
    public static Stable Contains(InstantRange range, long instant, AsOf asOf)
    {
        Stable inside = range.Upper is null ? Stable.Always(true) : Reaches(range.Upper, instant, asOf);
        return range.Lower is null ? inside : inside.And(Reaches(range.Lower, instant + 1, asOf).Not());
    }

    private static Stable Turns(bool value, Int128 crossing)
    {
        long at = crossing < Microseconds.Min ? long.MinValue : crossing > Microseconds.Max ? long.MaxValue : (long)crossing;
        return new(value, value ? new Period(at, long.MaxValue) : new Period(long.MinValue, at));
    }

    private static Int128 FixedCrossing(AsOfBound bound, long instant) =>
        (Int128)instant - bound.Shift - ((Int128)Calendar.FixedLength(bound.Duration!.Unit) * bound.Duration.Count * bound.Times);

    /// <summary>Starts of units follow T in steps, so one crossing, found by bisection among the few units around it.</summary>
    private static Int128 UnitCrossing(UnitStartBound bound, long instant, AsOf asOf)
    {
        AsOf near = asOf.At(Math.Clamp(instant, FirstYears, LastYears));
        long low = Calendar.UnitStart(near, bound.Unit, -bound.Units - 2);
        long high = Calendar.UnitStart(near, bound.Unit, -bound.Units + 3);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (bound.Resolve(asOf.At(middle)) >= instant)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>
    /// A calendar step keeps the time of day and clamps the day, so as T moves from 28 to 31 March, T − 1 month passes 28 February
    /// several times; changes of the clock do the like. Between midnights and changes of the clock it moves evenly with T: those
    /// pieces are gone through one by one, around the one place where it can cross.
    /// </summary>
    private static Stable CalendarCrossing(bool value, AsOfBound bound, long instant, AsOf asOf)
    {
        AsOf near = asOf.At(Math.Clamp(instant, Microseconds.Min, Microseconds.Max));
        long center = Math.Clamp(Calendar.Shift(near, bound.Duration!, -bound.Times), FirstYears, LastYears);
        long since = long.MinValue;
        bool state = false;
        List<long> starts = PieceStarts(bound, center - Slack, center + Slack, asOf.Zone);
        for (int piece = 0; piece < starts.Count - 1; piece++)
        {
            long first = bound.Resolve(asOf.At(starts[piece]));
            if ((first >= instant) != state)
            {
                if (asOf.Instant < starts[piece])
                {
                    return new(value, new Period(since, starts[piece]));
                }

                since = starts[piece];
                state = !state;
            }

            long crossing = starts[piece] + (instant - first);
            if (!state && crossing < starts[piece + 1])
            {
                if (asOf.Instant < crossing)
                {
                    return new(value, new Period(since, crossing));
                }

                since = crossing;
                state = true;
            }
        }

        return new(value, new Period(since, long.MaxValue));
    }

    private static List<long> PieceStarts(AsOfBound bound, long from, long to, DateTimeZone zone)
    {
        var starts = new SortedSet<long> { from, to };
        LocalDate last = Microseconds.ToInstant(to).InZone(zone).Date;
        for (LocalDate day = Microseconds.ToInstant(from).InZone(zone).Date; day <= last; day = day.PlusDays(1))
        {
            starts.Add(Calendar.Midnight(day, zone));
            AddClockChanges(starts, day, day, zone);
            long noon = Microseconds.FromLocal(day.At(LocalTime.Noon), zone);
            LocalDate target = Microseconds.ToInstant(Calendar.Shift(new AsOf(noon, zone), bound.Duration!, bound.Times)).InZone(zone).Date;
            AddClockChanges(starts, target, day, zone);
        }

        return [.. starts.GetViewBetween(from, to)];
    }

    /// <summary>Adds the times of <paramref name="day"/> at which the clock changes on <paramref name="changing"/>.</summary>
    private static void AddClockChanges(SortedSet<long> starts, LocalDate changing, LocalDate day, DateTimeZone zone)
    {
        if (changing.Year is 1 or 9999)
        {
            // Where the calendar ends no clock is known to change, and there is no day after.
            return;
        }

        Instant dayStart = zone.AtStartOfDay(changing).ToInstant() - NodaTime.Duration.FromHours(1);
        Instant dayEnd = zone.AtStartOfDay(changing.PlusDays(1)).ToInstant() + NodaTime.Duration.FromHours(1);
        for (ZoneInterval interval = zone.GetZoneInterval(dayStart); interval.HasEnd && interval.End <= dayEnd; interval = zone.GetZoneInterval(interval.End))
        {
            if (changing == day)
            {
                starts.Add(Microseconds.FromInstant(interval.End));
            }

            AddLocal(starts, day.At(interval.IsoLocalEnd.TimeOfDay), zone);
            AddLocal(starts, day.At(zone.GetZoneInterval(interval.End).IsoLocalStart.TimeOfDay), zone);
        }
    }

    private static void AddLocal(SortedSet<long> starts, LocalDateTime local, DateTimeZone zone)
    {
        ZoneLocalMapping mapping = zone.MapLocal(local);
        if (mapping.Count > 0)
        {
            starts.Add(Microseconds.FromInstant(mapping.First().ToInstant()));
            starts.Add(Microseconds.FromInstant(mapping.Last().ToInstant()));
        }
        else
        {
            starts.Add(Microseconds.FromLocal(local, zone));
        }
    }
}
