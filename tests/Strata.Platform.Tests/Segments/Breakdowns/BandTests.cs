using NodaTime;
using NodaTime.Text;
using Strata.Platform.Segments.Breakdowns;

namespace Strata.Platform.Tests.Segments.Breakdowns;

public sealed class BandTests
{
    [Theory]
    [InlineData("3 12 35 80 160 300 700 2500 90000", null, false, "10 50 100 200 500 2000")]
    [InlineData("10 35 40 45 50 55 60 65 99", null, true, "35 40 45 50 55 60 65")]
    [InlineData("1 1 2 3 4 6 8 14 60", 0.0, true, "1 2 4 6 8 10 12 14")]
    [InlineData("1250 2000 3000 5000 9000 20000 50000 90000 400000", 0.0, false, "1000 2000 5000 10000 20000 50000 100000")]
    [InlineData("-0.9 -0.6 -0.3 -0.1 0 0.2 0.4 0.6 3", null, false, "-0.6 -0.4 -0.2 0.0 0.2 0.4 0.6")]
    [InlineData("5 5 5 5 5 5 5 5 90", null, false, "")]
    public void Bounds_of_numbers_are_round(string eighths, double? common, bool whole, string bounds) =>
        string.Join(' ', NumberBands.Choose([.. eighths.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))], common, whole)
            .Select(bound => bound.ToString(System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(bounds);

    [Fact]
    public void Numbers_of_any_size_end()
    {
        NumberBands.Choose([1e-9, 1e-9, 2e-9, 3e-9, 4e-9, 5e-9, 6e-9, 7e-9, 8e-9], null, whole: false).ShouldAllBe(bound => bound < 1);
        NumberBands.Choose([-1e300, -1e200, -1e100, 0, 1, 1e100, 1e200, 1e300, 1e300], null, whole: false).Length.ShouldBeLessThan(20);
    }

    [Theory]
    [InlineData("2026-01-05", "2026-01-09", "before 2026-01-05|2026-01-05|2026-01-06|2026-01-07|2026-01-08|2026-01-09 or later")]
    [InlineData("2026-01-05", "2026-02-20", "before 2026-01-05|week of 2026-01-05|week of 2026-01-12|week of 2026-01-19|week of 2026-01-26|week of 2026-02-02|week of 2026-02-09|2026-02-16 or later")]
    [InlineData("2026-01-05", "2026-06-20", "before 2026-01|2026-01|2026-02|2026-03|2026-04|2026-05|2026-06 or later")]
    [InlineData("2025-02-05", "2026-06-20", "before 2025 Q1|2025 Q1|2025 Q2|2025 Q3|2025 Q4|2026 Q1|2026 Q2 or later")]
    [InlineData("2021-02-05", "2026-06-20", "before 2021|2021|2022|2023|2024|2025|2026 or later")]
    [InlineData("1991-02-05", "2026-06-20", "before 1990|1990 to 1994|1995 to 1999|2000 to 2004|2005 to 2009|2010 to 2014|2015 to 2019|2020 to 2024|2025 or later")]
    public void Bounds_of_dates_are_calendar_units(string low, string high, string names)
    {
        DateBands bands = DateBands.Choose(DateTimeZone.Utc, Microseconds(low), Microseconds(high));

        IEnumerable<string> named = Enumerable.Range(0, bands.Bounds.Count + 1).Select(at =>
            bands.Name(at == 0 ? null : bands.Bounds[at - 1], at == bands.Bounds.Count ? null : bands.Bounds[at]));
        string.Join('|', named).ShouldBe(names);
    }

    [Fact]
    public void Dates_at_the_ends_of_time_end() =>
        DateBands.Choose(DateTimeZone.Utc, Language.Time.Microseconds.Min, Language.Time.Microseconds.Max).Bounds.Count.ShouldBeLessThan(2000);

    private static long Microseconds(string date) => Language.Time.Microseconds.FromLocal(LocalDatePattern.Iso.Parse(date).Value.AtMidnight(), DateTimeZone.Utc);
}
