using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Strata.Index.Memory;

namespace Strata.Index.Checkpoints;

/// <summary>
/// The files of a directory, one a structure. Nothing here is ever the user's error: what cannot be read is made anew, what cannot be
/// written is not there the next time. Several may read at once; files are written by one process.
/// </summary>
internal sealed class CheckpointStore(string directory, int threads)
{
    private const string Unfinished = ".tmp";
    private bool _isTidy;

    /// <summary>How many structures were read so far.</summary>
    public int Restored { get; private set; }

    /// <summary>Reads a structure; null where there is no file, or none that fits. A file that does not fit is removed.</summary>
    /// <param name="structure">Which structure, and of which data.</param>
    /// <param name="budget">What its memory is charged to.</param>
    /// <param name="read">Makes the structure.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public T? Read<T>(CheckpointKey structure, MemoryBudget budget, Func<CheckpointReader, T> read, CancellationToken cancellation)
        where T : class
    {
        RemoveUnfinished();
        string path = PathOf(structure);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var reader = new CheckpointReader(path, budget, threads, cancellation);
            if (!string.Equals(reader.Key, structure.Key, StringComparison.Ordinal) || !reader.Dependencies.SequenceEqual(structure.Dependencies))
            {
                throw new UnusableCheckpointException("it is of other data");
            }

            T made = read(reader);
            reader.Complete();
            Restored++;
            return made;
        }
        catch (Exception exception) when (exception is UnusableCheckpointException or IOException or UnauthorizedAccessException)
        {
            Trace.TraceInformation($"The checkpoint {path} is made anew: {exception.Message}.");
            Remove(path);
            return null;
        }
    }

    /// <summary>Writes a structure: under another name first, so that a crash leaves the file that was or the new one.</summary>
    /// <returns>The bytes written; 0 where the disk did not take them.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; the file that was is there still.</exception>
    public long Write(CheckpointKey structure, Action<CheckpointWriter> write, CancellationToken cancellation)
    {
        string path = PathOf(structure), unfinished = path + Unfinished;
        try
        {
            Directory.CreateDirectory(directory);
            long bytes;
            using (SafeFileHandle file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write))
            {
                var writer = new CheckpointWriter(file, cancellation);
                writer.Begin();
                write(writer);
                writer.End(structure.Key, structure.Dependencies);
                RandomAccess.FlushToDisk(file);
                bytes = writer.Bytes;
            }

            File.Move(unfinished, path, overwrite: true);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last of them is what the runtime makes of a file that is larger than the file system or a limit allows.
            Trace.TraceInformation($"The checkpoint {path} is not written: {exception.Message}");
            Remove(unfinished);
            return 0;
        }
        catch
        {
            Remove(unfinished);
            throw;
        }
    }

    /// <summary>What a process that was killed was writing is worth nothing, and may be large.</summary>
    private void RemoveUnfinished()
    {
        if (_isTidy || !Directory.Exists(directory))
        {
            return;
        }

        _isTidy = true;
        try
        {
            Array.ForEach(Directory.GetFiles(directory, "*" + Unfinished), Remove);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Trace.TraceInformation($"{directory} cannot be looked into: {exception.Message}");
        }
    }

    private string PathOf(CheckpointKey structure) => Path.Combine(directory, structure.FileName);

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Trace.TraceInformation($"{path} cannot be removed: {exception.Message}");
        }
    }
}
