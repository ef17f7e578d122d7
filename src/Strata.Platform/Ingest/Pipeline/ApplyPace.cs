namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Lets requests come in no faster than they are applied: where more waits to be applied than that, a request waits for its turn before
/// it is taken in, and they have their turns in the order in which they came. A sender that waits for answers then sends as fast as
/// memberships follow; one that does not is taken in after a while, and what it sent waits in the journal. Thread-safe.
/// </summary>
/// <param name="bytes">Gives how many bytes may be on their way, from being read until they are applied, without anybody having to wait.</param>
/// <param name="longest">No request waits longer.</param>
/// <param name="lag">Gives how many bytes wait to be applied.</param>
internal sealed class ApplyPace(Func<long> bytes, TimeSpan longest, Func<long> lag)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();

    /// <summary>Bytes of those who have their turn and are not in the journal yet.</summary>
    private long _underWay;

    /// <summary>Waits until little enough waits to be applied, or it took too long. Then the request is under way until <see cref="End"/>.</summary>
    /// <param name="length">How many bytes it has.</param>
    public ValueTask BeginAsync(long length)
    {
        Waiting waiting;
        lock (_lock)
        {
            if (_waiting.Count == 0 && IsLittle)
            {
                _underWay += length;
                return ValueTask.CompletedTask;
            }

            _waiting.Enqueue(waiting = new Waiting(length));
        }

        return new ValueTask(WaitAsync(waiting));
    }

    /// <summary>The request is in the journal, or is not taken in.</summary>
    public void End(long length)
    {
        lock (_lock)
        {
            _underWay -= length;
        }

        LetIn();
    }

    /// <summary>Less waits to be applied than before: whoever waited goes on where that is little enough.</summary>
    public void LetIn()
    {
        while (true)
        {
            Waiting next;
            lock (_lock)
            {
                if (_waiting.Count == 0 || !IsLittle)
                {
                    return;
                }

                next = _waiting.Dequeue();
                if (next.HasGone)
                {
                    continue;
                }

                next.HasGone = true;
                _underWay += next.Length;
            }

            next.Turn.SetResult();
        }
    }

    private bool IsLittle => _underWay + lag() <= bytes();

    private async Task WaitAsync(Waiting waiting)
    {
        try
        {
            await waiting.Turn.Task.WaitAsync(longest);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                if (!waiting.HasGone)
                {
                    waiting.HasGone = true;
                    _underWay += waiting.Length;
                }
            }
        }
    }

    private sealed class Waiting(long length)
    {
        public long Length { get; } = length;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True once it went on; guarded by the lock.</summary>
        public bool HasGone { get; set; }
    }
}
