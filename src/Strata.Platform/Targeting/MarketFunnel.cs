using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Targeting;

/// <summary>What a layer of the market is.</summary>
public enum FunnelLayer
{
    /// <summary>Every account.</summary>
    Everybody,

    /// <summary>The total market.</summary>
    Market,

    /// <summary>Those who fit: the ideal customer profile, or the target market.</summary>
    Profile,

    /// <summary>Of those, whom no suppression keeps from being approached.</summary>
    Approachable,

    /// <summary>The target account list.</summary>
    List,
}

/// <summary>A layer of the market: those of the layer before who are also in its segment.</summary>
/// <param name="Layer">What it is.</param>
/// <param name="Segment">The segment that it is; null for everybody, and for those whom several suppressions leave.</param>
/// <param name="Title">The segment's name as shown to people; null where there is no segment.</param>
/// <param name="Size">How many are in it.</param>
/// <param name="ShareOfBefore">Their share of the layer before, 0 to 1; null for the first, and where that is empty.</param>
public sealed record FunnelStep(FunnelLayer Layer, string? Segment, string? Title, long Size, double? ShareOfBefore);

/// <summary>
/// The market narrowed from every account to the target account list, by the segments that a team keeps for it: those that
/// <see cref="TargetListBuilder"/> starts from, and the list that it makes. Everything is read from members that are known already.
/// </summary>
/// <param name="Steps">The layers that there are, the widest first; each is within the one before.</param>
/// <param name="Missing">Layers that no segment says.</param>
public sealed record MarketFunnel(IReadOnlyList<FunnelStep> Steps, IReadOnlyList<FunnelLayer> Missing)
{
    private static readonly (FunnelLayer Layer, string[] Segments)[] Layers =
    [
        (FunnelLayer.Market, ["total-market"]),
        (FunnelLayer.Profile, ["icp", "target-market"]),
        (FunnelLayer.Approachable, []),
        (FunnelLayer.List, [new TargetOptions().Name, "target-accounts"]),
    ];

    /// <summary>Reads it.</summary>
    /// <param name="library">The definitions.</param>
    /// <param name="everybody">Every account; it is kept as it is.</param>
    /// <param name="members">The members of a segment of accounts that can be evaluated.</param>
    public static MarketFunnel Find(DefinitionLibrary library, Bitmap everybody, Func<LibraryEntry, Bitmap> members)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(everybody);
        ArgumentNullException.ThrowIfNull(members);
        Bitmap left = everybody.Clone();
        var steps = new List<FunnelStep> { new(FunnelLayer.Everybody, null, null, left.Count(), null) };
        var missing = new List<FunnelLayer>();
        foreach ((FunnelLayer layer, string[] names) in Layers)
        {
            LibraryEntry? entry = null;
            if (layer == FunnelLayer.Approachable)
            {
                LibraryEntry[] suppressions = Suppressions.Of(library, EntityKind.Account, named: null);
                foreach (LibraryEntry suppression in suppressions)
                {
                    left.ExceptWith(members(suppression));
                }

                entry = suppressions is [var only] ? only : null;
                if (suppressions.Length == 0)
                {
                    missing.Add(layer);
                    continue;
                }
            }
            else if ((entry = names.Select(library.FindSegment).FirstOrDefault(found => found is { IsValid: true, Definition.Of: EntityKind.Account })) is { } segment)
            {
                left.IntersectWith(members(segment));
            }
            else
            {
                missing.Add(layer);
                continue;
            }

            long size = left.Count(), before = steps[^1].Size;
            steps.Add(new FunnelStep(layer, entry?.Definition.Name, (entry?.Definition as SegmentDefinition)?.Title, size, before == 0 ? null : (double)size / before));
        }

        return new MarketFunnel(steps, missing);
    }
}
