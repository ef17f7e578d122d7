using Polly;
using Polly.Retry;
using Strata.Language.Time;
using Strata.Platform.Live;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Tells one webhook of the changes that it wants, at least once each, and those of one entity in their order: while one waits to be
/// sent again, the later ones of its entity wait behind it, and those of others go on.
/// </summary>
internal sealed class WebhookWorker : IDisposable
{
    private static readonly ResiliencePropertyKey<long> Since = new("since");
    private readonly Webhook _webhook;
    private readonly IMembershipFeed _feed;
    private readonly WebhookSender _sender;
    private readonly WebhookLedger _ledger;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<string, string> _giveUp;
    private readonly ResiliencePipeline<SendResult> _retry;
    private readonly DestinationHealth _health = new();
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _sending;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _running = [];
    private readonly DeliveryProgress _progress;

    /// <summary>Makes a worker.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="feed">The changes.</param>
    /// <param name="sender">Sends.</param>
    /// <param name="ledger">Remembers.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">When.</param>
    /// <param name="giveUp">Told, with the reason, when nothing more is to be sent to the webhook.</param>
    public WebhookWorker(
        Webhook webhook, IMembershipFeed feed, WebhookSender sender, WebhookLedger ledger, WebhookOptions options, TimeProvider clock, Action<string, string> giveUp)
    {
        (_webhook, _feed, _sender, _ledger, _options, _clock, _giveUp) = (webhook, feed, sender, ledger, options, clock, giveUp);
        _progress = new DeliveryProgress(webhook.Position);
        _slots = new SemaphoreSlim(options.Concurrency);
        _sending = new SemaphoreSlim(options.Concurrency);
        _retry = new ResiliencePipelineBuilder<SendResult> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<SendResult>
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { IsDelivered: false, IsGone: false } && Now - arguments.Context.Properties.GetValue(Since, 0) < GiveUpAfter),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter is { } asked && asked > TimeSpan.Zero
                    ? asked < options.LongestPause ? asked : options.LongestPause
                    : (TimeSpan?)null),
            })
            .Build();
    }

    private long Now => Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(_clock.GetUtcNow()));

    private long GiveUpAfter => (long)_options.GiveUpAfter.TotalMicroseconds;

    /// <summary>Works until it is called off.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _ledger.Open(_webhook, _progress);
        try
        {
            foreach (ParkedChange parked in _ledger.Use(store => store.Parked(_webhook.Id)))
            {
                Enqueue(parked, isParked: true, cancellation);
            }

            await foreach (LoggedChange logged in _feed.ReadAsync(_webhook.Position, cancellation))
            {
                if (_webhook.Wants(logged.Change))
                {
                    await _health.WaitAsync(cancellation);
                    await _slots.WaitAsync(cancellation);
                    _progress.Begin(logged.Offset);
                    Enqueue(new ParkedChange(logged.Offset, $"{logged.Change.Of}:{logged.Change.EntityId}", WebhookPayload.Write(logged), Now), isParked: false, cancellation);
                }
                else
                {
                    _progress.Pass(logged.Offset);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is under way ends by itself.
        }

        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
        _ledger.Close(_webhook.Id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _sending.Dispose();
    }

    private void Enqueue(ParkedChange change, bool isParked, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(change.Entity, out Lane? lane))
            {
                _lanes[change.Entity] = lane = new Lane(change.Entity);
                lane.Waiting.Enqueue((change, isParked));
                Task running = Task.Run(() => RunAsync(lane, cancellation), CancellationToken.None);
                _running.Add(running);
                _ = running.ContinueWith(
                    done =>
                    {
                        lock (_lock)
                        {
                            _running.Remove(done);
                        }
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                return;
            }

            lane.Waiting.Enqueue((change, isParked));
            if (isParked || !lane.IsStuck)
            {
                return;
            }
        }

        Park(change.Entity);
    }

    /// <summary>Sends what waits in a lane, one after the other.</summary>
    private async Task RunAsync(Lane lane, CancellationToken cancellation)
    {
        try
        {
            while (Peek(lane) is var (change, isParked))
            {
                SendResult? first = isParked ? null : await AttemptAsync(change, cancellation);
                if (first is { IsDelivered: true })
                {
                    Done(lane, change, wasParked: false);
                    continue;
                }

                Park(lane.Entity);
                bool gone = await RetryAsync(change, first, cancellation);
                Done(lane, change, wasParked: true);
                if (gone)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was not sent is sent by the next worker.
        }
    }

    /// <summary>The next of a lane; where there is none, the lane is at its end.</summary>
    private (ParkedChange Change, bool IsParked)? Peek(Lane lane)
    {
        lock (_lock)
        {
            if (lane.Waiting.TryPeek(out var next))
            {
                return next;
            }

            _lanes.Remove(lane.Entity);
            return null;
        }
    }

    /// <summary>Keeps what waits in a lane to be sent again, durably; its places on the way are free for others then.</summary>
    private void Park(string entity)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(entity, out Lane? lane))
            {
                return;
            }

            lane.IsStuck = true;
            (ParkedChange Change, bool IsParked)[] waiting = [.. lane.Waiting];
            ParkedChange[] fresh = [.. waiting.Where(one => !one.IsParked).Select(one => one.Change)];
            if (fresh.Length == 0)
            {
                return;
            }

            _ledger.Use(store => store.Park(_webhook.Id, fresh));
            lane.Waiting.Clear();
            foreach ((ParkedChange change, _) in waiting)
            {
                lane.Waiting.Enqueue((change, true));
            }

            foreach (ParkedChange change in fresh)
            {
                _progress.End(change.Offset);
                _slots.Release();
            }
        }
    }

    private void Done(Lane lane, ParkedChange change, bool wasParked)
    {
        lock (_lock)
        {
            lane.Waiting.Dequeue();
            lane.IsStuck = lane.Waiting.Count > 0 && lane.IsStuck;
            if (!wasParked)
            {
                _progress.End(change.Offset);
                _slots.Release();
            }
        }
    }

    /// <summary>Sends a change again until it is taken or given up.</summary>
    /// <returns>True where the webhook is given up with it.</returns>
    private async Task<bool> RetryAsync(ParkedChange change, SendResult? first, CancellationToken cancellation)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Since, change.Since);
        SendResult result;
        try
        {
            result = await _retry.ExecuteAsync(
                async inner =>
                {
                    (SendResult? known, first) = (first, null);
                    return known ?? await AttemptAsync(change, inner.CancellationToken);
                },
                context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        if (result.IsDelivered)
        {
            _ledger.Use(store => store.Unpark(_webhook.Id, change.Offset));
            return false;
        }

        if (result.IsGone)
        {
            _giveUp(_webhook.Id, "the receiver answered 410 Gone");
            return true;
        }

        _ledger.Use(store => store.Bury(_webhook.Id, change.Offset));
        _ledger.Note(_webhook.Id, new WebhookAttempt(change.Offset, Now, "dead", result.Status, $"given up after {_options.GiveUpAfter.TotalDays:0.#} days: {result.Error}", 0));
        if (_health.IsPaused)
        {
            _giveUp(_webhook.Id, $"nothing was delivered for {_options.GiveUpAfter.TotalDays:0.#} days: {result.Error}");
            return true;
        }

        return false;
    }

    private async Task<SendResult> AttemptAsync(ParkedChange change, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        SendResult result;
        try
        {
            result = await _sender.SendAsync(_webhook, change.Offset, change.Payload, cancellation);
        }
        finally
        {
            _sending.Release();
        }

        _health.Note(result.IsDelivered);
        _ledger.Note(_webhook.Id, new WebhookAttempt(change.Offset, Now, result.IsDelivered ? "delivered" : "failed", result.Status, result.Error, result.Milliseconds));
        return result;
    }

    /// <summary>The changes of one entity that were not sent yet, in their order.</summary>
    private sealed class Lane(string entity)
    {
        public string Entity => entity;

        public Queue<(ParkedChange Change, bool IsParked)> Waiting { get; } = new();

        /// <summary>Whether its first waits to be sent again.</summary>
        public bool IsStuck { get; set; }
    }
}
