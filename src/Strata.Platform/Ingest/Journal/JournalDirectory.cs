using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Strata.Platform.Ingest.Journal;

/// <summary>The journal's files in a directory: <c>00000000000000000000.log</c> and so on, named by the offset at which they begin.</summary>
internal sealed partial class JournalDirectory : IJournalStorage
{
    private const string Extension = ".log";
    private readonly string _path;

    /// <summary>Names the directory; it is created where it is missing.</summary>
    public JournalDirectory(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
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
        bool isNew = !File.Exists(file);
        var opened = new DiskFile(File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));
        if (isNew)
        {
            MakeEntriesDurable(_path);
        }

        return opened;
    }

    /// <inheritdoc/>
    public void Delete(long first) => File.Delete(PathOf(first));

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
    private static partial int close(int handle);

    private sealed class DiskFile(SafeFileHandle handle) : IJournalFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

        public void Flush() => RandomAccess.FlushToDisk(handle);

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
