namespace Strata.Index.Live;

/// <summary>What made a membership change, as far as the circuit knows.</summary>
public enum LiveTrigger
{
    /// <summary>What was said last: the event that arrived, the rows that changed, the definitions.</summary>
    Said,

    /// <summary>An event that had arrived before came to its instant.</summary>
    EventDue,

    /// <summary>Time passed.</summary>
    Expiry,
}

/// <summary>An entity entered or left a segment.</summary>
/// <param name="Segment">The segment's number: its place in what was defined.</param>
/// <param name="Reference">The entity.</param>
/// <param name="Entered">True where it entered.</param>
/// <param name="At">The instant, in UTC microseconds.</param>
/// <param name="Trigger">Why.</param>
/// <param name="EventId">The event that came to its instant; else null.</param>
public readonly record struct LiveChange(int Segment, int Reference, bool Entered, long At, LiveTrigger Trigger, string? EventId);
