using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;

namespace Strata.Server.Events;

/// <summary>Writes messages as they come, and the changes of membership that they make, as server-sent events.</summary>
internal sealed class LiveStream
{
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Skipped = TimeSpan.FromSeconds(1);

    private readonly WorkspaceHost _host;
    private readonly EventWatch.Watcher _watcher;
    private readonly HttpResponse _response;
    private readonly TimeProvider _clock;
    private readonly JsonSerializerOptions _json;
    private readonly Channel<MembershipChange> _changes = Channel.CreateBounded<MembershipChange>(new BoundedChannelOptions(MostRemembered) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The ids of the messages and events that were shown last.</summary>
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Changes whose message was not shown yet: the message may be on its way.</summary>
    private readonly Queue<MembershipChange> _early = new();

    public LiveStream(WorkspaceHost host, EventWatch.Watcher watcher, HttpResponse response, TimeProvider clock)
    {
        (_host, _watcher, _response, _clock) = (host, watcher, response, clock);
        _json = response.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
    }

    /// <summary>Writes until the listener is gone or the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task following = FollowAsync(end.Token);
        try
        {
            await _response.WriteAsync(": watching\n\n", cancellation);
            await _response.Body.FlushAsync(cancellation);
            await WriteAllAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever watched is gone, or the server stops.
        }
        finally
        {
            await end.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        if (_host.Feed is not { } feed)
        {
            return;
        }

        await foreach (LoggedChange logged in feed.ReadAsync(feed.End, cancellation))
        {
            if (logged.Change.Cause is { Kind: MembershipCauseKind.Event, Id: not null })
            {
                _changes.Writer.TryWrite(logged.Change);
            }
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellation)
    {
        Task<bool> message = _watcher.Messages.WaitToReadAsync(cancellation).AsTask(), change = _changes.Reader.WaitToReadAsync(cancellation).AsTask();
        DateTimeOffset written = _clock.GetUtcNow();
        while (!cancellation.IsCancellationRequested)
        {
            Task tick = Task.Delay(Skipped, _clock, cancellation);
            await Task.WhenAny(message, change, tick);
            bool wrote = await WriteReadyAsync(cancellation);
            message = message.IsCompleted ? _watcher.Messages.WaitToReadAsync(cancellation).AsTask() : message;
            change = change.IsCompleted ? _changes.Reader.WaitToReadAsync(cancellation).AsTask() : change;
            if (_watcher.TakeSkipped() is > 0 and var skipped)
            {
                await WriteAsync("skipped", new LiveSkipped(skipped), cancellation);
                wrote = true;
            }

            if (!wrote && _clock.GetUtcNow() - written > Heartbeat)
            {
                await _response.WriteAsync(": still here\n\n", cancellation);
                wrote = true;
            }

            if (wrote)
            {
                written = _clock.GetUtcNow();
                await _response.Body.FlushAsync(cancellation);
            }
        }
    }

    private async Task<bool> WriteReadyAsync(CancellationToken cancellation)
    {
        bool wrote = false;
        while (_watcher.Messages.TryRead(out WatchedMessage? message))
        {
            wrote = true;
            await WriteAsync("message", LiveMessages.Of(message, _host), cancellation);
            Remember(message.MessageId);
            foreach (WatchedEvent made in message.Events)
            {
                Remember(made.Id);
            }
        }

        while (_changes.Reader.TryRead(out MembershipChange? change))
        {
            _early.Enqueue(change);
        }

        for (int waiting = _early.Count; waiting > 0; waiting--)
        {
            MembershipChange change = _early.Dequeue();
            if (_shown.Contains(change.Cause.Id!))
            {
                wrote = true;
                await WriteAsync("membership", LiveMessages.Of(change), cancellation);
            }
            else if (_early.Count < MostRemembered && _clock.GetUtcNow().ToUnixTimeMilliseconds() - (change.At / 1_000) < Heartbeat.TotalMilliseconds)
            {
                _early.Enqueue(change);
            }
        }

        return wrote;
    }

    private void Remember(string? id)
    {
        if (id is null || !_shown.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > MostRemembered)
        {
            _shown.Remove(_order.Dequeue());
        }
    }

    private async Task WriteAsync<T>(string type, T value, CancellationToken cancellation)
    {
        byte[] data = JsonSerializer.SerializeToUtf8Bytes(value, _json);
        await _response.WriteAsync($"event: {type}\ndata: ", cancellation);
        await _response.Body.WriteAsync(data, cancellation);
        await _response.WriteAsync("\n\n", Encoding.UTF8, cancellation);
    }
}
