using NodaTime;
using Strata.Language.Ast;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Language.Time;

/// <summary>
/// One end of a range of instants, as a function of T. Every bound is computed once from T, in C#, and handed to engines as a value.
/// Steps of fixed length never decrease as T grows; steps of months, quarters and years may (a clamped day, a clock change), so whoever
/// looks for the T at which a bound passes an instant must follow every crossing.
/// </summary>
/// <param name="Shift">Microseconds added after: +1 or −1 where the written bound is exclusive.</param>
public abstract record InstantBound(long Shift)
{
    /// <summary>True where the bound moves with T.</summary>
    public abstract bool Moves { get; }

    /// <summary>The instant, in microseconds.</summary>
    public long Resolve(AsOf asOf) => Anchor(asOf) + Shift;

    private protected abstract long Anchor(AsOf asOf);
}

/// <summary>T itself moved by a number of durations (negative for earlier).</summary>
public sealed record AsOfBound(Duration? Duration, int Times, long Shift = 0) : InstantBound(Shift)
{
    /// <inheritdoc/>
    public override bool Moves => true;

    private protected override long Anchor(AsOf asOf) => Duration is null ? asOf.Instant : Calendar.Shift(asOf, Duration, Times);
}

/// <summary>The start of the calendar unit that holds T, moved by whole units.</summary>
public sealed record UnitStartBound(TimeUnit Unit, int Units, long Shift = 0) : InstantBound(Shift)
{
    /// <inheritdoc/>
    public override bool Moves => true;

    private protected override long Anchor(AsOf asOf) => Calendar.UnitStart(asOf, Unit, Units);
}

/// <summary>A fixed instant.</summary>
public sealed record FixedBound(long Instant, long Shift = 0) : InstantBound(Shift)
{
    /// <inheritdoc/>
    public override bool Moves => false;

    private protected override long Anchor(AsOf asOf) => Instant;
}

/// <summary>A fixed time on the wall clock of the workspace's zone; a bare date is its midnight.</summary>
public sealed record LocalBound(LocalDateTime Local, long Shift = 0) : InstantBound(Shift)
{
    /// <inheritdoc/>
    public override bool Moves => false;

    private protected override long Anchor(AsOf asOf) =>
        Local.TimeOfDay == LocalTime.Midnight ? Calendar.Midnight(Local.Date, asOf.Zone) : Microseconds.FromLocal(Local, asOf.Zone);
}
