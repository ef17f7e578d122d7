using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Strata.Platform.Ingest.Seen;

/// <summary>
/// A file of ascending hashed ids, 16 bytes each, looked up by one read: the first id of every page is in memory. Its last 4 bytes are a
/// CRC-32C of the ids. Any thread may look up.
/// </summary>
internal sealed class IdRun : IDisposable
{
    private const int IdBytes = 16;
    private const int PageIds = 1024;
    private const int TailBytes = 4;
    private readonly SafeFileHandle _file;
    private readonly UInt128[] _firsts;

    private IdRun(string path, SafeFileHandle file, long count, UInt128[] firsts)
    {
        Path = path;
        _file = file;
        Count = count;
        _firsts = firsts;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>How many ids it holds.</summary>
    public long Count { get; }

    /// <summary>Writes a run durably, and opens it.</summary>
    /// <param name="path">Where; written beside it first.</param>
    /// <param name="ids">Ids in blocks, ascending throughout.</param>
    public static IdRun Write(string path, IEnumerable<ReadOnlyMemory<UInt128>> ids)
    {
        string temporary = path + ".new";
        try
        {
            using FileStream file = File.Create(temporary);
            Write(file, ids);
        }
        catch (IOException)
        {
            // Where the disk is full the next try, which has another name, needs what this one took.
            File.Delete(temporary);
            throw;
        }

        File.Move(temporary, path, overwrite: true);
        return Open(path, _ => { });
    }

    /// <summary>Opens a run, reading it from beginning to end.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="seen">Told of every id, in blocks.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IdRun Open(string path, Action<ReadOnlySpan<UInt128>> seen)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            long count = Math.DivRem(RandomAccess.GetLength(file) - TailBytes, IdBytes, out long rest);
            if (rest != 0)
            {
                throw new InvalidDataException($"The file {path} is cut short.");
            }

            var firsts = new UInt128[(count + PageIds - 1) / PageIds];
            uint crc = uint.MaxValue;
            int page = 0;
            foreach (ReadOnlyMemory<UInt128> block in Blocks(file, count))
            {
                for (int i = 0; i < block.Length; i += PageIds)
                {
                    firsts[page++] = block.Span[i];
                }

                crc = Crc(crc, MemoryMarshal.AsBytes(block.Span));
                seen(block.Span);
            }

            Span<byte> tail = stackalloc byte[TailBytes];
            if (RandomAccess.Read(file, tail, count * IdBytes) != TailBytes || BinaryPrimitives.ReadUInt32LittleEndian(tail) != ~crc)
            {
                throw new InvalidDataException($"The file {path} is damaged.");
            }

            return new IdRun(path, file, count, firsts);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>True where the id is in the file.</summary>
    public bool Contains(UInt128 id)
    {
        int page = _firsts.AsSpan().BinarySearch(id);
        if (page >= 0)
        {
            return true;
        }

        page = ~page - 1;
        if (page < 0)
        {
            return false;
        }

        UInt128[] ids = ArrayPool<UInt128>.Shared.Rent(PageIds);
        int read = Read(_file, ids.AsSpan(0, (int)Math.Min(PageIds, Count - ((long)page * PageIds))), (long)page * PageIds);
        bool found = ids.AsSpan(0, read).BinarySearch(id) >= 0;
        ArrayPool<UInt128>.Shared.Return(ids);
        return found;
    }

    /// <summary>The ids, ascending, in blocks that are valid until the next.</summary>
    public IEnumerable<ReadOnlyMemory<UInt128>> Ids() => Blocks(_file, Count);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Write(FileStream file, IEnumerable<ReadOnlyMemory<UInt128>> ids)
    {
        uint crc = uint.MaxValue;
        foreach (ReadOnlyMemory<UInt128> block in ids)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(block.Span);
            crc = Crc(crc, bytes);
            file.Write(bytes);
        }

        Span<byte> tail = stackalloc byte[TailBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, ~crc);
        file.Write(tail);
        file.Flush(flushToDisk: true);
    }

    private static IEnumerable<ReadOnlyMemory<UInt128>> Blocks(SafeFileHandle file, long count)
    {
        var block = new UInt128[64 * PageIds];
        for (long at = 0; at < count;)
        {
            int read = Read(file, block.AsSpan(0, (int)Math.Min(block.Length, count - at)), at);
            if (read == 0)
            {
                throw new InvalidDataException("A file of ids became shorter while it was read.");
            }

            yield return block.AsMemory(0, read);
            at += read;
        }
    }

    /// <summary>Reads ids from a place on; gives how many.</summary>
    private static int Read(SafeFileHandle file, Span<UInt128> ids, long first)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(ids);
        int total = 0;
        while (total < bytes.Length)
        {
            int read = RandomAccess.Read(file, bytes[total..], (first * IdBytes) + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total / IdBytes;
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        return crc;
    }
}
