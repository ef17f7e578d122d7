using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Strata.Platform.Ingest.Journal;

/// <summary>What a record of the journal holds.</summary>
internal enum RecordKind : byte
{
    /// <summary>A request of the tracking API.</summary>
    Input = 1,

    /// <summary>Changes of memberships that the input before it made.</summary>
    Memberships = 2,
}

/// <summary>
/// How the journal lies in its files. A place in it is an offset in bytes since the journal began, over all files. It consists of groups:
/// what was written and made durable at once. A group is a header of 24 bytes (magic, length of its records, its own offset, how many
/// records, CRC-32C of all that and of the records; little endian) and its records; a record is a length, a kind in 4 bytes, and what
/// it holds. A group begins only once the one before it is durable: one that is not whole is the end of the journal, unless a whole one
/// comes after it. A file may be written over one that is not needed any more: groups of that have other offsets, so none of them is taken
/// for one of this.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Length of a group's header.</summary>
    public const int GroupHeader = 24;

    /// <summary>Length of a record's header.</summary>
    public const int RecordHeader = 8;

    /// <summary>The longest that a group may be: what claims to be longer is damage.</summary>
    public const int LongestGroup = 256 << 20;

    private const uint Magic = 0x31474A53;
    private const int CrcAt = 20;

    /// <summary>The bytes by which every group begins.</summary>
    public static ReadOnlySpan<byte> MagicBytes => "SJG1"u8;

    /// <summary>Fills the header of a group whose records stand after it.</summary>
    /// <param name="group">Header and records.</param>
    /// <param name="offset">Where the group begins.</param>
    /// <param name="records">How many records.</param>
    public static void Seal(Span<byte> group, long offset, int records)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(group, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(group[4..], group.Length - GroupHeader);
        BinaryPrimitives.WriteInt64LittleEndian(group[8..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(group[16..], records);
        BinaryPrimitives.WriteUInt32LittleEndian(group[CrcAt..], Checksum(group));
    }

    /// <summary>The length of a group with its header, by its header; null where there is none for that offset.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> header, long offset)
    {
        if (header.Length < GroupHeader
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic
            || BinaryPrimitives.ReadInt64LittleEndian(header[8..]) != offset)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return length is >= 0 and <= LongestGroup ? length + GroupHeader : null;
    }

    /// <summary>True where the group is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> group) => BinaryPrimitives.ReadUInt32LittleEndian(group[CrcAt..]) == Checksum(group);

    /// <summary>Writes a record's header.</summary>
    public static void WriteRecordHeader(Span<byte> target, int length, RecordKind kind)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], (int)kind);
    }

    /// <summary>The records of a whole group.</summary>
    public static IEnumerable<(RecordKind Kind, ReadOnlyMemory<byte> Content)> Records(ReadOnlyMemory<byte> group)
    {
        ReadOnlyMemory<byte> rest = group[GroupHeader..];
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            var kind = (RecordKind)BinaryPrimitives.ReadInt32LittleEndian(rest.Span[4..]);
            yield return (kind, rest.Slice(RecordHeader, length));
            rest = rest[(RecordHeader + length)..];
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> group)
    {
        uint crc = Crc(uint.MaxValue, group[..CrcAt]);
        return ~Crc(crc, group[GroupHeader..]);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes[..(bytes.Length & ~7)]))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte one in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
