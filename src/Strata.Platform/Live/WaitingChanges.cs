using Strata.Index.Bitmaps;
using Strata.Language.Catalog;

namespace Strata.Platform.Live;

/// <summary>
/// Changes of membership that wait to be told, in order. Where a definition concerns everybody at once, only the sets of those who came and
/// went are kept until their turn: millions of changes take no memory to speak of.
/// </summary>
/// <param name="names">Knows ids.</param>
internal sealed class WaitingChanges(MembershipNames names)
{
    private readonly Queue<object> _waiting = new();

    /// <summary>Adds a change.</summary>
    public void Add(MembershipChange change) => _waiting.Enqueue(change);

    /// <summary>Adds everybody who came to a segment or went.</summary>
    /// <param name="definition">The segment.</param>
    /// <param name="left">Who went.</param>
    /// <param name="entered">Who came.</param>
    /// <param name="at">When, in UTC microseconds.</param>
    /// <param name="cause">Why.</param>
    public void Add(LiveDefinition definition, Bitmap left, Bitmap entered, long at, MembershipCause cause) =>
        _waiting.Enqueue(new Many(definition, at, cause, Each(left, entered).GetEnumerator()));

    /// <summary>Takes the next changes.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="catalog">What tells tables from one another.</param>
    public IReadOnlyList<MembershipChange> Take(int most, DataCatalog catalog)
    {
        var taken = new List<MembershipChange>();
        while (taken.Count < most && _waiting.TryPeek(out object? next))
        {
            if (next is not Many many || !Take(many, taken, most, catalog))
            {
                _waiting.Dequeue();
            }

            if (next is MembershipChange change)
            {
                taken.Add(change);
            }
        }

        return taken;
    }

    /// <summary>Takes some of many; false where there are no more.</summary>
    private bool Take(Many many, List<MembershipChange> taken, int most, DataCatalog catalog)
    {
        var some = new List<(long Ref, bool Entered)>();
        bool hasMore = true;
        while (some.Count < most - taken.Count && (hasMore = many.Rest.MoveNext()))
        {
            some.Add(many.Rest.Current);
        }

        LiveDefinition definition = many.Definition;
        EntityKind of = definition.Plan.Of;
        names.Learn(catalog, [.. some.Select(one => (of, one.Ref))]);
        taken.AddRange(some.Select(one =>
            new MembershipChange(definition.Name, definition.Version, of, one.Ref, names.Of(of, one.Ref), one.Entered, many.At, many.Cause)));
        return hasMore;
    }

    private static IEnumerable<(long Ref, bool Entered)> Each(Bitmap left, Bitmap entered) =>
        left.Positions().Select(reference => (reference, false)).Concat(entered.Positions().Select(reference => (reference, true)));

    private sealed record Many(LiveDefinition Definition, long At, MembershipCause Cause, IEnumerator<(long Ref, bool Entered)> Rest);
}
