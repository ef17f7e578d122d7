namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// What waits for the thread that applies, in the order in which it came: durable groups, and work that wants its turn. Memory is bounded: of groups
/// beyond that only the place in the journal is kept. Thread-safe.
/// </summary>
/// <param name="memoryBytes">How many bytes of requests are kept.</param>
internal sealed class ApplyQueue(long memoryBytes)
{
    private readonly object _lock = new();
    private readonly LinkedList<(DurableGroup? Group, Action? Work)> _items = new();
    private long _kept;
    private bool _woken;
    private bool _closed;

    /// <summary>Adds a group that follows the one before it.</summary>
    public void Add(DurableGroup group)
    {
        lock (_lock)
        {
            if (group.Inputs is null || (_kept > 0 && _kept + group.Bytes > memoryBytes))
            {
                group = group with { Inputs = null };
                if (_items.Last?.Value.Group is { Inputs: null } last)
                {
                    _items.RemoveLast();
                    group = last with { End = group.End };
                }
            }
            else
            {
                _kept += group.Bytes;
            }

            _items.AddLast((group, null));
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Adds work that runs after everything that waits now.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public void Add(Action work)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _items.AddLast((null, work));
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Makes a waiting <see cref="Take"/> return.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _woken = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>No more is added; what waits is still taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for what is next.</summary>
    /// <param name="longest">How long it waits at most.</param>
    /// <param name="work">Work, where that is next.</param>
    /// <param name="group">A group, where that is next.</param>
    /// <returns>False where the queue is closed and empty.</returns>
    public bool Take(TimeSpan longest, out Action? work, out DurableGroup? group)
    {
        lock (_lock)
        {
            if (_items.Count == 0 && !_woken && !_closed)
            {
                Monitor.Wait(_lock, longest);
            }

            _woken = false;
            (group, work) = _items.First?.Value ?? default;
            if (_items.Count == 0)
            {
                return !_closed;
            }

            _items.RemoveFirst();
            _kept -= group?.Inputs is null ? 0 : group.Bytes;
            return true;
        }
    }
}
