using Strata.Index.Bitmaps;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Plans;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

public sealed partial class LiveCircuit
{
    /// <summary>Those who are put off are evaluated in so many parts, each read at once.</summary>
    private const int Parts = 256;

    /// <summary>In microseconds, the longest first: so far ahead of the present it is asked whose truth time may turn.</summary>
    private static readonly long[] Horizons =
        [30 * Microseconds.PerDay, 7 * Microseconds.PerDay, Microseconds.PerDay, Microseconds.PerDay / 24];

    /// <summary>Evaluates new leaves for everybody, those first that others read.</summary>
    private void Fill(IReadOnlyList<LiveLeaf> leaves, CancellationToken cancellation)
    {
        int done = 0;
        void Filled(int more) => _filling.Progress?.Invoke(done += more, leaves.Count);
        Filled(0);
        FillRecent([.. leaves.OfType<RecentLeaf>()], Filled, cancellation);
        foreach (IGrouping<int, LiveLeaf> level in leaves.Where(leaf => leaf is not RecentLeaf).GroupBy(leaf => leaf.Level).OrderBy(level => level.Key))
        {
            foreach (RowsLeaf leaf in level.OfType<RowsLeaf>())
            {
                FillRows(leaf, cancellation);
                Filled(1);
            }

            foreach (TopLeaf leaf in level.OfType<TopLeaf>())
            {
                FillTop(leaf, cancellation);
                Filled(1);
            }
        }
    }

    /// <summary>
    /// Evaluates a condition: for everybody at once where that can be had, and then one by one those whose truth needs a timer or rests
    /// on what is not stored.
    /// </summary>
    private void FillRows(RowsLeaf leaf, CancellationToken cancellation)
    {
        Bitmap? left = FillAtOnce(leaf);
        ForEach(
            leaf.Of,
            left,
            leaf.Reads.Fields,
            (reference, data) =>
            {
                Stable truth = leaf.Evaluate(data, reference, _asOf);
                leaf.Truth.Set(reference, truth.Value);
                SetTimer(leaf, reference, truth.Period.Until);
            },
            cancellation);
    }

    /// <summary>Ranks those who may be.</summary>
    private void FillTop(TopLeaf leaf, CancellationToken cancellation)
    {
        (Bitmap Ranked, Bitmap Open)? candidates = CandidatesOf(leaf);
        FieldsRead fields = candidates is { } known && known.Open.Count() == 0 ? leaf.FieldsOfRank : leaf.Reads.Fields;
        ForEach(
            leaf.Of,
            candidates?.Ranked,
            fields,
            (reference, data) =>
            {
                bool isAmong = candidates is { } found && !found.Open[reference];
                SetTimer(leaf, reference, leaf.Rank(data, reference, _asOf, isAmong).Until);
            },
            cancellation);
        leaf.Settle([], []);
    }

    /// <summary>
    /// Who may be ranked, and of whom of them it is open whether they are; null where everybody has to be asked: nothing is known
    /// beforehand, or no engine answers for everybody at once.
    /// </summary>
    private (Bitmap Ranked, Bitmap Open)? CandidatesOf(TopLeaf leaf)
    {
        BoundTop top = leaf.Top;
        BoundExpr varying = top.Among is null ? new BoundConstant(false) : new TimeVariation(_asOf, null).Of(top.Among);
        BoundExpr[] conditions =
        [
            .. top.Among is null ? [] : new[] { top.Among },
            .. new[] { top.By, top.Per }.OfType<BoundField>().Select(field => new BoundKnown(field)).Where(TimeDependence.IsTimeless),
        ];
        if (leaf.Reads.Tops.Count > 0
            || varying is BoundConstant { Value: true }
            || conditions.Length == 0
            || StoredNowOrMore(leaf, leaf.Reads, varying) is not { } open
            || StoredNowOrMore(leaf, leaf.Reads, new BoundAnd([.. conditions])) is not { } ranked)
        {
            return null;
        }

        ranked.UnionWith(open);
        return (ranked, open);
    }

    private void ForEach(EntityKind of, Bitmap? references, FieldsRead fields, Action<int, IEntityData> visit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _data.ForEach(of, references, fields, (reference, data) =>
        {
            cancellation.ThrowIfCancellationRequested();
            visit(reference, data);
        });
    }

    /// <summary>Sets the truth of everybody; returns for whom it has to be evaluated by itself, null for everybody.</summary>
    private Bitmap? FillAtOnce(RowsLeaf leaf)
    {
        BoundExpr varying = new TimeVariation(_asOf, null).Of(leaf.Expression);
        if (leaf.Reads.Tops.Count > 0
            || varying is BoundConstant { Value: true }
            || _data.Evaluate(leaf.Expression, leaf.Of, _asOf) is not { } truth
            || StoredNowOrMore(leaf, leaf.Reads, varying) is not { } left)
        {
            return null;
        }

        leaf.Truth = EntityBits.Of(truth);
        return left.Count() <= _filling.MostReadAtOnce ? left : PutOff(leaf, left);
    }

    /// <summary>
    /// Of many whose truth time may turn, those are evaluated now whom it may turn soon. The others get a timer at some instant before it
    /// may turn them: one instant for those who lie together, whatever the condition, as what is read of one costs as much as of many.
    /// </summary>
    /// <returns>Those who are to be evaluated now.</returns>
    private Bitmap PutOff(RowsLeaf leaf, Bitmap varying)
    {
        Bitmap open = varying;
        long present = Math.Max(Now, _filling.Present), length = LengthOf(leaf.Of);
        foreach (long horizon in Horizons)
        {
            if (StoredNowOrMore(leaf, leaf.Reads, new TimeVariation(_asOf, present - Now + horizon).Of(leaf.Expression)) is not { } sooner)
            {
                break;
            }

            foreach (long reference in open.Without(sooner).Positions())
            {
                SetTimer(leaf, (int)reference, present + 1 + (reference * Parts / length * (horizon / Parts)));
            }

            sooner.IntersectWith(open);
            open = sooner;
        }

        return open;
    }

    /// <summary>For whom a condition is true by what is stored and counts now, and everybody who has more rows than that.</summary>
    private Bitmap? StoredNowOrMore(LiveLeaf leaf, LeafReads reads, BoundExpr condition)
    {
        var found = new Bitmap(LengthOf(leaf.Of));
        if (condition is not BoundConstant { Value: false })
        {
            if (_data.Evaluate(condition, leaf.Of, _asOf) is not { } stored)
            {
                return null;
            }

            found.UnionWith(stored.Resized(found.Length));
        }

        foreach (int reference in WithMore(leaf, reads).Where(reference => reference < found.Length))
        {
            found.Add(reference);
        }

        return found;
    }

    /// <summary>Who has rows that count only later, or that are not stored yet.</summary>
    private HashSet<int> WithMore(LiveLeaf leaf, LeafReads reads)
    {
        HashSet<int> accounts = [], contacts = [];
        foreach ((EventRow happened, long? account) in _data.EventsNotStored().Concat(_awaited.Values))
        {
            if (reads.ReadsEvents(happened.Type.Name))
            {
                accounts.UnionWith(account is { } whose ? [Reference(whose)] : []);
                contacts.UnionWith(happened.Contact is { } who ? [Reference(who)] : []);
            }
        }

        foreach (RowType collection in reads.Collections)
        {
            accounts.UnionWith(_data.AccountsOfRowsAfter(collection, Now).Select(Reference));
        }

        return accounts.Count + contacts.Count == 0 ? [] : Concerned(leaf, reads, accounts, contacts);
    }

    private void FillRecent(RecentLeaf[] leaves, Action<int> filled, CancellationToken cancellation)
    {
        foreach (IGrouping<string, RecentLeaf> ofType in leaves.GroupBy(leaf => leaf.Type.Name, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            RecentLeaf[] readers = [.. ofType];
            var fields = readers.SelectMany(leaf => leaf.Fields).ToHashSet(StringComparer.Ordinal);
            _data.ForEachEvent(readers[0].Type, fields, (happened, account) =>
            {
                if (happened.Instant > Now)
                {
                    return;
                }

                foreach (RecentLeaf leaf in readers)
                {
                    if ((leaf.Of == EntityKind.Account ? account : happened.Contact) is { } reference)
                    {
                        leaf.Add(happened, Reference(reference));
                    }
                }
            });
            filled(readers.Length);
        }

        foreach (RecentLeaf leaf in leaves)
        {
            foreach (int reference in leaf.References.ToArray())
            {
                Stable truth = leaf.Evaluate(reference, _asOf);
                leaf.Truth.Set(reference, truth.Value);
                SetTimer(leaf, reference, truth.Period.Until);
            }
        }
    }
}
