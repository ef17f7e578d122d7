using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Strata.Platform.Ingest.References;

/// <summary>
/// 128 bits that stand for a text: two different texts give the same ones as good as never, not even among billions. The function is
/// MurmurHash3 (x64, 128 bits); what it gives is kept in files and never changes.
/// </summary>
internal static class KeyHash
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;
    private const int StackBytes = 512;

    /// <summary>The hash of UTF-8 text; never 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seed">Texts of different meaning are kept apart by different seeds.</param>
    public static UInt128 Of(ReadOnlySpan<byte> text, uint seed = 0)
    {
        ulong h1 = seed, h2 = seed;
        ReadOnlySpan<byte> rest = text;
        for (; rest.Length >= 16; rest = rest[16..])
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
        }

        if (!rest.IsEmpty)
        {
            Span<byte> last = stackalloc byte[16];
            last.Clear();
            rest.CopyTo(last);
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(last[8..]));
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(last));
        }

        h1 ^= (ulong)text.Length;
        h2 ^= (ulong)text.Length;
        h1 += h2;
        h2 += h1;
        h1 = Finish(h1);
        h2 = Finish(h2);
        h1 += h2;
        h2 += h1;
        return (h1 | h2) == 0 ? UInt128.One : new UInt128(h2, h1);
    }

    /// <summary>The hash of a text's UTF-8 form; unpaired surrogates count as U+FFFD.</summary>
    public static UInt128 Of(ReadOnlySpan<char> text, uint seed = 0)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> buffer = rented ?? stackalloc byte[StackBytes];
        UInt128 hash = Of(buffer[..Encoding.UTF8.GetBytes(text, buffer)], seed);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    private static ulong MixFirst(ulong block) => BitOperations.RotateLeft(block * C1, 31) * C2;

    private static ulong MixSecond(ulong block) => BitOperations.RotateLeft(block * C2, 33) * C1;

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
