using System.Globalization;
using System.Numerics;

namespace Strata.Platform.Ingest.Seen;

/// <summary>
/// The files of ids in a directory. As soon as there are <see cref="MergedAtOnce"/> of about one size they become one. Any thread may look
/// up while one adds.
/// </summary>
/// <param name="directory">Where they lie; it exists.</param>
internal sealed class IdRuns(string directory) : IDisposable
{
    /// <summary>How many files of one size are merged.</summary>
    public const int MergedAtOnce = 8;

    private readonly Lock _lock = new();
    private readonly List<IdRun> _retired = [];
    private IdRun[] _runs = [];
    private long _next;

    /// <summary>The names of the files.</summary>
    public IReadOnlyList<string> Names => [.. _runs.Select(run => Path.GetFileName(run.Path))];

    /// <summary>How many ids there are in all.</summary>
    public long Count => _runs.Sum(run => run.Count);

    /// <summary>Opens the named files and removes every other.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    /// <exception cref="IOException">One is not there.</exception>
    public void Open(IReadOnlyList<string> names, Action<ReadOnlySpan<UInt128>> seen)
    {
        foreach (string name in names)
        {
            _runs = [.. _runs, IdRun.Open(Path.Combine(directory, name), seen)];
            _next = Math.Max(_next, long.Parse(Path.GetFileNameWithoutExtension(name), NumberStyles.None, CultureInfo.InvariantCulture) + 1);
        }

        RemoveOthers();
    }

    /// <summary>Adds a file with these ids.</summary>
    /// <param name="ids">Ascending.</param>
    public void Add(UInt128[] ids) => Replace([], IdRun.Write(NextPath(), [ids]));

    /// <summary>Makes one file of those of one size, as often as there are enough of them.</summary>
    public void Merge()
    {
        while (Mergeable() is { } alike)
        {
            Replace(alike, IdRun.Write(NextPath(), IdMerge.Of(alike)));
        }
    }

    /// <summary>True where one of the files holds the id.</summary>
    public bool Contains(UInt128 id)
    {
        lock (_lock)
        {
            foreach (IdRun run in _runs)
            {
                if (run.Contains(id))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Removes the files that are merged into others; once nothing names them any more.</summary>
    public void RemoveRetired()
    {
        foreach (IdRun run in _retired)
        {
            File.Delete(run.Path);
        }

        _retired.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IdRun run in _runs)
        {
            run.Dispose();
        }
    }

    private string NextPath() => Path.Combine(directory, (_next++).ToString("D8", CultureInfo.InvariantCulture) + ".ids");

    private IdRun[]? Mergeable() => _runs
        .GroupBy(run => BitOperations.Log2((ulong)run.Count + 1) / 3)
        .Select(alike => alike.ToArray())
        .FirstOrDefault(alike => alike.Length >= MergedAtOnce);

    private void Replace(IdRun[] old, IdRun added)
    {
        lock (_lock)
        {
            _runs = [.. _runs.Except(old), added];
            foreach (IdRun run in old)
            {
                run.Dispose();
            }
        }

        _retired.AddRange(old);
    }

    private void RemoveOthers()
    {
        HashSet<string> kept = new(_runs.Select(run => run.Path), StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory, "*.ids*").Where(file => !kept.Contains(file)))
        {
            File.Delete(file);
        }
    }
}
