using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Strata.Index.Memory;

namespace Strata.Index.Checkpoints;

/// <summary>
/// Reads one structure back, in the order in which it was written, straight into the memory that it will have. Every block is checked
/// as it comes in. Used by one thread, which takes others to help.
/// </summary>
internal sealed unsafe class CheckpointReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly MemoryBudget _budget;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly List<IDisposable> _made = [];
    private readonly Queue<long> _numbers = [];
    private readonly Queue<CheckpointSection> _sections = [];

    /// <summary>Opens a file and reads what it says of itself.</summary>
    /// <exception cref="UnusableCheckpointException">It is damaged or of another format.</exception>
    public CheckpointReader(string path, MemoryBudget budget, int threads, CancellationToken cancellation)
    {
        _budget = budget;
        _threads = threads;
        _cancellation = cancellation;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            (Key, Dependencies) = ReadFooter();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Which structure it is.</summary>
    public string Key { get; private set; }

    /// <summary>What the structure was made of.</summary>
    public IReadOnlyList<long> Dependencies { get; private set; }

    /// <summary>The next number.</summary>
    public long Number() => _numbers.TryDequeue(out long number) ? number : throw new UnusableCheckpointException("a number is missing");

    /// <summary>The next array; null where there was none.</summary>
    public NativeArray<T>? Array<T>()
        where T : unmanaged
    {
        CheckpointSection section = Next<T>();
        if (section.Bytes < 0)
        {
            return null;
        }

        var array = NativeArray<T>.Uncleared(_budget, section.Bytes / sizeof(T));
        _made.Add(array);
        Read(section, (byte*)array.Pointer);
        return array;
    }

    /// <summary>The next array, which must be there.</summary>
    public NativeArray<T> Required<T>()
        where T : unmanaged => Array<T>() ?? throw new UnusableCheckpointException("an array is missing");

    /// <summary>The next array, on the garbage collector's heap.</summary>
    public T[] Managed<T>()
        where T : unmanaged
    {
        CheckpointSection section = Next<T>();
        var items = new T[Math.Max(0, section.Bytes) / sizeof(T)];
        fixed (T* pointer = items)
        {
            Read(section, (byte*)pointer);
        }

        return items;
    }

    /// <summary>Frees something with the reader unless the structure is completed.</summary>
    public void Own(IDisposable made) => _made.Add(made);

    /// <summary>Lets the structure have its arrays: until then they are freed with the reader.</summary>
    public void Complete()
    {
        if (_numbers.Count + _sections.Count > 0)
        {
            throw new UnusableCheckpointException("it has more than its structure");
        }

        _made.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _made.ForEach(array => array.Dispose());
        _file.Dispose();
    }

    private (string Key, long[] Dependencies) ReadFooter()
    {
        long length = RandomAccess.GetLength(_file);
        if (length < CheckpointFormat.TailBytes + sizeof(ulong))
        {
            throw new UnusableCheckpointException("it is too short");
        }

        Span<byte> head = stackalloc byte[sizeof(ulong)];
        Span<byte> tail = stackalloc byte[CheckpointFormat.TailBytes];
        ReadExactly(head, 0);
        ReadExactly(tail, length - tail.Length);
        (long footer, int bytes, uint checksum) = CheckpointFormat.ReadTail(tail, length);
        byte[] content = new byte[bytes];
        ReadExactly(content, footer);
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != CheckpointFormat.Magic || Checksum.Of(content) != checksum)
        {
            throw new UnusableCheckpointException("it is damaged");
        }

        using var reader = new BinaryReader(new MemoryStream(content));
        string key = reader.ReadString();
        long[] dependencies = ReadAll(reader);
        System.Array.ForEach(ReadAll(reader), _numbers.Enqueue);
        for (int sections = reader.ReadInt32(); sections > 0; sections--)
        {
            long start = reader.ReadInt64(), size = reader.ReadInt64();
            var checksums = new uint[CheckpointFormat.BlocksOf(Math.Max(0, size))];
            for (int i = 0; i < checksums.Length; i++)
            {
                checksums[i] = reader.ReadUInt32();
            }

            _sections.Enqueue(new CheckpointSection(start, size, checksums));
        }

        return (key, dependencies);
    }

    private static long[] ReadAll(BinaryReader reader)
    {
        var numbers = new long[reader.ReadInt32()];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadInt64();
        }

        return numbers;
    }

    private CheckpointSection Next<T>()
        where T : unmanaged
    {
        CheckpointSection section = _sections.TryDequeue(out CheckpointSection? next) ? next : throw new UnusableCheckpointException("an array is missing");
        return section.Bytes < 0 || section.Bytes % sizeof(T) == 0 ? section : throw new UnusableCheckpointException("an array has other items");
    }

    private void Read(CheckpointSection section, byte* target)
    {
        int blocks = section.Checksums.Length;
        if (_threads == 1 || blocks < 2)
        {
            for (int block = 0; block < blocks; block++)
            {
                _cancellation.ThrowIfCancellationRequested();
                ReadBlock(section, block, target);
            }

            return;
        }

        UnusableCheckpointException? fault = null;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation }, (block, loop) =>
        {
            try
            {
                ReadBlock(section, block, target);
            }
            catch (Exception exception) when (exception is UnusableCheckpointException or IOException)
            {
                fault = new UnusableCheckpointException(exception.Message);
                loop.Stop();
            }
        });
        if (fault is not null)
        {
            throw fault;
        }
    }

    private void ReadBlock(CheckpointSection section, int block, byte* target)
    {
        long at = (long)block * CheckpointFormat.BlockBytes;
        var bytes = new Span<byte>(target + at, (int)Math.Min(CheckpointFormat.BlockBytes, section.Bytes - at));
        ReadExactly(bytes, section.Start + at);
        if (Checksum.Of(bytes) != section.Checksums[block])
        {
            throw new UnusableCheckpointException("it is damaged");
        }
    }

    private void ReadExactly(Span<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            int read = RandomAccess.Read(_file, bytes, at);
            if (read == 0)
            {
                throw new UnusableCheckpointException("it ends too early");
            }

            bytes = bytes[read..];
            at += read;
        }
    }
}
