using System.Diagnostics;
using Strata.Index.Checkpoints;

namespace Strata.Index.Plans;

internal sealed partial class IndexState
{
    private readonly Dictionary<string, Unwritten> _unwritten = new(StringComparer.Ordinal);
    private readonly CheckpointStore? _checkpoints;

    /// <summary>How many structures were read from checkpoints.</summary>
    public int Restored => _checkpoints?.Restored ?? 0;

    /// <summary>Writes what was built since the last time and took long enough to be worth a file; returns the bytes.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; what is not written yet is written the next time.</exception>
    public long Checkpoint(CancellationToken cancellation)
    {
        HashSet<object> held = new(_rows.Values.Concat(_kept.Values.Select(kept => (object)kept.Value)), ReferenceEqualityComparer.Instance);
        long written = 0;
        foreach ((string name, Unwritten structure) in _unwritten.ToList())
        {
            if (held.Contains(structure.Value))
            {
                long bytes = _checkpoints!.Write(structure.Key, structure.Write, cancellation);
                if (bytes == 0)
                {
                    // Where one does not fit, the others will not either.
                    break;
                }

                written += bytes;
            }

            _unwritten.Remove(name);
        }

        return written;
    }

    private T Restore<T>(CheckpointKey key, Func<CheckpointReader, T> read, Func<T> build, Action<T, CheckpointWriter> write, CancellationToken cancellation)
        where T : class
    {
        if (_checkpoints is null)
        {
            return build();
        }

        if (_checkpoints.Read(key, Budget, read, cancellation) is { } restored)
        {
            return restored;
        }

        long start = Stopwatch.GetTimestamp();
        T built = build();
        _unwritten.Remove(key.FileName);
        if (Stopwatch.GetElapsedTime(start) >= Options.CheckpointFrom)
        {
            _unwritten[key.FileName] = new Unwritten(key, built, writer => write(built, writer));
        }

        return built;
    }

    private sealed record Unwritten(CheckpointKey Key, object Value, Action<CheckpointWriter> Write);
}
