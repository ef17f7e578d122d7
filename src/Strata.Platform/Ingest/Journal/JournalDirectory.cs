using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Strata.Platform.Ingest.Journal;

/// <summary>The journal's files in a directory: <c>00000000000000000000.log</c> and so on, named by the offset at which they begin.</summary>
internal sealed partial class JournalDirectory : IJournalStorage
{
    private const string Extension = ".log";
    private const string SpareExtension = ".spare";

    /// <summary>So many files are kept to be written over: as many as become free at once.</summary>
    private const int MostSpares = 2;

    private readonly string _path;
    private readonly Lock _lock = new();
    private readonly Queue<string> _spares = new();

    /// <summary>Names the directory; it is created where it is missing.</summary>
    public JournalDirectory(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);

        // Of a process that was killed: whose they were is not known, so nothing is written over them.
        FreeRoom();
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> Files() =>
    [
        .. Directory.EnumerateFiles(_path, "*" + Extension)
            .Select(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long first) ? first : -1)
            .Where(first => first >= 0)
            .Order(),
    ];

    /// <inheritdoc/>
    public IJournalFile Open(long first)
    {
        string file = PathOf(first);
        if (!File.Exists(file) && TakeSpare() is { } spare)
        {
            File.Move(spare, file);
        }

        var opened = new DiskFile(File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));
        try
        {
            // Also where the file is there: it may be of an earlier try, which failed before its entry was durable.
            MakeEntriesDurable(_path);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Delete(long first) => File.Delete(PathOf(first));

    /// <inheritdoc/>
    public void Recycle(long first)
    {
        lock (_lock)
        {
            if (_spares.Count < MostSpares)
            {
                string spare = Path.ChangeExtension(PathOf(first), SpareExtension);
                File.Move(PathOf(first), spare);
                _spares.Enqueue(spare);
                return;
            }
        }

        Delete(first);
    }

    /// <inheritdoc/>
    public void FreeRoom()
    {
        lock (_lock)
        {
            _spares.Clear();
            foreach (string spare in Directory.EnumerateFiles(_path, "*" + SpareExtension))
            {
                File.Delete(spare);
            }
        }
    }

    private string? TakeSpare()
    {
        lock (_lock)
        {
            return _spares.TryDequeue(out string? spare) ? spare : null;
        }
    }

    private string PathOf(long first) => Path.Combine(_path, first.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>A new file is there after a power failure only once its directory is durable too; Windows does that by itself.</summary>
    private static void MakeEntriesDurable(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = open(directory, 0);
        if (handle < 0)
        {
            throw new IOException($"The directory {directory} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        int result = fsync(handle);
        string error = result == 0 ? "" : Marshal.GetLastPInvokeErrorMessage();
        _ = close(handle);
        if (result != 0)
        {
            throw new IOException($"The directory {directory} cannot be made durable: {error}");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int handle);

    private sealed class DiskFile(SafeFileHandle handle) : IJournalFile
    {
        /// <summary>The system's number for a call that a signal ended early.</summary>
        private const int Interrupted = 4;

        public long Length => RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

        /// <summary>
        /// Of a file that is written over, the instant of the last change is all that the system would have to write besides; on Linux it
        /// can be asked not to.
        /// </summary>
        public void Flush()
        {
            if (!OperatingSystem.IsLinux())
            {
                RandomAccess.FlushToDisk(handle);
                return;
            }

            while (fdatasync(handle) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw new IOException($"The journal cannot be made durable: {Marshal.GetLastPInvokeErrorMessage()}");
                }
            }
        }

        public void Truncate(long length) => RandomAccess.SetLength(handle, length);

        public int Read(Span<byte> buffer, long position)
        {
            int total = 0;
            while (total < buffer.Length)
            {
                int read = RandomAccess.Read(handle, buffer[total..], position + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }

        public void Dispose() => handle.Dispose();
    }
}
