namespace Strata.Platform.Activation.Webhooks;

/// <summary>Which changes of the log a webhook was told, where they end out of order. Thread-safe.</summary>
/// <param name="position">The first offset that it was not told of.</param>
internal sealed class DeliveryProgress(long position)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<long> _open = [];
    private long _next = position;

    /// <summary>The offset before which everything is done.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
            {
                return _open.Count > 0 ? _open.Min : _next;
            }
        }
    }

    /// <summary>A change is not for this webhook.</summary>
    public void Pass(long offset)
    {
        lock (_lock)
        {
            _next = offset + 1;
        }
    }

    /// <summary>A change is to be sent.</summary>
    public void Begin(long offset)
    {
        lock (_lock)
        {
            _open.Add(offset);
            _next = offset + 1;
        }
    }

    /// <summary>A change was sent, or is kept to be sent again.</summary>
    public void End(long offset)
    {
        lock (_lock)
        {
            _open.Remove(offset);
        }
    }
}
