using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Strata.Index.Memory;

namespace Strata.Index.Nodes;

/// <summary>The rows of a bitmap.</summary>
internal sealed unsafe class BitsNode(NativeArray<ulong> words, double share) : Node
{
    public override double Cost => 0.005;

    public override double Share => share;

    public override double Bytes => 1 / 8.0;

    /// <summary>The bitmap.</summary>
    public NativeArray<ulong> Words => words;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask) => Kernels.And(words.Pointer, words.Length, firstWord, mask);
}

/// <summary>The rows of one of several bitmaps of the same length.</summary>
internal sealed unsafe class UnionNode(NativeArray<ulong>[] bitmaps, double share) : Node
{
    public override double Cost => 0.004 * bitmaps.Length;

    public override double Share => share;

    public override double Bytes => bitmaps.Length / 8.0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        // Arrays may be read past their end up to a multiple of 64 words, where they hold zeros.
        int vectors = mask.Length / Vector512<ulong>.Count * Vector512<ulong>.Count;
        fixed (ulong* bits = mask)
        {
            for (int at = 0; at < vectors; at += Vector512<ulong>.Count)
            {
                var left = Vector512.Load(bits + at);
                if (left == default)
                {
                    // What no row is left of is not read: after a few clauses that is nearly everything.
                    continue;
                }

                Vector512<ulong> any = default;
                foreach (NativeArray<ulong> bitmap in bitmaps)
                {
                    any |= Vector512.Load(bitmap.Pointer + firstWord + at);
                }

                (left & any).Store(bits + at);
            }
        }

        for (int at = vectors; at < mask.Length; at++)
        {
            ulong any = 0;
            foreach (NativeArray<ulong> bitmap in bitmaps)
            {
                any |= bitmap[firstWord + at];
            }

            mask[at] &= any;
        }
    }
}

/// <summary>The rows of an ascending list.</summary>
internal sealed unsafe class PositionsNode(NativeArray<int> rows, long start, long length, long universe) : Node
{
    public override double Cost => 0.02 + (4.0 * Share);

    public override double Share => universe == 0 ? 0 : (double)length / universe;

    public override double Bytes => 4 * Share;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        int* at = rows.Pointer + start, end = at + length;
        at = FirstFrom(at, end, firstWord << 6);
        long past = (firstWord + mask.Length) << 6;
        int word = 0;
        ulong bits = 0;
        for (; at < end && *at < past; at++)
        {
            int of = (int)((*at >> 6) - firstWord);
            if (of != word)
            {
                mask[word++] &= bits;
                mask[word..of].Clear();
                word = of;
                bits = 0;
            }

            bits |= 1UL << (*at & 63);
        }

        if (mask.Length > 0)
        {
            mask[word] &= bits;
            mask[(word + 1)..].Clear();
        }
    }

    /// <summary>The first of ascending rows that is not below a row.</summary>
    public static int* FirstFrom(int* at, int* end, long row)
    {
        while (at < end)
        {
            int* middle = at + ((end - at) >> 1);
            if (*middle < row)
            {
                at = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return at;
    }
}

/// <summary>The rows for which a test of one row at a time holds.</summary>
internal sealed class RowTestNode(double cost, Func<long, bool> test) : Node
{
    public override double Cost => cost;

    public override double Bytes => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            ulong kept = mask[i];
            for (ulong bits = kept; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                if (!test(((firstWord + i) << 6) + bit))
                {
                    kept &= ~(1UL << bit);
                }
            }

            mask[i] = kept;
        }
    }
}

/// <summary>The rows whose owner (the account of a contact, the contact of an event) is in a bitmap; −1 stands for no owner.</summary>
internal sealed unsafe class LinkNode(NativeArray<int> owners, NativeArray<ulong> members, double share) : Node
{
    public override double Cost => 1.5;

    public override double Share => share;

    public override double Bytes => 4 + (1 / 8.0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Filter(long firstWord, Span<ulong> mask)
    {
        int* owner = owners.Pointer;
        ulong* words = members.Pointer;
        for (int i = 0; i < mask.Length; i++)
        {
            ulong kept = mask[i];
            for (ulong bits = kept; bits != 0; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                int of = owner[((firstWord + i) << 6) + bit];
                if (of < 0 || (words[of >> 6] & (1UL << (of & 63))) == 0)
                {
                    kept &= ~(1UL << bit);
                }
            }

            mask[i] = kept;
        }
    }
}
