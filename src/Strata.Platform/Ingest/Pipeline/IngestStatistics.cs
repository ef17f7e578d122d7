namespace Strata.Platform.Ingest.Pipeline;

/// <summary>What was taken in since the process began. Thread-safe.</summary>
public sealed class IngestStatistics
{
    private long _applied;
    private long _duplicates;
    private long _refused;

    /// <summary>Messages that were applied.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Messages whose id had been seen before.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Malformed messages, kept as dead letters.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>From acknowledgement until memberships follow, a message.</summary>
    public LatencyHistogram Visible { get; } = new();

    /// <summary>Told, by the thread that applies, how long it took for a group of requests that was acknowledged together.</summary>
    public Action<TimeSpan>? BecameVisible { get; set; }

    internal void AddVisible(TimeSpan duration, long messages)
    {
        if (messages > 0)
        {
            Visible.Add(duration, messages);
            BecameVisible?.Invoke(duration);
        }
    }

    internal void Add(long applied, long duplicates, long refused)
    {
        Interlocked.Add(ref _applied, applied);
        Interlocked.Add(ref _duplicates, duplicates);
        Interlocked.Add(ref _refused, refused);
    }
}
