using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Strata.Language;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The changes of membership as a stream.</summary>
internal static class ChangeEndpoints
{
    /// <summary>How often a line is sent where nothing happens, so that nobody in between takes the connection for dead.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Adds the endpoint.</summary>
    public static void MapChanges(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/changes", StreamAsync)
        .RequireKey(KeyScope.Read).StaysOpen().WithTags("changes").WithName("streamChanges")
        .WithSummary("Who enters and leaves segments, as server-sent events: from an offset of the membership log on, then as it happens; Last-Event-ID resumes")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task StreamAsync(HttpContext context, WorkspaceHost host, IHostApplicationLifetime lifetime, TimeProvider clock, long? from, string[]? segment)
    {
        IMembershipFeed feed = host.Feed ?? throw new InvalidOperationException("This server keeps no memberships live.");
        long first = FirstOf(context.Request, from, feed.End);
        string[] segments = segment ?? [];
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // Proxies that gather answers would hold events back.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.Body.FlushAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await using IAsyncEnumerator<LoggedChange> changes = feed.ReadAsync(first, end.Token).GetAsyncEnumerator(CancellationToken.None);
            while (await NextAsync(changes, context.Response, clock, end.Token))
            {
                if (segments.Length == 0 || segments.Contains(changes.Current.Change.Segment, StringComparer.OrdinalIgnoreCase))
                {
                    await WriteAsync(context.Response, changes.Current, end.Token);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The listener is gone, or the server stops: it connects again then, and resumes.
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<LoggedChange> changes, HttpResponse response, TimeProvider clock, CancellationToken cancellation)
    {
        ValueTask<bool> next = changes.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        // What is written so far goes out before the wait.
        Task<bool> waiting = next.AsTask();
        await response.Body.FlushAsync(cancellation);
        while (await Task.WhenAny(waiting, Task.Delay(Heartbeat, clock, cancellation)) != waiting && !cancellation.IsCancellationRequested)
        {
            await response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellation);
            await response.Body.FlushAsync(cancellation);
        }

        return await waiting;
    }

    private static ValueTask WriteAsync(HttpResponse response, LoggedChange logged, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Add(buffer, "event: "u8, Encoding.UTF8.GetBytes(WebhookPayload.TypeOf(logged.Change)), "\nid: "u8);
        Add(buffer, Encoding.UTF8.GetBytes(logged.Offset.ToString(CultureInfo.InvariantCulture)), "\ndata: "u8, default);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WebhookPayload.WriteChange(writer, logged);
        }

        Add(buffer, "\n\n"u8, default, default);
        return response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
    }

    private static void Add(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        buffer.Write(first);
        buffer.Write(second);
        buffer.Write(third);
    }

    private static long FirstOf(HttpRequest request, long? from, long end)
    {
        if (request.Headers["Last-Event-ID"] is [{ Length: > 0 } last])
        {
            return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long offset) && offset < end
                ? offset + 1
                : throw new UserErrorException("argument", $"'{last}' is the id of no change.", fix: "Send the id of the last event that you got, as it is.");
        }

        return from switch
        {
            null => end,
            >= 0 when from <= end => from.Value,
            _ => throw new UserErrorException("argument", $"The membership log has no offset {from}.", fix: string.Create(CultureInfo.InvariantCulture, $"Give a number from 0 to {end}.")),
        };
    }
}
