namespace Strata.Platform.Activation.Webhooks;

/// <summary>What was sent to all webhooks since the process began. Thread-safe.</summary>
public sealed class WebhookStatistics
{
    private readonly Func<long> _lag;
    private long _delivered;
    private long _failed;

    internal WebhookStatistics(Func<long> lag) => _lag = lag;

    /// <summary>Changes that were taken.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Attempts that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>By how many changes of the membership log the webhook that is furthest behind is so, apart from what waits to be sent again.</summary>
    public long Lag => _lag();

    internal void Add(bool delivered) => Interlocked.Increment(ref delivered ? ref _delivered : ref _failed);
}
