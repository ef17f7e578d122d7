using System.Text;
using NodaTime;
using Strata.Language.Time;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Tests.Import.Parsing;

public sealed class CellParsingTests
{
    [Theory]
    [InlineData("12", 120_000)]
    [InlineData("-3.5", -35_000)]
    [InlineData("1,234.5", 12_345_000)]
    [InlineData("12,345,678", 123_456_780_000)]
    [InlineData("$514,405.0", 5_144_050_000)]
    [InlineData("US$ 1.2bn", 12_000_000_000_000)]
    [InlineData("EUR 300k", 3_000_000_000)]
    [InlineData("300 USD", 3_000_000)]
    [InlineData("(1,200)", -12_000_000)]
    [InlineData("-$5", -50_000)]
    [InlineData("25%", 2_500)]
    [InlineData("1e6", 10_000_000_000)]
    [InlineData("1 234 567", 12_345_670_000)]
    [InlineData("0.00005", 0)]
    [InlineData("0.00015", 2)]
    public void Numbers(string text, long units)
    {
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out long parsed).ShouldBeTrue();
        parsed.ShouldBe(units);
    }

    [Theory]
    [InlineData("1.234,56 €", 12_345_600)]
    [InlineData("7,5", 75_000)]
    [InlineData("1.234.567", 12_345_670_000)]
    public void Numbers_with_a_decimal_comma(string text, long units)
    {
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: true, out long parsed).ShouldBeTrue();
        parsed.ShouldBe(units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,23,4")]
    [InlineData("12-34")]
    [InlineData("1.2.3")]
    [InlineData("920000000000000")]
    [InlineData("1e30")]
    [InlineData("51-200")]
    public void What_is_no_number(string text) => NumberText.TryParse(Encoding.UTF8.GetBytes(text), decimalComma: false, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T10:20:30Z", "2026-01-31T10:20:30Z")]
    [InlineData("2026-01-31 10:20:30.123456", "2026-01-31T10:20:30.123456Z")]
    [InlineData("2026-01-31T10:20:30+02:00", "2026-01-31T08:20:30Z")]
    [InlineData("2020-12-30 3:15:52", "2020-12-30T03:15:52Z")]
    [InlineData("2020-06-01 15:25:50.633 UTC", "2020-06-01T15:25:50.633Z")]
    [InlineData("20260131", "2026-01-31T00:00:00Z")]
    [InlineData("31.01.2026", "2026-01-31T00:00:00Z")]
    [InlineData("1/31/2026", "2026-01-31T00:00:00Z")]
    [InlineData("31/1/26 5:06 PM", "2026-01-31T17:06:00Z")]
    [InlineData("31 Jan 2026", "2026-01-31T00:00:00Z")]
    [InlineData("January 31st, 2026", "2026-01-31T00:00:00Z")]
    [InlineData("Sat, 31 Jan 2026 10:00:00 GMT", "2026-01-31T10:00:00Z")]
    [InlineData("31-Jan-26", "2026-01-31T00:00:00Z")]
    [InlineData("31. März 2026", "2026-03-31T00:00:00Z")]
    [InlineData("1902", "1902-01-01T00:00:00Z")]
    [InlineData("2013 (1888)", "2013-01-01T00:00:00Z")]
    [InlineData("1769853600", "2026-01-31T10:00:00Z")]
    [InlineData("1769853600123", "2026-01-31T10:00:00.123Z")]
    [InlineData("2026-02-30", "")]
    [InlineData("3/4/2026", "")]
    [InlineData("soon", "")]
    [InlineData("", "")]
    public void Dates(string text, string instant)
    {
        bool parsed = DateText.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.Unknown, DateTimeZone.Utc, out long microseconds);
        (parsed ? Microseconds.ToText(microseconds) : "").ShouldBe(instant);
    }

    [Theory]
    [InlineData("2026-03-04T15:30:59")]
    [InlineData("2024-02-29T00:00:00")]
    [InlineData("2026-02-29T00:00:00")]
    [InlineData("1969-12-31T23:59:59")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    [InlineData("2026-13-01T00:00:00")]
    [InlineData("2026-01-01T24:00:00")]
    [InlineData("2026-01-01T23:60:00")]
    [InlineData("2026-01-0aT10:00:00")]
    [InlineData("2a26-01-01T10:00:00")]
    public void The_form_that_machines_write_means_what_the_general_form_means(string instant)
    {
        DateTimeZone berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        bool usual = DateText.TryParse(Encoding.UTF8.GetBytes(instant + "Z"), DateOrder.Unknown, berlin, out long microseconds);
        bool general = DateText.TryParse(Encoding.UTF8.GetBytes(instant + ".0Z"), DateOrder.Unknown, berlin, out long expected);
        usual.ShouldBe(general);
        if (general)
        {
            microseconds.ShouldBe(expected);
        }
    }

    [Fact]
    public void A_bare_date_is_midnight_in_the_zone()
    {
        DateTimeZone berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        DateText.TryParse("2026-07-01"u8, DateOrder.Unknown, berlin, out long microseconds).ShouldBeTrue();
        Microseconds.ToText(microseconds).ShouldBe("2026-06-30T22:00:00Z");
    }

    [Theory]
    [InlineData("Yes", true)]
    [InlineData("f", false)]
    [InlineData("1", true)]
    [InlineData("NEIN", false)]
    public void Booleans(string text, bool value)
    {
        BooleanText.TryParse(Encoding.UTF8.GetBytes(text), out bool parsed).ShouldBeTrue();
        parsed.ShouldBe(value);
    }
}
