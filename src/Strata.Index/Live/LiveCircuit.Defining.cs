using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Live;

public sealed partial class LiveCircuit
{
    /// <summary>
    /// Sets the segments, in place of those before. Leaves that were there stay; new ones are evaluated for everybody. Nobody is told
    /// of memberships that follow: whoever defines compares the members.
    /// </summary>
    /// <param name="plans">The segments; a segment's number is its place here.</param>
    /// <param name="cancellation">Ends the evaluation; the circuit is of no use then.</param>
    public void Define(IReadOnlyList<SegmentPlan> plans, CancellationToken cancellation = default)
    {
        LiveSegmentState[] before = _segments;
        int known = _leaves.Count;
        if (before.Length == 0)
        {
            ReadEverybody();
        }

        _segments = [.. plans.Select(Compile)];
        foreach (LiveLeaf leaf in before.SelectMany(segment => segment.Leaves))
        {
            Release(leaf);
        }

        for (int number = 0; number < _segments.Length; number++)
        {
            foreach (LiveLeaf leaf in _segments[number].Leaves)
            {
                if (!leaf.Segments.Contains(number))
                {
                    leaf.Segments.Add(number);
                }
            }
        }

        Fill([.. _leaves.Skip(known).OfType<LiveLeaf>()], cancellation);
        foreach (LiveSegmentState segment in _segments)
        {
            segment.Members = MembersOf(segment);
        }
    }

    /// <summary>Evaluates everything again, for everybody, from what is stored: after anything may have changed.</summary>
    public void Rebuild()
    {
        SegmentPlan[] plans = [.. _segments.Select(segment => segment.Plan)];
        Define([]);
        Define(plans);
    }

    private void ReadEverybody()
    {
        foreach (EntityKind of in _existing.Keys.ToArray())
        {
            _existing[of] = EntityBits.Of(_data.Everybody(of));
        }

        AwaitAgain();
    }

    private LiveSegmentState Compile(SegmentPlan plan)
    {
        var leaves = new List<LiveLeaf>();
        var compiler = new FormulaCompiler(plan.Of, key =>
        {
            LiveLeaf leaf = LeafOf(key, plan.Of);
            leaf.Holders++;
            leaves.Add(leaf);
            return leaf;
        });
        return new LiveSegmentState(plan, compiler.Compile(plan.Membership), leaves);
    }

    private LiveLeaf LeafOf(object key, EntityKind of)
    {
        // The same words can stand for an account and for a contact.
        object identity = key is BoundExpr and not BoundTop ? (of, key) : key;
        if (_leafOf.TryGetValue(identity, out LiveLeaf? leaf))
        {
            return leaf;
        }

        int level = 0;
        foreach (BoundTop rank in key is BoundExpr reading ? new LeafReads(reading).Tops : [])
        {
            LiveLeaf inner = LeafOf(rank, rank.Entity);
            inner.Holders++;
            level = Math.Max(level, inner.Level + 1);
        }

        int number = _leaves.Count;
        leaf = key switch
        {
            RecentCondition condition => new RecentLeaf(number, condition, _asOf),
            BoundTop top => new TopLeaf(number, top, level, _data, this),
            BoundExpr expression => new RowsLeaf(number, of, expression, level, _data, this),
            _ => throw new InvalidOperationException($"Unknown leaf {key.GetType().Name}."),
        };
        _leaves.Add(leaf);
        _leafOf.Add(identity, leaf);
        _directory.Add(leaf);
        return leaf;
    }

    private void Release(LiveLeaf leaf)
    {
        leaf.Segments.Clear();
        if (--leaf.Holders > 0)
        {
            return;
        }

        _leaves[leaf.Number] = null;
        _directory.Remove(leaf);
        _leafOf.Remove(_leafOf.First(pair => pair.Value == leaf).Key);
        IReadOnlyList<BoundTop> ranks = leaf switch { RowsLeaf rows => rows.Reads.Tops, TopLeaf top => top.Reads.Tops, _ => [] };
        foreach (BoundTop rank in ranks)
        {
            Release(_leafOf[rank]);
        }
    }

    private EntityBits MembersOf(LiveSegmentState segment)
    {
        Bitmap members = _existing[segment.Plan.Of].ToBitmap(LengthOf(segment.Plan.Of));
        Span<ulong> words = members.Words;
        for (int word = 0; word < words.Length; word++)
        {
            words[word] &= segment.Formula.Word(word);
        }

        return EntityBits.Of(members);
    }
}
