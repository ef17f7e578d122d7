using Strata.Platform.Ingest;

namespace Strata.Server.Hosting;

/// <summary>Tells the operator where the clock is behind the time that memberships are true at: after it ran ahead and was set back.</summary>
internal sealed class TimeWatch : IDisposable
{
    /// <summary>What a clock that is set a little, as clocks are all the time, does not make.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private readonly IngestPipeline _pipeline;
    private readonly TimeProvider _clock;
    private readonly Action<string> _notice;
    private readonly ITimer _timer;
    private long? _told;

    /// <summary>Looks every few seconds.</summary>
    public TimeWatch(IngestPipeline pipeline, TimeProvider clock, Action<string> notice)
    {
        (_pipeline, _clock, _notice) = (pipeline, clock, notice);
        _timer = clock.CreateTimer(_ => Look(), null, TimeSpan.Zero, Every);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        TimeSpan ahead = _pipeline.Ahead;
        if (ahead < Least)
        {
            _told = null;
        }
        else if (_told is not { } told || _clock.GetElapsedTime(told) >= Again)
        {
            _told = _clock.GetTimestamp();
            _notice(
                $"Time is {ahead:d\\.hh\\:mm\\:ss} ahead of the clock, which was set back: windows of time stand still, and requests are received as of then. "
                + "Where the clock is right now, stop the server and start it with --set-time-back; where it is not, set it right.");
        }
    }
}
