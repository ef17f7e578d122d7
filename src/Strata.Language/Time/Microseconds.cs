using NodaTime;

namespace Strata.Language.Time;

/// <summary>Instants as UTC microseconds since 1970 in a 64-bit integer, the form every engine compares (language.md section 4).</summary>
public static class Microseconds
{
    /// <summary>Microseconds in a second.</summary>
    public const long PerSecond = 1_000_000;

    /// <summary>Microseconds in 24 hours.</summary>
    public const long PerDay = 86_400 * PerSecond;

    /// <summary>The earliest instant that calendar arithmetic accepts: 0001-01-01T00:00:00Z.</summary>
    public const long Min = -62_135_596_800L * PerSecond;

    /// <summary>The latest instant that calendar arithmetic accepts: the last microsecond of the year 9999.</summary>
    public const long Max = (253_402_300_800L * PerSecond) - 1;

    /// <summary>The instant of a count of microseconds.</summary>
    public static Instant ToInstant(long microseconds) => NodaConstants.UnixEpoch.PlusTicks(microseconds * 10);

    /// <summary>Microseconds of an instant, rounded down.</summary>
    public static long FromInstant(Instant instant) => Math.DivRem(instant.ToUnixTimeTicks(), 10, out long rest) - (rest < 0 ? 1 : 0);

    /// <summary>Microseconds of a local time in a zone; a time that is skipped moves forward by the gap, one that occurs twice is the earlier.</summary>
    public static long FromLocal(LocalDateTime local, DateTimeZone zone) =>
        FromInstant(zone.ResolveLocal(local, NodaTime.TimeZones.Resolvers.LenientResolver).ToInstant());

    /// <summary>ISO 8601 in UTC with as many fractional digits as are needed: <c>2026-11-22T00:00:00Z</c>.</summary>
    public static string ToText(long microseconds) =>
        NodaTime.Text.InstantPattern.ExtendedIso.Format(ToInstant(microseconds));
}
