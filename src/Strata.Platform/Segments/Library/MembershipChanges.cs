using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Control;

namespace Strata.Platform.Segments.Library;

/// <summary>Compares the members of two forms of a segment at one instant.</summary>
internal sealed class MembershipChanges(IAudienceEngine engine, MemberReader reader, AsOf asOf, CancellationToken cancellation)
{
    /// <summary>How many there are, entered and left, and who.</summary>
    /// <param name="before">The segment as it was; null where it was not.</param>
    /// <param name="after">The segment as it is; null where it is no more.</param>
    /// <param name="withIds">True to give the ids, false for counts alone.</param>
    public (MembershipDelta Delta, IReadOnlyList<string> Entering, IReadOnlyList<string> Leaving) Compare(SegmentPlan? before, SegmentPlan? after, bool withIds)
    {
        MemberSet? was = before is null ? null : engine.Members(before, asOf, cancellation);
        MemberSet? now = after is null ? null : engine.Members(after, asOf, cancellation);
        MemberSet? entered = Without(now, was), left = Without(was, now);
        return (
            new MembershipDelta(now?.Count ?? 0, entered?.Count ?? 0, left?.Count ?? 0),
            withIds ? Ids(entered) : [],
            withIds ? Ids(left) : []);
    }

    /// <summary>Where a segment changes from accounts to contacts, everyone leaves and others enter.</summary>
    private static MemberSet? Without(MemberSet? members, MemberSet? others) =>
        members is null || others is null || others.Of != members.Of ? members : members.Except(others);

    private IReadOnlyList<string> Ids(MemberSet? members) => members is null or { Count: 0 } ? [] : reader.Ids(members, cancellation);
}
