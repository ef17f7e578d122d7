using System.Text;
using Strata.Index.Columns;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Index.Plans;

internal sealed partial class PlanCompiler
{
    private Node InList(BoundInList test, RowSet rows)
    {
        if (test.ThroughAccount)
        {
            return OfOwner(FieldOwner.Account, rows, accounts => InList(test with { ThroughAccount = false }, accounts));
        }

        if (test.Ids.Count == 0)
        {
            return ConstantNode.False;
        }

        EntityKind kind = rows.Type.Kind == RowKind.Contact ? EntityKind.Contact : EntityKind.Account;
        return OfRefs(state.Source.FindRefs(kind, test.Ids, cancellation), rows);
    }

    private BitsNode Sample(BoundSample test, RowSet rows)
    {
        var key = new SampleKey(test, rows.Type.Kind);
        if (state.Find<NativeArray<ulong>>(key) is not { } bits)
        {
            bits = new NativeArray<ulong>(state.Budget, rows.WordCount);
            state.Source.Read(
                rows.Type,
                ["ref", "id"],
                chunk =>
                {
                    ReadOnlySpan<long> refs = chunk.Longs(0);
                    for (int i = 0; i < chunk.Count; i++)
                    {
                        if (SampleBucket.Of(test.Salt, Encoding.UTF8.GetString(chunk.Text(1, i))) < test.Threshold)
                        {
                            long position = rows.PositionOf(refs[i]);
                            bits[position >> 6] |= 1UL << (int)(position & 63);
                        }
                    }
                },
                cancellation);
            state.Keep(key, bits, rows);
        }

        return new BitsNode(bits, test.Threshold / 10_000.0);
    }

    private BitsNode OfRefs(IEnumerable<long> refs, RowSet rows)
    {
        var bits = Own(new NativeArray<ulong>(state.Budget, rows.WordCount));
        foreach (long reference in refs)
        {
            long position = rows.PositionOf(reference);
            bits[position >> 6] |= 1UL << (int)(position & 63);
        }

        return new BitsNode(bits, ShareOf(bits, rows));
    }

    private BitsNode Top(BoundTop top, RowSet rows)
    {
        Node among = top.Among is null ? ConstantNode.True : Predicate(top.Among, rows);
        ValueReader by = Reader(top.By, rows);
        ValueReader? per = top.Per is null ? null : Reader(top.Per, rows);
        using NativeArray<ulong> ranked = _runner.Bits(rows, among, state.Budget);
        var groups = new Dictionary<DataValue, List<(long Position, DataValue Value)>>();
        for (long row = 0; row < rows.Count; row++)
        {
            if (!IsSet(ranked, row) || by.At(row) is not { IsKnown: true } value)
            {
                continue;
            }

            DataValue group = per is null ? DataValue.OfBoolean(true) : per.At(row);
            if (group.IsKnown)
            {
                (groups.TryGetValue(group, out List<(long, DataValue)>? members) ? members : groups[group] = []).Add((row, value));
            }
        }

        var bits = Own(new NativeArray<ulong>(state.Budget, rows.WordCount));
        foreach (List<(long Position, DataValue Value)> members in groups.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (long position in Best(top, members, rows))
            {
                bits[position >> 6] |= 1UL << (int)(position & 63);
            }
        }

        return new BitsNode(bits, ShareOf(bits, rows));
    }

    /// <summary>The members whose rank is within the limit. Ids are asked for only where values tie at the limit.</summary>
    private IEnumerable<long> Best(BoundTop top, List<(long Position, DataValue Value)> members, RowSet rows)
    {
        Int128 limit = top.Count ?? (((Int128)top.PercentUnits!.Value * members.Count) + 999_999) / 1_000_000;
        if (limit >= members.Count)
        {
            return members.Select(member => member.Position);
        }

        if (limit <= 0)
        {
            return [];
        }

        DataValue[] values = [.. members.Select(member => member.Value)];
        Array.Sort(values, (left, right) => Numbers.Order(right, left));
        DataValue worst = values[(int)limit - 1];
        List<long> best = [.. members.Where(member => Numbers.Order(member.Value, worst) > 0).Select(member => member.Position)];
        List<long> tied = [.. members.Where(member => Numbers.Order(member.Value, worst) == 0).Select(member => rows.RefAt(member.Position))];
        int room = (int)limit - best.Count;
        IReadOnlyList<long> chosen = tied.Count == room ? tied : state.Source.OrderById(top.Entity, tied, cancellation);
        return best.Concat(chosen.Take(room).Select(rows.PositionOf));
    }

    /// <summary>The value of a segmentation for each entity, as a column.</summary>
    private CodeColumn SegmentationColumn(SegmentationPlan plan)
    {
        var key = new SegmentationKey(plan, asOf);
        if (state.Find<CodeColumn>(key) is { } known)
        {
            return known;
        }

        RowSet rows = RowsOf(plan.Of);
        var dictionary = new TextDictionary(state.Budget);
        int CodeOf(string value) => dictionary.Add(Encoding.UTF8.GetBytes(TextFolding.Fold(value)));
        int[] codes = [.. plan.Parts.Select(part => CodeOf(part.Value))];
        int other = CodeOf(plan.Other);
        Node[] parts = [.. plan.Parts.Select(part => Predicate(part.Where, rows))];
        Node universe = plan.Universe is null ? ConstantNode.True : Predicate(plan.Universe, rows);
        var values = new NativeArray<int>(state.Budget, rows.Count);
        _runner.Run(rows, universe, (firstWord, mask) =>
        {
            ulong[] left = mask.ToArray(), held = new ulong[mask.Length];
            for (int part = 0; part <= parts.Length; part++)
            {
                left.CopyTo(held.AsSpan());
                if (part < parts.Length)
                {
                    parts[part].Filter(firstWord, held);
                }

                Assign(values, firstWord, held, part < parts.Length ? codes[part] : other);
                for (int i = 0; i < left.Length; i++)
                {
                    left[i] &= ~held[i];
                }
            }
        });
        return state.Keep(key, new CodeColumn(state.Budget, dictionary, values, withPostings: false));
    }

    private static void Assign(NativeArray<int> values, long firstWord, ReadOnlySpan<ulong> held, int code)
    {
        for (int i = 0; i < held.Length; i++)
        {
            for (ulong bits = held[i]; bits != 0; bits &= bits - 1)
            {
                values[((firstWord + i) << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits)] = code;
            }
        }
    }

    private sealed record SampleKey(BoundSample Sample, RowKind Of);

    private sealed record SegmentationKey(SegmentationPlan Plan, AsOf At);
}
