using Strata.Platform.Ingest;

namespace Strata.Server.Reading;

/// <summary>How many messages were taken in minute by minute, noted every few seconds. Thread-safe.</summary>
internal sealed class IngestRate : IDisposable
{
    /// <summary>So many minutes are remembered.</summary>
    public const int Minutes = 60;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly IngestPipeline _pipeline;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Queue<(long Minute, long Messages)> _minutes = new();
    private readonly ITimer _timer;
    private long _applied;
    private long _minute;
    private long _inMinute;
    private DateTimeOffset? _lastAt;

    /// <summary>Begins to note.</summary>
    public IngestRate(IngestPipeline pipeline, TimeProvider clock)
    {
        _pipeline = pipeline;
        _clock = clock;
        _minute = MinuteOf(clock.GetUtcNow());
        _timer = clock.CreateTimer(_ => Note(), null, Every, Every);
    }

    /// <summary>Messages a minute of the last hour, the minute that runs last; and when the last one was taken in, to some seconds, since the server began.</summary>
    public (IReadOnlyList<long> PerMinute, DateTimeOffset? LastAt) Read()
    {
        Note();
        lock (_lock)
        {
            long[] perMinute = new long[Minutes];
            foreach ((long minute, long messages) in _minutes.Append((_minute, _inMinute)))
            {
                long ago = _minute - minute;
                if (ago < Minutes)
                {
                    perMinute[Minutes - 1 - ago] = messages;
                }
            }

            return (perMinute, _lastAt);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Note()
    {
        lock (_lock)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            long applied = _pipeline.Statistics.Applied, minute = MinuteOf(now);
            if (minute != _minute)
            {
                _minutes.Enqueue((_minute, _inMinute));
                while (_minutes.Count >= Minutes)
                {
                    _minutes.Dequeue();
                }

                (_minute, _inMinute) = (minute, 0);
            }

            if (applied > _applied)
            {
                _inMinute += applied - _applied;
                _applied = applied;
                _lastAt = now;
            }
        }
    }

    private static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;
}
