using Microsoft.Data.Sqlite;
using Strata.Platform.Control;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Where the workers of all webhooks write down what they did. Attempts and positions are gathered and written a few times a second;
/// what waits to be sent again is durable before anything goes on. While nothing can be written, as on a full disk, whoever has to write
/// waits and tries again, and the operator is told once. Thread-safe.
/// </summary>
internal sealed class WebhookLedger : IDisposable
{
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly ControlStore _control;
    private readonly WebhookStore _store;
    private readonly TimeProvider _clock;
    private readonly Action<string> _notice;
    private readonly Dictionary<string, (Webhook Webhook, DeliveryProgress Progress, Queue<WebhookAttempt> Attempts, long Written)> _open = new(StringComparer.Ordinal);
    private bool _isFailing;

    /// <summary>Makes a ledger.</summary>
    /// <param name="control">Where to write; the ledger's own.</param>
    /// <param name="clock">When.</param>
    /// <param name="notice">Told, for the operator, when nothing can be written, and when that is over.</param>
    public WebhookLedger(ControlStore control, TimeProvider clock, Action<string> notice)
    {
        (_control, _clock, _notice) = (control, clock, notice);
        _store = new WebhookStore(control);
    }

    /// <summary>Reads something, as often as it takes.</summary>
    public async Task<T> ReadAsync<T>(Func<WebhookStore, T> read, CancellationToken cancellation)
    {
        T? result = default;
        await InsistAsync(store => result = read(store), writes: false, cancellation);
        return result!;
    }

    /// <summary>Writes something, as often as it takes: where it throws, it must have left everything as it was.</summary>
    public Task WriteAsync(Action<WebhookStore> write, CancellationToken cancellation) => InsistAsync(write, writes: true, cancellation);

    /// <summary>A worker begins.</summary>
    public void Open(Webhook webhook, DeliveryProgress progress)
    {
        lock (_lock)
        {
            _open[webhook.Id] = (webhook, progress, [], progress.Position);
        }
    }

    /// <summary>A worker ended: what it did last is written, where that can be; what cannot is sent once more by the next worker.</summary>
    public void Close(string webhook)
    {
        lock (_lock)
        {
            TryFlush(webhook);
            _open.Remove(webhook);
        }
    }

    /// <summary>Notes an attempt; of those that are not written yet, as many as are kept at all.</summary>
    public void Note(string webhook, WebhookAttempt attempt)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(webhook, out var open))
            {
                if (open.Attempts.Count == WebhookStore.MostAttempts)
                {
                    open.Attempts.Dequeue();
                }

                open.Attempts.Enqueue(attempt);
            }
        }
    }

    /// <summary>The position of the webhook that is furthest behind, of those that are sent to; null where there are none.</summary>
    public long? FurthestBehind()
    {
        lock (_lock)
        {
            return _open.Values.Min(open => (long?)open.Progress.Position);
        }
    }

    /// <summary>Writes what was gathered; what cannot be written is, the next time.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (string webhook in _open.Keys.ToList())
            {
                TryFlush(webhook);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _control.Dispose();

    private async Task InsistAsync(Action<WebhookStore> use, bool writes, CancellationToken cancellation)
    {
        while (!Try(use, writes))
        {
            await Task.Delay(TriedAgainAfter, _clock, cancellation);
        }
    }

    private void TryFlush(string webhook)
    {
        if (!_open.TryGetValue(webhook, out var open))
        {
            return;
        }

        long position = open.Progress.Position;
        if ((position != open.Written || open.Attempts.Count > 0) && Try(store => store.Note(webhook, open.Webhook.Generation, position, open.Attempts), writes: true))
        {
            _open[webhook] = (open.Webhook, open.Progress, [], position);
        }
    }

    /// <summary>Does something with the store; false where the store cannot.</summary>
    private bool Try(Action<WebhookStore> use, bool writes)
    {
        lock (_lock)
        {
            try
            {
                use(_store);
            }
            catch (SqliteException exception)
            {
                if (!_isFailing)
                {
                    _isFailing = true;
                    _notice($"What webhooks did cannot be written to {ControlDatabase.FileName}: {exception.Message} It is tried again until it can be; what fails to be sent waits for that.");
                }

                return false;
            }

            // Reading works where writing does not: that says nothing.
            if (_isFailing && writes)
            {
                _isFailing = false;
                _notice($"What webhooks did can be written to {ControlDatabase.FileName} again.");
            }

            return true;
        }
    }
}
