using System.Globalization;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>Tells every webhook of a workspace of the changes that it wants, each at its own pace: one that hangs holds up nobody else.</summary>
public sealed class WebhookDispatcher : IAsyncDisposable
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMilliseconds(250);
    private readonly WorkspaceHost _host;
    private readonly IMembershipFeed _feed;
    private readonly Action<string> _notice;
    private readonly WebhookLedger _ledger;
    private readonly WebhookOptions? _options;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private Task _writing = Task.CompletedTask;

    /// <summary>Makes a dispatcher; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="host">The workspace.</param>
    /// <param name="feed">The changes.</param>
    /// <param name="notice">Told, for the operator, of webhooks that are given up, and of what goes wrong; by one thread or another.</param>
    public WebhookDispatcher(WorkspaceHost host, IMembershipFeed feed, Action<string> notice)
        : this(host, feed, notice, options: null)
    {
    }

    internal WebhookDispatcher(WorkspaceHost host, IMembershipFeed feed, Action<string> notice, WebhookOptions? options)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _feed = feed;
        _notice = notice;
        _options = options;
        _ledger = new WebhookLedger(ControlStore.Open(host.Directory.FullPath), host.Clock, notice);
        Statistics = new WebhookStatistics(() => _ledger.FurthestBehind() is { } position ? Math.Max(0, _feed.End - position) : 0);
    }

    /// <summary>What was sent.</summary>
    public WebhookStatistics Statistics { get; }

    /// <summary>Begins to send.</summary>
    public async Task StartAsync()
    {
        await RestartAllAsync();
        _host.WebhookChanged += OnChanged;
        _host.SettingChanged += OnSettingChanged;
        _writing = WriteAsync();
    }

    /// <summary>Ends what is on its way, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _host.WebhookChanged -= OnChanged;
        _host.SettingChanged -= OnSettingChanged;
        await _stop.CancelAsync();
        await _writing;
        await _turn.WaitAsync();
        foreach (Running running in _running.Values)
        {
            await running.EndAsync();
        }

        _running.Clear();
        _ledger.Dispose();
        _stop.Dispose();
        _turn.Dispose();
    }

    private void OnChanged(string webhook) => _ = RestartAsync(webhook);

    /// <summary>What settings allow holds from the next attempt on.</summary>
    private void OnSettingChanged(string name)
    {
        if (name is WorkspaceSettings.WebhooksInside or WorkspaceSettings.WebhookDays)
        {
            _ = RestartAllAsync();
        }
    }

    private async Task RestartAllAsync()
    {
        try
        {
            foreach (WebhookState state in await _ledger.ReadAsync(store => store.All(), _stop.Token))
            {
                await RestartAsync(state.Webhook.Id);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The next start begins with what is set by then.
        }
    }

    /// <summary>Makes the worker of a webhook that of the webhook as it is stored now; none where there is none.</summary>
    private async Task RestartAsync(string id)
    {
        try
        {
            await _turn.WaitAsync(_stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        try
        {
            if (_running.Remove(id, out Running? before))
            {
                await before.EndAsync();
            }

            IReadOnlyList<WebhookState> all = await _ledger.ReadAsync(store => store.All(), _stop.Token);
            if (all.FirstOrDefault(state => state.Webhook.Id == id) is { Webhook: { DisabledAt: null } webhook })
            {
                _running[id] = Start(webhook);
            }
        }
        catch (OperationCanceledException)
        {
            // The next start begins with it.
        }
        finally
        {
            _turn.Release();
        }
    }

    private Running Start(Webhook webhook)
    {
        WebhookOptions options = _options ?? OptionsOf(_host);
        var sender = new WebhookSender(options.AllowsInside, _host.Clock);
        var worker = new WebhookWorker(webhook, _feed, sender, _ledger, options, Statistics, _host.Clock, GiveUpAsync);
        var stop = new CancellationTokenSource();
        return new Running(worker, sender, stop, Task.Run(() => RunAsync(webhook, worker, stop.Token)));
    }

    private async Task RunAsync(Webhook webhook, WebhookWorker worker, CancellationToken cancellation)
    {
        try
        {
            await worker.RunAsync(cancellation);
        }
#pragma warning disable CA1031 // The outermost frame of the worker: a fault in one must not take the others with it, and the operator must hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _notice($"The webhook {webhook.Id} to {webhook.Url} stopped by a fault; it goes on when the server starts again: {exception}");
        }
    }

    private async Task GiveUpAsync(string id, string reason, CancellationToken cancellation)
    {
        long now = Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()));
        await _ledger.WriteAsync(store => store.Disable(id, now, reason), cancellation);
        _notice($"The webhook {id} is given up: {reason}. 'strata webhooks replay {id} --from OFFSET' sends to it again.");
        OnChanged(id);
    }

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(WriteEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                _ledger.Flush();
            }
        }
        catch (OperationCanceledException)
        {
            // The workers write what is left when they end.
        }
    }

    private static WebhookOptions OptionsOf(WorkspaceHost host)
    {
        using ControlStore control = ControlStore.Open(host.Directory.FullPath);
        var settings = new WorkspaceSettings(control);
        return new WebhookOptions
        {
            AllowsInside = settings.Get(WorkspaceSettings.WebhooksInside) == "yes",
            GiveUpAfter = TimeSpan.FromDays(int.Parse(settings.Get(WorkspaceSettings.WebhookDays), CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>A worker at work.</summary>
    private sealed record Running(WebhookWorker Worker, WebhookSender Sender, CancellationTokenSource Stop, Task Work)
    {
        public async Task EndAsync()
        {
            await Stop.CancelAsync();
            await Work;
            Worker.Dispose();
            Sender.Dispose();
            Stop.Dispose();
        }
    }
}
