using NodaTime;
using NodaTime.Text;
using Strata.Language.Time;

namespace Strata.Platform.Time;

/// <summary>Instants as people write them in files and on the command line.</summary>
public static class InstantText
{
    private static readonly LocalDatePattern Date = LocalDatePattern.Iso;

    private static readonly LocalDateTimePattern[] Local =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFF"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
    ];

    private static readonly OffsetDateTimePattern[] Offset =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    /// <summary>
    /// UTC microseconds of <c>2026-11-22</c> (midnight in the zone), <c>2026-11-22T09:30[:15[.123456]]</c> (on the zone's clock; a time
    /// that is skipped moves forward, one that occurs twice is the earlier) or the same with <c>Z</c> or <c>+01:00</c>; a space may stand
    /// for the T. Null where the text is none of these.
    /// </summary>
    public static long? Parse(string text, DateTimeZone zone)
    {
        text = text.Trim();
        if (Date.Parse(text) is { Success: true } date)
        {
            return Calendar.Midnight(date.Value, zone);
        }

        if (text.Length > 10 && text[10] == ' ')
        {
            text = string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11));
        }

        foreach (OffsetDateTimePattern pattern in Offset)
        {
            if (pattern.Parse(text) is { Success: true } parsed)
            {
                return Microseconds.FromInstant(parsed.Value.ToInstant());
            }
        }

        foreach (LocalDateTimePattern pattern in Local)
        {
            if (pattern.Parse(text) is { Success: true } parsed)
            {
                return Microseconds.FromLocal(parsed.Value, zone);
            }
        }

        return null;
    }

    /// <summary>The zone of an IANA name such as <c>Europe/Berlin</c>, or null where there is none.</summary>
    public static DateTimeZone? Zone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
}
