using NodaTime;

namespace Strata.Platform.Time;

/// <summary>What a clock shows, as it is stored.</summary>
public static class Clocks
{
    /// <summary>The instant that a clock shows, in UTC microseconds.</summary>
    public static long Microseconds(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return Language.Time.Microseconds.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow()));
    }
}
