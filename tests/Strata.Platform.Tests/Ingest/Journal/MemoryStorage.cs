using Strata.Platform.Ingest.Journal;

namespace Strata.Platform.Tests.Ingest.Journal;

/// <summary>Files in memory on a disk that can be full, fail to flush, or lose what was not flushed.</summary>
internal sealed class MemoryStorage : IJournalStorage
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, MemoryFile> _files = [];
    private readonly Queue<byte[]> _spares = new();

    /// <summary>How many more bytes the disk takes.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool FailsToFlush { get; set; }

    public bool FailsToTruncate { get; set; }

    public int Flushes { get; private set; }

    public IReadOnlyList<long> Files()
    {
        lock (_lock)
        {
            return [.. _files.Keys];
        }
    }

    public IJournalFile Open(long first)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(first, out MemoryFile? file))
            {
                _files.Add(first, file = new MemoryFile(this) { Bytes = _spares.TryDequeue(out byte[]? spare) ? spare : [] });
            }

            return file;
        }
    }

    public void Delete(long first)
    {
        lock (_lock)
        {
            _files.Remove(first);
        }
    }

    public void Recycle(long first)
    {
        lock (_lock)
        {
            _spares.Enqueue(_files[first].Bytes);
            _files.Remove(first);
        }
    }

    public void FreeRoom()
    {
        lock (_lock)
        {
            _spares.Clear();
        }
    }

    /// <summary>The bytes of a file, to be damaged.</summary>
    public byte[] this[long first]
    {
        get => _files[first].Bytes;
        set => _files[first].Bytes = value;
    }

    private sealed class MemoryFile(MemoryStorage disk) : IJournalFile
    {
        public byte[] Bytes { get; set; } = [];

        public long Length => Bytes.Length;

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            lock (disk._lock)
            {
                int fits = (int)Math.Min(bytes.Length, disk.Room);
                disk.Room -= fits;
                byte[] longer = new byte[Math.Max(Bytes.Length, position + fits)];
                Bytes.CopyTo(longer, 0);
                bytes[..fits].CopyTo(longer.AsSpan((int)position));
                Bytes = longer;
                if (fits < bytes.Length)
                {
                    throw new IOException("No space left on device");
                }
            }
        }

        public void Flush()
        {
            disk.Flushes++;
            if (disk.FailsToFlush)
            {
                throw new IOException("Input/output error");
            }
        }

        public void Truncate(long length)
        {
            if (disk.FailsToTruncate)
            {
                throw new IOException("Input/output error");
            }

            byte[] bytes = Bytes;
            Array.Resize(ref bytes, (int)length);
            Bytes = bytes;
        }

        public int Read(Span<byte> buffer, long position)
        {
            byte[] bytes = Bytes;
            int read = (int)Math.Clamp(bytes.Length - position, 0, buffer.Length);
            bytes.AsSpan((int)Math.Min(position, bytes.Length), read).CopyTo(buffer);
            return read;
        }

        public void Dispose()
        {
        }
    }
}
