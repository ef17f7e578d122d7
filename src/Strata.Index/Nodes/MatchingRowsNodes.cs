using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Rows;

namespace Strata.Index.Nodes;

/// <summary>
/// Entities that have at least k matching events from an instant on: those whose k-th newest is not before it. One comparison an entity
/// that has such events, whatever their number.
/// </summary>
internal sealed unsafe class NewestFromNode(MatchingRows matching, int k, long first, long universe) : Node
{
    private readonly NativeArray<long> _newest = matching.NewestOf(k);

    public override double Cost => 0.05 + (0.8 * matching.SlotCount / Math.Max(1, universe));

    public override double Share => 0.5 * matching.SlotCount / Math.Max(1, universe) / k;

    public override double Bytes => (3 / 16.0) + (8.0 * matching.SlotCount / Math.Max(1, universe));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        Vector512<long> bound = Vector512.Create(first);
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
            {
                continue;
            }

            ulong entities = matching.Entities[firstWord + i];
            mask[i] &= entities == 0 || (entities & mask[i]) == 0 ? 0 : Holding(entities, matching.Ranks[firstWord + i], bound);
        }
    }

    /// <summary>Compares the slots of a word, which lie together, and spreads the outcome over the bits of their entities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Holding(ulong entities, int slot, Vector512<long> bound)
    {
        int count = BitOperations.PopCount(entities);
        long* newest = _newest.Pointer + slot;
        ulong outcome = 0;
        for (int at = 0; at < count; at += Vector512<long>.Count)
        {
            outcome |= Vector512.GreaterThanOrEqual(Vector512.Load(newest + at), bound).ExtractMostSignificantBits() << at;
        }

        return Spread(outcome, entities);
    }

    /// <summary>The n-th bit of the outcome at the place of the n-th bit that is set.</summary>
    private static ulong Spread(ulong outcome, ulong places)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitDeposit(outcome, places);
        }

        ulong spread = 0;
        for (; places != 0; places &= places - 1, outcome >>= 1)
        {
            spread |= (outcome & 1) != 0 ? places & (~places + 1) : 0;
        }

        return spread;
    }
}

/// <summary>Entities whose matching rows, in a window, pass a test; those without any pass where <paramref name="heldByNothing"/>.</summary>
internal abstract class SlotNode(MatchingRows matching, bool heldByNothing, double costOfSlot, long universe) : Node
{
    public override double Cost => 0.1 + (costOfSlot * matching.SlotCount / Math.Max(1, universe));

    public override double Share => heldByNothing ? 0.9 : 0.5 * matching.SlotCount / Math.Max(1, universe);

    public override double Bytes => (3 / 16.0) + (((4.0 * matching.SlotCount) + (12.0 * matching.Rows.Length)) / Math.Max(1, universe));

    /// <summary>The rows.</summary>
    protected MatchingRows Matching => matching;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            ulong asked = mask[i];
            if (asked == 0)
            {
                continue;
            }

            ulong entities = matching.Entities[firstWord + i];
            ulong kept = heldByNothing ? asked : asked & entities;
            for (ulong bits = asked & entities; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                int slot = matching.Ranks[firstWord + i] + BitOperations.PopCount(entities & ((1UL << bit) - 1));
                if (!Holds(slot))
                {
                    kept &= ~(1UL << bit);
                }
            }

            mask[i] = kept;
        }
    }

    /// <summary>Whether a slot passes.</summary>
    protected abstract bool Holds(int slot);
}

/// <summary>The number of matching rows in the window is within bounds.</summary>
internal sealed class CountNode(MatchingRows matching, long first, long last, Int128 least, Int128 most, long universe)
    : SlotNode(matching, least <= 0 && most >= 0, 8, universe)
{
    protected override bool Holds(int slot)
    {
        (int start, int end) = Matching.Window(slot, first, last);
        int count = Math.Max(0, end - start);
        return count >= least && count <= most;
    }
}

/// <summary>An aggregate of the matching rows in the window passes a test.</summary>
internal sealed class AggregateNode(
    MatchingRows matching, long first, long last, RowAggregate aggregate, Func<DataValue, bool> holds, long universe)
    : SlotNode(matching, aggregate.Nothing is { IsKnown: true } nothing && holds(nothing), 60, universe)
{
    protected override bool Holds(int slot)
    {
        (int start, int end) = Matching.Window(slot, first, last);
        DataValue value = aggregate.Of(Matching.Rows.Slice(start, Math.Max(0, end - start)));
        return value.IsKnown && holds(value);
    }
}
