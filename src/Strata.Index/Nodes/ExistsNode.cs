using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Strata.Index.Rows;

namespace Strata.Index.Nodes;

/// <summary>
/// Accounts of which some row (a contact, or a row of a collection) satisfies a condition. The rows of neighbouring accounts lie
/// together, so a block of accounts is a block of rows: the condition filters those of the accounts asked about, and what is left is
/// carried back, all within the cache.
/// </summary>
internal sealed class ExistsNode(RowSet rows, Node where) : Node
{
    /// <summary>Below one account of so many, the rows are gathered account by account.</summary>
    private const int Sparse = 8;

    private readonly double _perEntity = rows.Count / (double)Math.Max(1, rows.AccountOffsets!.Length - 1);

    public override double Cost => 0.5 + (_perEntity * where.Cost) + (_perEntity * where.Share * 2);

    public override double Share => 1 - Math.Pow(1 - Math.Min(where.Share, 0.999), _perEntity);

    public override double Bytes => 4 + (_perEntity * (where.Bytes + (4 * (1 - Math.Pow(1 - where.Share, 16)))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        long firstEntity = firstWord << 6;
        long pastEntity = Math.Min(firstEntity + ((long)mask.Length << 6), rows.AccountOffsets!.Length - 1);
        int start = rows.AccountOffsets[firstEntity], end = rows.AccountOffsets[pastEntity];
        if (start == end)
        {
            mask.Clear();
            return;
        }

        int firstRowWord = start >> 6;
        int words = ((end + 63) >> 6) - firstRowWord;
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(words);
        Span<ulong> candidates = rented.AsSpan(0, words);
        candidates.Clear();
        Gather(firstWord, mask, candidates, firstRowWord, start, end);
        where.Filter(firstRowWord, candidates);
        CarryBack(firstWord, mask, candidates, firstRowWord);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(long firstWord, Span<ulong> mask, Span<ulong> candidates, int firstRowWord, int start, int end)
    {
        if (Bitmaps.Bitmap.CountOf(mask) * Sparse >= (long)mask.Length << 6)
        {
            BitRange.Set(candidates, start - (firstRowWord << 6), end - (firstRowWord << 6));
            return;
        }

        for (int i = 0; i < mask.Length; i++)
        {
            for (ulong bits = mask[i]; bits != 0; bits &= bits - 1)
            {
                long entity = ((firstWord + i) << 6) + BitOperations.TrailingZeroCount(bits);
                int from = rows.AccountOffsets![entity], to = rows.AccountOffsets[entity + 1];
                if (from < to)
                {
                    BitRange.Set(candidates, from - (firstRowWord << 6), to - (firstRowWord << 6));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CarryBack(long firstWord, Span<ulong> mask, Span<ulong> satisfied, int firstRowWord)
    {
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(mask.Length);
        Span<ulong> found = rented.AsSpan(0, mask.Length);
        found.Clear();
        for (int i = 0; i < satisfied.Length; i++)
        {
            for (ulong bits = satisfied[i]; bits != 0; bits &= bits - 1)
            {
                long entity = rows.AccountOf![((long)(firstRowWord + i) << 6) + BitOperations.TrailingZeroCount(bits)];
                found[(int)((entity >> 6) - firstWord)] |= 1UL << (int)(entity & 63);
            }
        }

        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= found[i];
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>Runs of bits.</summary>
internal static class BitRange
{
    /// <summary>Sets the bits from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(Span<ulong> words, int start, int end)
    {
        int first = start >> 6, last = (end - 1) >> 6;
        ulong head = ulong.MaxValue << (start & 63), tail = ulong.MaxValue >> (63 - ((end - 1) & 63));
        if (first == last)
        {
            words[first] |= head & tail;
            return;
        }

        words[first] |= head;
        words[(first + 1)..last].Fill(ulong.MaxValue);
        words[last] |= tail;
    }
}
