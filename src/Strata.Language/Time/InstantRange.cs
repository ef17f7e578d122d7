namespace Strata.Language.Time;

/// <summary>A range of instants that depends on T; both ends included once resolved.</summary>
/// <param name="Lower">The first instant in the range, or null for none.</param>
/// <param name="Upper">The last instant in the range, or null for none.</param>
public sealed record InstantRange(InstantBound? Lower, InstantBound? Upper)
{
    /// <summary>Every event up to T.</summary>
    public static InstantRange Ever { get; } = new(null, new AsOfBound(null, 0));

    /// <summary>The ends at T, both included; the range is empty where the first is past the last.</summary>
    public (long First, long Last) Resolve(AsOf asOf) =>
        (Lower?.Resolve(asOf) ?? long.MinValue, Upper?.Resolve(asOf) ?? long.MaxValue);

    /// <summary>The ends at T for events, which after T do not exist yet.</summary>
    public (long First, long Last) ResolveForEvents(AsOf asOf)
    {
        (long first, long last) = Resolve(asOf);
        return (first, Math.Min(last, asOf.Instant));
    }
}
