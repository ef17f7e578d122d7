namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Whether a destination answers. While it does not, nothing new is sent to it: what failed already is tried again at longer and
/// longer intervals, and shows when it is back. Thread-safe.
/// </summary>
internal sealed class DestinationHealth
{
    /// <summary>So many failures in a row mean that the destination, and not a single change, is the matter.</summary>
    private const int FailuresUntilPaused = 3;

    private readonly Lock _lock = new();
    private int _failures;
    private TaskCompletionSource? _recovered;

    /// <summary>Notes how an attempt went.</summary>
    public void Note(bool delivered)
    {
        TaskCompletionSource? recovered = null;
        lock (_lock)
        {
            if (delivered)
            {
                _failures = 0;
                (recovered, _recovered) = (_recovered, null);
            }
            else if (++_failures == FailuresUntilPaused)
            {
                _recovered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        recovered?.SetResult();
    }

    /// <summary>Whether nothing new is sent to it.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _recovered is not null;
            }
        }
    }

    /// <summary>Waits until the destination answers; at once where it does.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _recovered?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;
        }
    }
}
