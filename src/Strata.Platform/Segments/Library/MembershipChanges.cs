using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Warehouse.Query;

namespace Strata.Platform.Segments.Library;

/// <summary>Compares the members of two forms of a segment at one instant.</summary>
internal sealed class MembershipChanges(SegmentReader reader, AsOf asOf, CancellationToken cancellation)
{
    /// <summary>How many there are, entered and left.</summary>
    /// <param name="before">The segment as it was; null where it was not.</param>
    /// <param name="after">The segment as it is; null where it is no more.</param>
    public MembershipDelta Count(SegmentPlan? before, SegmentPlan? after)
    {
        long was = before is null ? 0 : reader.Count(before, asOf, cancellation);
        long size = after is null ? 0 : reader.Count(after, asOf, cancellation);
        long entered = before is null || after is null || before.Of != after.Of ? size : reader.Count(Without(after, before), asOf, cancellation);
        return new MembershipDelta(size, entered, was - (size - entered));
    }

    /// <summary>The ids that are in the one and not in the other, ascending.</summary>
    public IReadOnlyList<string> Ids(SegmentPlan? members, SegmentPlan? others)
    {
        if (members is null)
        {
            return [];
        }

        return reader.MemberIds(others is null || others.Of != members.Of ? members : Without(members, others), asOf, cancellation);
    }

    private static SegmentPlan Without(SegmentPlan members, SegmentPlan others) =>
        new(null, members.Of, new BoundAnd([members.Membership, new BoundNot(others.Membership)]), null, []);
}
