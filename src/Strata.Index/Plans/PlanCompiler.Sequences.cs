using System.Numerics;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Index.Plans;

internal sealed partial class PlanCompiler
{
    /// <summary>
    /// Entities with an event in the window that starts a chain (or, for every, without one that does not). What follows from an event of
    /// a step depends on its instant alone, so each is worked out once, from the last step back.
    /// </summary>
    private BitsNode Sequence(BoundQuantified quantified, RowSet rows)
    {
        (long first, long last) = (quantified.Window ?? InstantRange.Ever).ResolveForEvents(asOf);
        MatchingRows starts = Matching(quantified.Source, quantified.Every ? null : quantified.Where);
        Continuation next = Continuation.End;
        for (int at = quantified.Steps.Count - 1; at >= 0; at--)
        {
            BoundStep step = quantified.Steps[at];
            next = new Continuation(step, Matching(step.Source, step.Where), next, asOf.Instant);
        }

        NativeArray<ulong>? satisfied = quantified is { Every: true, Where: { } where } ? Satisfying(where, RowsOf(quantified.Source.Row)) : null;
        var found = Own(new NativeArray<ulong>(state.Budget, rows.WordCount));
        for (int word = 0; word < starts.Entities.Length; word++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (ulong bits = starts.Entities[word]; bits != 0; bits &= bits - 1)
            {
                long entity = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                (int from, int to) = starts.Window(starts.SlotOf(entity), first, last);
                for (int i = from; i < to; i++)
                {
                    bool chained = (satisfied is null || IsSet(satisfied, starts.Rows[i])) && next.Holds(entity, starts.Instants![i]);
                    if (chained != quantified.Every)
                    {
                        found[word] |= bits & (~bits + 1);
                        break;
                    }
                }
            }
        }

        if (quantified.Every)
        {
            for (int word = 0; word < found.Length; word++)
            {
                found[word] = ~found[word];
            }
        }

        return new BitsNode(found, ShareOf(found, rows));
    }

    private NativeArray<ulong> Satisfying(BoundExpr where, RowSet rows) => Own(_runner.Bits(rows, Predicate(where, rows), state.Budget));

    private static bool IsSet(NativeArray<ulong> bits, long row) => (bits[row >> 6] & (1UL << (int)(row & 63))) != 0;

    /// <summary>What must follow an instant: a step, and what follows that.</summary>
    private sealed class Continuation
    {
        private readonly BoundStep? _step;
        private readonly MatchingRows? _rows;
        private readonly Continuation? _next;
        private readonly long _now;

        /// <summary>For each of the rows how many before it continue; so that a range of them is asked at once. Null for an absence.</summary>
        private readonly int[]? _continuing;

        public Continuation(BoundStep step, MatchingRows rows, Continuation next, long now)
        {
            _step = step;
            _rows = rows;
            _next = next;
            _now = now;
            if (!step.Absent)
            {
                _continuing = CountContinuing(rows, next);
            }
        }

        private Continuation()
        {
        }

        /// <summary>Nothing more.</summary>
        public static Continuation End { get; } = new();

        /// <summary>Whether the rest of the chain holds after the instant of the last event that happened.</summary>
        public bool Holds(long entity, long instant)
        {
            if (_step is null)
            {
                return true;
            }

            // Lengths may reach past the end of time.
            long until = instant > long.MaxValue - _step.WithinMicroseconds ? long.MaxValue : instant + _step.WithinMicroseconds;
            int slot = _rows!.SlotOf(entity);
            (int start, int end) = slot < 0 ? (0, 0) : _rows.Window(slot, instant + 1, Math.Min(until, _now));
            if (_continuing is not null)
            {
                return start < end && _continuing[end] > _continuing[start];
            }

            return until <= _now && start >= end && _next!.Holds(entity, instant);
        }

        private static int[] CountContinuing(MatchingRows rows, Continuation next)
        {
            var counts = new int[rows.Rows.Length + 1];
            for (int word = 0; word < rows.Entities.Length; word++)
            {
                for (ulong bits = rows.Entities[word]; bits != 0; bits &= bits - 1)
                {
                    long entity = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                    int slot = rows.SlotOf(entity);
                    for (int at = rows.Starts[slot]; at < rows.Starts[slot + 1]; at++)
                    {
                        counts[at + 1] = counts[at] + (next.Holds(entity, rows.Instants![at]) ? 1 : 0);
                    }
                }
            }

            return counts;
        }
    }
}
