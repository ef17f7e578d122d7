using Strata.Platform.Control;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Where the workers of all webhooks write down what they did. Attempts and positions are gathered and written a few times a second;
/// what waits to be sent again is durable before anything goes on. Thread-safe.
/// </summary>
internal sealed class WebhookLedger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ControlStore _control;
    private readonly WebhookStore _store;
    private readonly Dictionary<string, (Webhook Webhook, DeliveryProgress Progress, List<WebhookAttempt> Attempts, long Written)> _open = new(StringComparer.Ordinal);

    public WebhookLedger(ControlStore control)
    {
        _control = control;
        _store = new WebhookStore(control);
    }

    /// <summary>Does something with the store.</summary>
    public T Use<T>(Func<WebhookStore, T> use)
    {
        lock (_lock)
        {
            return use(_store);
        }
    }

    /// <summary>Does something with the store.</summary>
    public void Use(Action<WebhookStore> use)
    {
        lock (_lock)
        {
            use(_store);
        }
    }

    /// <summary>A worker begins.</summary>
    public void Open(Webhook webhook, DeliveryProgress progress)
    {
        lock (_lock)
        {
            _open[webhook.Id] = (webhook, progress, [], progress.Position);
        }
    }

    /// <summary>A worker ended: what it did last is written.</summary>
    public void Close(string webhook)
    {
        lock (_lock)
        {
            Flush(webhook);
            _open.Remove(webhook);
        }
    }

    /// <summary>Notes an attempt.</summary>
    public void Note(string webhook, WebhookAttempt attempt)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(webhook, out var open))
            {
                open.Attempts.Add(attempt);
            }
        }
    }

    /// <summary>Writes what was gathered.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (string webhook in _open.Keys.ToList())
            {
                Flush(webhook);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _control.Dispose();

    private void Flush(string webhook)
    {
        if (!_open.TryGetValue(webhook, out var open))
        {
            return;
        }

        long position = open.Progress.Position;
        if (position != open.Written || open.Attempts.Count > 0)
        {
            _store.Note(webhook, open.Webhook.Generation, position, open.Attempts);
            _open[webhook] = (open.Webhook, open.Progress, [], position);
        }
    }
}
