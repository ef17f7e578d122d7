using NodaTime;

namespace Strata.Language.Time;

/// <summary>The instant that a definition is evaluated at, with the zone that gives calendar words their meaning.</summary>
/// <param name="Instant">T, in UTC microseconds since 1970.</param>
/// <param name="Zone">The workspace's zone.</param>
public sealed record AsOf(long Instant, DateTimeZone Zone)
{
    /// <summary>T as an instant of NodaTime.</summary>
    public Instant AsInstant => Microseconds.ToInstant(Instant);

    /// <summary>T on the wall clock of the zone.</summary>
    public LocalDateTime Local => AsInstant.InZone(Zone).LocalDateTime;

    /// <summary>The same zone at another instant.</summary>
    public AsOf At(long instant) => new(instant, Zone);
}
