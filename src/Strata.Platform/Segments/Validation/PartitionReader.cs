using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;

namespace Strata.Platform.Segments.Validation;

/// <summary>Everybody in the universe of a segmentation at an instant, by their group.</summary>
/// <param name="Universe">Who is divided.</param>
/// <param name="Matching">Who matches each part, in its universe, whatever parts come before.</param>
/// <param name="Groups">Who is in each group: those of the parts in order, then the rest.</param>
internal sealed record Partition(Bitmap Universe, IReadOnlyList<Bitmap> Matching, IReadOnlyList<Bitmap> Groups)
{
    /// <summary>The number of somebody's group, or −1 outside of the universe.</summary>
    public int GroupOf(long reference)
    {
        if (!Universe[reference])
        {
            return -1;
        }

        for (int group = 0; group < Groups.Count; group++)
        {
            if (Groups[group][reference])
            {
                return group;
            }
        }

        throw new InvalidOperationException("Somebody of the universe is in no group.");
    }
}

/// <summary>Divides everybody as of instants; each instant is evaluated once.</summary>
internal sealed class PartitionReader(IAudienceEngine engine, SegmentationPlan plan, CancellationToken cancellation)
{
    private readonly Dictionary<long, Partition> _read = [];

    /// <summary>Who there was when it was asked first; whoever came since is left out.</summary>
    private long? _length;

    /// <summary>The groups: the values of the parts in order, then that of the rest.</summary>
    public IReadOnlyList<string> Values { get; } = [.. plan.Parts.Select(part => part.Value), plan.Other];

    /// <summary>Everybody as of T.</summary>
    public Partition At(AsOf asOf)
    {
        if (_read.TryGetValue(asOf.Instant, out Partition? known))
        {
            return known;
        }

        Bitmap universe = Members(plan.Universe ?? new BoundConstant(true), asOf);
        Bitmap left = universe.Clone();
        var matching = new List<Bitmap>();
        var groups = new List<Bitmap>();
        foreach (SegmentationPart part in plan.Parts)
        {
            Bitmap matches = Members(part.Where, asOf);
            matches.IntersectWith(universe);
            Bitmap group = matches.Clone();
            group.IntersectWith(left);
            left.ExceptWith(group);
            matching.Add(matches);
            groups.Add(group);
        }

        groups.Add(left);
        return _read[asOf.Instant] = new Partition(universe, matching, groups);
    }

    private Bitmap Members(BoundExpr where, AsOf asOf)
    {
        Bitmap refs = engine.Members(new SegmentPlan(null, plan.Of, where, null, []), asOf, cancellation).Refs;
        _length ??= refs.Length;
        return refs.Length == _length ? refs : refs.Resized(_length.Value);
    }
}
