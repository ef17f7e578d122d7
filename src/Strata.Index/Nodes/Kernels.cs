using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Index.Nodes;

/// <summary>
/// Comparisons of 64 values at a time. Arrays must be readable up to a multiple of 64 values past the last row asked about. On machines
/// without 512-bit vectors the runtime makes each of two 256-bit ones.
/// </summary>
internal static unsafe class Kernels
{
    /// <summary>Keeps the rows whose value is from <paramref name="low"/> to <paramref name="high"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Between<T>(T* values, long firstWord, Span<ulong> mask, T low, T high)
        where T : unmanaged, IBinaryInteger<T>
    {
        Vector512<T> least = Vector512.Create(low), most = Vector512.Create(high);
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
            {
                mask[i] &= Between64(values + ((firstWord + i) << 6), least, most);
            }
        }
    }

    /// <summary>Keeps the rows whose value is one of a few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AnyOf<T>(T* values, long firstWord, Span<ulong> mask, ReadOnlySpan<T> wanted)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == 0)
            {
                continue;
            }

            T* rows = values + ((firstWord + i) << 6);
            ulong bits = 0;
            foreach (T value in wanted)
            {
                bits |= Equal64(rows, Vector512.Create(value));
            }

            mask[i] &= bits;
        }
    }

    /// <summary>The rows, of 64, whose value is within bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Between64<T>(T* rows, Vector512<T> least, Vector512<T> most)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong bits = 0;
        for (int at = 0; at < 64; at += Vector512<T>.Count)
        {
            var value = Vector512.Load(rows + at);
            bits |= (Vector512.GreaterThanOrEqual(value, least) & Vector512.LessThanOrEqual(value, most)).ExtractMostSignificantBits() << at;
        }

        return bits;
    }

    /// <summary>The rows, of 64, that have the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal64<T>(T* rows, Vector512<T> wanted)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong bits = 0;
        for (int at = 0; at < 64; at += Vector512<T>.Count)
        {
            bits |= Vector512.Equals(Vector512.Load(rows + at), wanted).ExtractMostSignificantBits() << at;
        }

        return bits;
    }

    /// <summary>Clears every bit that is not set in the other words, from <paramref name="firstWord"/> on; words past the end count as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void And(ulong* words, long count, long firstWord, Span<ulong> mask)
    {
        int within = (int)Math.Clamp(count - firstWord, 0, mask.Length), at = 0;
        ulong* other = words + firstWord;
        fixed (ulong* bits = mask)
        {
            for (; at <= within - Vector512<ulong>.Count; at += Vector512<ulong>.Count)
            {
                (Vector512.Load(bits + at) & Vector512.Load(other + at)).Store(bits + at);
            }
        }

        for (; at < within; at++)
        {
            mask[at] &= other[at];
        }

        mask[within..].Clear();
    }

    /// <summary>Clears in the one every bit that is set in the other.</summary>
    /// <returns>True where a bit is left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Except(Span<ulong> bits, ReadOnlySpan<ulong> taken)
    {
        Vector512<ulong> any = default;
        int at = 0;
        fixed (ulong* one = bits, other = taken)
        {
            for (; at <= bits.Length - Vector512<ulong>.Count; at += Vector512<ulong>.Count)
            {
                Vector512<ulong> left = Vector512.AndNot(Vector512.Load(one + at), Vector512.Load(other + at));
                left.Store(one + at);
                any |= left;
            }
        }

        ulong rest = 0;
        for (; at < bits.Length; at++)
        {
            rest |= bits[at] &= ~taken[at];
        }

        return rest != 0 || any != default;
    }

    /// <summary>True where a bit is set.</summary>
    public static bool Any(ReadOnlySpan<ulong> mask) => mask.ContainsAnyExcept(0UL);
}
