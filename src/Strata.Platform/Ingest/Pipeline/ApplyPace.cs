namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Lets requests come in no faster than they are applied: where more waits to be applied than that, a request waits a while before it is
/// taken in. A sender that waits for answers then sends as fast as memberships follow; one that does not is taken in after that while, and
/// what it sent waits in the journal. Thread-safe.
/// </summary>
/// <param name="bytes">So many bytes of the journal may wait to be applied without anybody having to wait.</param>
/// <param name="longest">No request waits longer.</param>
internal sealed class ApplyPace(long bytes, TimeSpan longest)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _caughtUp;

    /// <summary>Waits until little enough waits to be applied, or it took too long.</summary>
    /// <param name="lag">Gives how many bytes wait.</param>
    public async Task WaitAsync(Func<long> lag)
    {
        Task caughtUp;
        lock (_lock)
        {
            if (lag() <= bytes)
            {
                return;
            }

            _caughtUp ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            caughtUp = _caughtUp.Task;
        }

        await Task.WhenAny(caughtUp, Task.Delay(longest));
    }

    /// <summary>So many bytes wait now: whoever waited goes on where that is little enough.</summary>
    public void Told(long lag)
    {
        if (lag > bytes || Volatile.Read(ref _caughtUp) is null)
        {
            return;
        }

        TaskCompletionSource? caughtUp;
        lock (_lock)
        {
            caughtUp = _caughtUp;
            _caughtUp = null;
        }

        caughtUp?.SetResult();
    }
}
