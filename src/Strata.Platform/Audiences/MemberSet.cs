using Strata.Index.Bitmaps;
using Strata.Language.Catalog;

namespace Strata.Platform.Audiences;

/// <summary>
/// Accounts or contacts, by their <c>ref</c> in the warehouse. Refs are dense from 0 but may have gaps; a set has a position for every
/// ref that the warehouse has given out, so that sets of the same entity can be combined.
/// </summary>
public sealed class MemberSet
{
    private long _count = -1;

    /// <summary>Makes a set of refs; it keeps the bitmap, which must not be changed any more.</summary>
    /// <param name="of">What the members are.</param>
    /// <param name="refs">Their refs; as long as the highest ref there is of that entity, plus one.</param>
    public MemberSet(EntityKind of, Bitmap refs)
    {
        ArgumentNullException.ThrowIfNull(refs);
        Of = of;
        Refs = refs;
    }

    /// <summary>What the members are.</summary>
    public EntityKind Of { get; }

    /// <summary>The refs of the members.</summary>
    public Bitmap Refs { get; }

    /// <summary>How many members there are; counted at the first use.</summary>
    public long Count => _count < 0 ? _count = Refs.Count() : _count;

    /// <summary>True for a member.</summary>
    public bool this[long reference] => Refs[reference];

    /// <summary>The members that are not in the other set.</summary>
    public MemberSet Except(MemberSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Bitmap refs = Refs.Clone();
        refs.ExceptWith(RefsOf(other, Refs.Length));
        return new MemberSet(Of, refs);
    }

    /// <summary>The members of both.</summary>
    public MemberSet Intersect(MemberSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Bitmap refs = Refs.Clone();
        refs.IntersectWith(RefsOf(other, Refs.Length));
        return new MemberSet(Of, refs);
    }

    /// <summary>The members of either.</summary>
    public MemberSet Union(MemberSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Bitmap refs = Refs.Resized(Math.Max(Refs.Length, other.Refs.Length));
        refs.UnionWith(RefsOf(other, refs.Length));
        return new MemberSet(Of, refs);
    }

    /// <summary>How many are in both.</summary>
    public long CountOfBoth(MemberSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Refs.CountOfBoth(RefsOf(other, Refs.Length));
    }

    /// <summary>Where rows came between the two questions one set is longer; nobody who came is in the other.</summary>
    private Bitmap RefsOf(MemberSet other, long length) =>
        other.Of != Of ? throw new ArgumentException("Accounts and contacts do not go together.", nameof(other))
        : other.Refs.Length == length ? other.Refs
        : other.Refs.Resized(length);
}
