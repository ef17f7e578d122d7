using NodaTime;
using Strata.Language.Time;

namespace Strata.Bench.Ingest;

/// <summary>
/// The instants during a run at which memberships are compared. Everybody who sends waits for the answers to what was sent, and for one
/// another: at such an instant everything that was sent is acknowledged, so that there is one truth, and memberships had a moment to follow.
/// </summary>
/// <param name="seconds">How long is sent.</param>
/// <param name="count">How many instants, evenly over that time.</param>
/// <param name="senders">How many send.</param>
internal sealed class SampleInstants(int seconds, int count, int senders)
{
    /// <summary>So long after the last acknowledgement memberships are to follow (the aim); what follows later is wrong at the instant.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(2);
    private readonly Lock _lock = new();
    private readonly List<long> _taken = [];
    private TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>The instants that were taken, in UTC microseconds.</summary>
    public IReadOnlyList<long> Taken => _taken;

    /// <summary>How many there will be.</summary>
    public int Count => count;

    /// <summary>Whether somebody who took part in so many is to take part in the next one.</summary>
    /// <param name="taken">In how many.</param>
    /// <param name="elapsed">Since when is sent, in seconds.</param>
    public bool IsDue(int taken, double elapsed) => taken < count && elapsed >= (taken + 1.0) * seconds / (count + 1);

    /// <summary>Waits for the others, with nothing under way; the last to come takes the instant.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        Task gathered;
        bool isLast;
        lock (_lock)
        {
            gathered = _gathered.Task;
            isLast = ++_waiting == senders;
        }

        if (!isLast)
        {
            await gathered.WaitAsync(cancellation);
            return;
        }

        await Task.Delay(Grace, cancellation);
        _taken.Add(Now);
        await Task.Delay(Apart, cancellation);
        TaskCompletionSource done = _gathered;
        lock (_lock)
        {
            _waiting = 0;
            _gathered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        done.SetResult();
    }

    /// <summary>The instant it is, in UTC microseconds.</summary>
    public static long Now => Microseconds.FromInstant(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
}
