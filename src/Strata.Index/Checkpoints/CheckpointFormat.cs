using System.Buffers.Binary;

namespace Strata.Index.Checkpoints;

/// <summary>
/// A file of one structure: the magic number; the arrays of the structure one after another; a footer that says what the structure is,
/// what it depends on and where its arrays lie, with a checksum for every block of them; and the tail, which says where the footer
/// lies and checks it. Numbers are little-endian.
/// </summary>
internal static class CheckpointFormat
{
    /// <summary>Raised whenever a structure is written or read in another way; files of another format are rebuilt.</summary>
    public const int Version = 1;

    /// <summary>The first bytes and the last: <c>STRATAIX</c>.</summary>
    public const ulong Magic = 0x5849_4154_4152_5453;

    /// <summary>How many bytes are read, checked and written at once.</summary>
    public const int BlockBytes = 4 << 20;

    /// <summary>Bytes of the tail: the footer's place and length, the version, the footer's checksum, the magic number.</summary>
    public const int TailBytes = 28;

    /// <summary>How many blocks an array has.</summary>
    public static int BlocksOf(long bytes) => checked((int)((bytes + BlockBytes - 1) / BlockBytes));

    /// <summary>Writes the tail.</summary>
    public static void WriteTail(Span<byte> tail, long footer, int length, uint checksum)
    {
        BinaryPrimitives.WriteInt64LittleEndian(tail, footer);
        BinaryPrimitives.WriteInt32LittleEndian(tail[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(tail[12..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[16..], checksum);
        BinaryPrimitives.WriteUInt64LittleEndian(tail[20..], Magic);
    }

    /// <summary>Reads the tail of a file of so many bytes.</summary>
    /// <exception cref="UnusableCheckpointException">It is damaged, or of another version.</exception>
    public static (long Footer, int Length, uint Checksum) ReadTail(ReadOnlySpan<byte> tail, long fileBytes)
    {
        long footer = BinaryPrimitives.ReadInt64LittleEndian(tail);
        int length = BinaryPrimitives.ReadInt32LittleEndian(tail[8..]);
        int version = BinaryPrimitives.ReadInt32LittleEndian(tail[12..]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(tail[20..]) != Magic)
        {
            throw new UnusableCheckpointException("it does not end as a checkpoint does");
        }

        if (version != Version)
        {
            throw new UnusableCheckpointException($"it has the format {version}, not {Version}");
        }

        if (footer < sizeof(ulong) || length < 0 || footer + length != fileBytes - TailBytes)
        {
            throw new UnusableCheckpointException("its length is not what it says");
        }

        return (footer, length, BinaryPrimitives.ReadUInt32LittleEndian(tail[16..]));
    }
}

/// <summary>A checkpoint cannot be used: damaged, of another format, or of other data than there is now. It is made anew.</summary>
internal sealed class UnusableCheckpointException(string reason) : Exception(reason);

/// <summary>Where an array lies in the file; <paramref name="Bytes"/> is −1 for an array that there is not.</summary>
/// <param name="Start">The place of its first byte.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Checksums">The checksum of each block.</param>
internal sealed record CheckpointSection(long Start, long Bytes, uint[] Checksums);
