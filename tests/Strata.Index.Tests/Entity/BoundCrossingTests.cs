using NodaTime;
using Strata.Index.Entity;
using Strata.Language.Ast;
using Strata.Language.Time;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Index.Tests.Entity;

/// <summary>Every reported end of a period is where the truth turns, and within it the truth does not turn.</summary>
public class BoundCrossingTests
{
    private const long Minute = 60 * Microseconds.PerSecond;

    public static TheoryData<string, string> ZonesAndInstants => new()
    {
        { "UTC", "2026-02-28T12:00:00Z" },
        { "UTC", "2024-02-29T00:00:00Z" },
        { "UTC", "2026-03-31T23:59:59.999999Z" },
        { "Europe/Berlin", "2026-03-29T00:30:00Z" },
        { "Europe/Berlin", "2026-02-28T11:00:00Z" },
        { "Europe/Berlin", "2026-10-25T00:30:00Z" },
        { "Europe/Berlin", "2026-09-25T00:30:00Z" },
        { "America/New_York", "2026-11-01T05:30:00Z" },
        { "Australia/Lord_Howe", "2026-04-04T15:15:00Z" },
    };

    [Theory]
    [MemberData(nameof(ZonesAndInstants))]
    public void A_calendar_step_is_followed_through_clamped_days_and_changes_of_the_clock(string zoneId, string text)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneId];
        long instant = World.At(text);
        foreach ((TimeUnit unit, int count, int times) in new[]
        {
            (TimeUnit.Month, 1, -1), (TimeUnit.Month, 1, 1), (TimeUnit.Quarter, 1, -1), (TimeUnit.Year, 1, -2), (TimeUnit.Month, 6, 1),
        })
        {
            var bound = new AsOfBound(new Duration(count, unit), times, 1);
            long center = Calendar.Shift(new AsOf(instant, zone), bound.Duration!, -times);
            ShouldBeExact(bound, instant, center - (8 * Microseconds.PerDay), center + (8 * Microseconds.PerDay), 53 * Minute, zone);
        }
    }

    [Theory]
    [MemberData(nameof(ZonesAndInstants))]
    public void Starts_of_units_and_fixed_steps_are_followed(string zoneId, string text)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[zoneId];
        long instant = World.At(text);
        foreach (TimeUnit unit in Enum.GetValues<TimeUnit>())
        {
            foreach (int units in new[] { 0, -1 })
            {
                var bound = new UnitStartBound(unit, units, units);
                long near = Calendar.UnitStart(new AsOf(instant, zone), unit, -units);
                long spread = unit <= TimeUnit.Hour ? 5 * 60 * Minute : 800 * Microseconds.PerDay;
                ShouldBeExact(bound, instant, near - spread, near + spread, spread / 97, zone);
            }
        }

        var hours = new AsOfBound(new Duration(30, TimeUnit.Hour), -2, -1);
        ShouldBeExact(hours, instant, instant, instant + (4 * Microseconds.PerDay), 153 * Minute, zone);
    }

    private static void ShouldBeExact(InstantBound bound, long instant, long from, long to, long step, DateTimeZone zone)
    {
        for (long at = from; at <= to; at += step)
        {
            var asOf = new AsOf(at, zone);
            Stable reached = BoundCrossing.Reaches(bound, instant, asOf);
            bool Holds(long moment) => bound.Resolve(asOf.At(moment)) >= instant;
            reached.Value.ShouldBe(Holds(at));
            at.ShouldBeInRange(reached.Period.Since, reached.Period.Until - 1);
            if (reached.Period.Since > Microseconds.Min)
            {
                Holds(reached.Period.Since).ShouldBe(reached.Value);
                Holds(reached.Period.Since - 1).ShouldBe(!reached.Value);
            }

            if (reached.Period.Until < Microseconds.Max)
            {
                Holds(reached.Period.Until - 1).ShouldBe(reached.Value);
                Holds(reached.Period.Until).ShouldBe(!reached.Value);
            }

            for (long inside = Math.Max(from, reached.Period.Since); inside < Math.Min(to, reached.Period.Until); inside += step * 13)
            {
                Holds(inside).ShouldBe(reached.Value);
            }
        }
    }
}
