using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Language.Bound;

/// <summary>
/// A checked segment: its members at T are (those of <see cref="Where"/> and those on <see cref="IncludeIds"/>) less those of
/// <see cref="Exclude"/>, which is applied last.
/// </summary>
/// <param name="Name">Its name; null for an expression given directly.</param>
/// <param name="Of">What it is made of.</param>
/// <param name="Where">Its condition.</param>
/// <param name="Exclude">The suppression, or null for none.</param>
/// <param name="IncludeIds">Ids added by hand; ids that no entity has are without effect.</param>
public sealed record SegmentPlan(
    string? Name, EntityKind Of, BoundExpr Where, BoundExpr? Exclude, EquatableList<string> IncludeIds)
{
    /// <summary>The members as one expression.</summary>
    public BoundExpr Membership
    {
        get
        {
            BoundExpr members = IncludeIds.Count == 0
                ? Where
                : new BoundOr([Where, new BoundInList("include_list", IncludeIds, ThroughAccount: false)]);
            return Exclude is null ? members : new BoundAnd([members, new BoundNot(Exclude)]);
        }
    }
}

/// <summary>One part of a segmentation.</summary>
/// <param name="Value">The value it gives, as shown.</param>
/// <param name="Where">Who gets it, if no earlier part matched.</param>
public sealed record SegmentationPart(string Value, BoundExpr Where);

/// <summary>A checked segmentation: an ordered list of segments of which each entity gets the first that matches.</summary>
/// <param name="Name">Its name, used as a category field.</param>
/// <param name="Of">What it partitions.</param>
/// <param name="Universe">Who is partitioned, or null for everyone; outside, the value is missing.</param>
/// <param name="Parts">The parts in order.</param>
/// <param name="Other">The value of those that no part matches.</param>
public sealed record SegmentationPlan(
    string Name, EntityKind Of, BoundExpr? Universe, EquatableList<SegmentationPart> Parts, string Other);
