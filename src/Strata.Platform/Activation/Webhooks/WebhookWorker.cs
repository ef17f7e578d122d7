using System.Runtime.ExceptionServices;
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
    private readonly WebhookStatistics _statistics;
    private readonly TimeProvider _clock;
    private readonly Func<string, string, CancellationToken, Task> _giveUp;
    private readonly ResiliencePipeline<SendResult> _retry;
    private readonly DestinationHealth _health = new();
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _sending;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _running = [];
    private readonly DeliveryProgress _progress;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Makes a worker.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="feed">The changes.</param>
    /// <param name="sender">Sends.</param>
    /// <param name="ledger">Remembers.</param>
    /// <param name="options">How.</param>
    /// <param name="statistics">Counts.</param>
    /// <param name="clock">When.</param>
    /// <param name="giveUp">Told, with the reason, when nothing more is to be sent to the webhook.</param>
    public WebhookWorker(
        Webhook webhook,
        IMembershipFeed feed,
        WebhookSender sender,
        WebhookLedger ledger,
        WebhookOptions options,
        WebhookStatistics statistics,
        TimeProvider clock,
        Func<string, string, CancellationToken, Task> giveUp)
    {
        (_webhook, _feed, _sender, _ledger, _options, _statistics, _clock, _giveUp) = (webhook, feed, sender, ledger, options, statistics, clock, giveUp);
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

    /// <summary>Works until it is called off, or something in it does what nobody expected: that ends all of it, and is thrown.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _ledger.Open(_webhook, _progress);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await FollowAsync(ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // What is under way ends by itself.
        }
        finally
        {
            await ending.CancelAsync();
            Task[] running;
            lock (_lock)
            {
                running = [.. _running];
            }

            await Task.WhenAll(running);
            _ledger.Close(_webhook.Id);
        }

        _fault?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _sending.Dispose();
    }

    private async Task FollowAsync(CancellationTokenSource ending)
    {
        foreach (ParkedChange parked in await _ledger.ReadAsync(store => store.Parked(_webhook.Id), ending.Token))
        {
            await EnqueueAsync(new Waiting(parked) { IsParked = true }, ending);
        }

        await foreach (LoggedChange logged in _feed.ReadAsync(_webhook.Position, ending.Token))
        {
            if (_webhook.Wants(logged.Change))
            {
                await _health.WaitAsync(ending.Token);
                await _slots.WaitAsync(ending.Token);
                _progress.Begin(logged.Offset);
                await EnqueueAsync(new Waiting(new ParkedChange(logged.Offset, $"{logged.Change.Of}:{logged.Change.EntityId}", WebhookPayload.Write(logged), Now)), ending);
            }
            else
            {
                _progress.Pass(logged.Offset);
            }
        }
    }

    private async Task EnqueueAsync(Waiting waiting, CancellationTokenSource ending)
    {
        Lane? lane;
        lock (_lock)
        {
            if (!_lanes.TryGetValue(waiting.Change.Entity, out lane))
            {
                _lanes[waiting.Change.Entity] = lane = new Lane(waiting.Change.Entity);
                lane.Waiting.Enqueue(waiting);
                Begin(lane, ending);
                return;
            }

            lane.Waiting.Enqueue(waiting);
            if (waiting.IsParked || !lane.IsStuck)
            {
                return;
            }
        }

        await ParkAsync(lane, ending.Token);
    }

    /// <summary>Has a lane worked off beside the others; its fault is that of the worker.</summary>
    private void Begin(Lane lane, CancellationTokenSource ending)
    {
        Task running = Task.Run(
            async () =>
            {
                try
                {
                    await RunAsync(lane, ending.Token);
                }
#pragma warning disable CA1031 // The outermost frame of the lane: the worker throws it.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(exception), null);
                    await ending.CancelAsync();
                }
            },
            CancellationToken.None);
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
    }

    /// <summary>Sends what waits in a lane, one after the other.</summary>
    private async Task RunAsync(Lane lane, CancellationToken cancellation)
    {
        try
        {
            while (Peek(lane) is { } next)
            {
                SendResult? first = next.IsParked ? null : await AttemptAsync(next.Change, cancellation);
                SendResult result = first is { IsDelivered: true } ? first : await RetryAsync(lane, next.Change, first, cancellation);
                bool wasParked = Done(lane);
                if (!result.IsDelivered && await GiveUpAsync(next.Change, result, cancellation))
                {
                    return;
                }

                if (result.IsDelivered && wasParked)
                {
                    await _ledger.WriteAsync(store => store.Unpark(_webhook.Id, next.Change.Offset), cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What was not sent is sent by the next worker.
        }
    }

    /// <summary>The next of a lane; where there is none, the lane is at its end.</summary>
    private Waiting? Peek(Lane lane)
    {
        lock (_lock)
        {
            if (lane.Waiting.TryPeek(out Waiting? next))
            {
                return next;
            }

            _lanes.Remove(lane.Entity);
            return null;
        }
    }

    /// <summary>Keeps what waits in a lane to be sent again, durably; its places on the way are free for others then.</summary>
    private async Task ParkAsync(Lane lane, CancellationToken cancellation)
    {
        if (FreshOf(lane).Length > 0)
        {
            await _ledger.WriteAsync(store => Park(lane, store), cancellation);
        }
    }

    private void Park(Lane lane, WebhookStore store)
    {
        // The ledger is taken before this lock, nowhere the other way round; and what waits is looked at anew each time it is tried.
        lock (_lock)
        {
            Waiting[] fresh = FreshOf(lane);
            store.Park(_webhook.Id, fresh.Select(one => one.Change));
            foreach (Waiting one in fresh)
            {
                one.IsParked = true;
                _progress.End(one.Change.Offset);
                _slots.Release();
            }
        }
    }

    private Waiting[] FreshOf(Lane lane)
    {
        lock (_lock)
        {
            return [.. lane.Waiting.Where(one => !one.IsParked)];
        }
    }

    /// <summary>Takes the first out of a lane.</summary>
    /// <returns>Whether it is kept durably.</returns>
    private bool Done(Lane lane)
    {
        lock (_lock)
        {
            Waiting done = lane.Waiting.Dequeue();
            lane.IsStuck = lane.Waiting.Count > 0 && lane.IsStuck;
            if (!done.IsParked)
            {
                _progress.End(done.Change.Offset);
                _slots.Release();
            }

            return done.IsParked;
        }
    }

    /// <summary>Keeps a change, and what comes after it, and sends it again until it is taken or there is no more sense in it.</summary>
    private async Task<SendResult> RetryAsync(Lane lane, ParkedChange change, SendResult? first, CancellationToken cancellation)
    {
        lock (_lock)
        {
            lane.IsStuck = true;
        }

        await ParkAsync(lane, cancellation);
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Since, change.Since);
        try
        {
            return await _retry.ExecuteAsync(
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
    }

    /// <summary>Gives a change up that was not taken.</summary>
    /// <returns>True where the webhook is given up with it.</returns>
    private async Task<bool> GiveUpAsync(ParkedChange change, SendResult result, CancellationToken cancellation)
    {
        if (result.IsGone)
        {
            await _giveUp(_webhook.Id, "the receiver answered 410 Gone", cancellation);
            return true;
        }

        await _ledger.WriteAsync(store => store.Bury(_webhook.Id, change.Offset), cancellation);
        _ledger.Note(_webhook.Id, new WebhookAttempt(change.Offset, Now, "dead", result.Status, $"given up after {_options.GiveUpAfter.TotalDays:0.#} days: {result.Error}", 0));
        if (_health.IsPaused)
        {
            await _giveUp(_webhook.Id, $"nothing was delivered for {_options.GiveUpAfter.TotalDays:0.#} days: {result.Error}", cancellation);
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
        _statistics.Add(result.IsDelivered);
        _ledger.Note(_webhook.Id, new WebhookAttempt(change.Offset, Now, result.IsDelivered ? "delivered" : "failed", result.Status, result.Error, result.Milliseconds));
        return result;
    }

    /// <summary>A change that was not taken yet.</summary>
    private sealed class Waiting(ParkedChange change)
    {
        public ParkedChange Change => change;

        /// <summary>Whether it is kept durably, to be sent again; it has no place on the way then.</summary>
        public bool IsParked { get; set; }
    }

    /// <summary>The changes of one entity that were not sent yet, in their order.</summary>
    private sealed class Lane(string entity)
    {
        public string Entity => entity;

        public Queue<Waiting> Waiting { get; } = new();

        /// <summary>Whether its first waits to be sent again.</summary>
        public bool IsStuck { get; set; }
    }
}
