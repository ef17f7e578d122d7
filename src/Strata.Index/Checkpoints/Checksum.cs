using System.Numerics;
using Strata.Index.Memory;

namespace Strata.Index.Checkpoints;

/// <summary>
/// CRC-32C by the processor's own instruction, four lanes at once: one alone waits for itself, four are as fast as memory. Not the
/// CRC of the bytes in a row, but of the CRCs of their four quarters, their rest and their number.
/// </summary>
internal static unsafe class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return Of(pointer, bytes.Length);
        }
    }

    /// <summary>The checksum of the items of an array; 0 for none.</summary>
    public static uint Of<T>(NativeArray<T>? array)
        where T : unmanaged => array is null ? 0 : Of((byte*)array.Pointer, array.Length * sizeof(T));

    /// <summary>The checksum of so many bytes.</summary>
    public static uint Of(byte* bytes, long length)
    {
        long lane = length / (4 * sizeof(ulong));
        ulong* first = (ulong*)bytes, second = first + lane, third = second + lane, fourth = third + lane;
        uint a = uint.MaxValue, b = uint.MaxValue, c = uint.MaxValue, d = uint.MaxValue;
        for (long i = 0; i < lane; i++)
        {
            a = BitOperations.Crc32C(a, first[i]);
            b = BitOperations.Crc32C(b, second[i]);
            c = BitOperations.Crc32C(c, third[i]);
            d = BitOperations.Crc32C(d, fourth[i]);
        }

        uint rest = uint.MaxValue;
        for (long i = lane * 4 * sizeof(ulong); i < length; i++)
        {
            rest = BitOperations.Crc32C(rest, bytes[i]);
        }

        uint all = BitOperations.Crc32C(rest, ((ulong)a << 32) | b);
        all = BitOperations.Crc32C(all, ((ulong)c << 32) | d);
        return BitOperations.Crc32C(all, (ulong)length);
    }
}
