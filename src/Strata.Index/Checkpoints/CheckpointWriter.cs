using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Strata.Index.Memory;

namespace Strata.Index.Checkpoints;

/// <summary>Writes one structure into a file: numbers and arrays, to be read in the same order. Used by one thread.</summary>
internal sealed unsafe class CheckpointWriter(SafeFileHandle file, CancellationToken cancellation)
{
    private readonly List<long> _numbers = [];
    private readonly List<CheckpointSection> _sections = [];
    private long _end;

    /// <summary>How many bytes the file has so far.</summary>
    public long Bytes => _end;

    /// <summary>Begins the file.</summary>
    public void Begin()
    {
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(magic, CheckpointFormat.Magic);
        Append(magic);
    }

    /// <summary>Writes a number.</summary>
    public void Number(long value) => _numbers.Add(value);

    /// <summary>Writes an array, or that there is none.</summary>
    public void Array<T>(NativeArray<T>? array)
        where T : unmanaged
    {
        if (array is null)
        {
            _sections.Add(new CheckpointSection(_end, -1, []));
            return;
        }

        Section((byte*)array.Pointer, array.Length * sizeof(T));
    }

    /// <summary>Writes an array of the garbage collector's heap.</summary>
    public void Managed<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(items);
        fixed (byte* pointer = bytes)
        {
            Section(pointer, bytes.Length);
        }
    }

    /// <summary>Writes the end of the file.</summary>
    public void End(string key, IReadOnlyList<long> dependencies)
    {
        using var footer = new MemoryStream();
        using var writer = new BinaryWriter(footer);
        writer.Write(key);
        WriteAll(writer, dependencies);
        WriteAll(writer, _numbers);
        writer.Write(_sections.Count);
        foreach (CheckpointSection section in _sections)
        {
            writer.Write(section.Start);
            writer.Write(section.Bytes);
            System.Array.ForEach(section.Checksums, writer.Write);
        }

        writer.Flush();
        byte[] bytes = footer.ToArray();
        Span<byte> tail = stackalloc byte[CheckpointFormat.TailBytes];
        CheckpointFormat.WriteTail(tail, _end, bytes.Length, Checksum.Of(bytes));
        Append(bytes);
        Append(tail);
    }

    private static void WriteAll(BinaryWriter writer, IReadOnlyList<long> numbers)
    {
        writer.Write(numbers.Count);
        foreach (long number in numbers)
        {
            writer.Write(number);
        }
    }

    private void Section(byte* bytes, long length)
    {
        long start = _end;
        var checksums = new uint[CheckpointFormat.BlocksOf(length)];
        for (int block = 0; block < checksums.Length; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            long at = (long)block * CheckpointFormat.BlockBytes;
            var piece = new ReadOnlySpan<byte>(bytes + at, (int)Math.Min(CheckpointFormat.BlockBytes, length - at));
            checksums[block] = Checksum.Of(piece);
            Append(piece);
        }

        _sections.Add(new CheckpointSection(start, length, checksums));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, _end);
        _end += bytes.Length;
    }
}
