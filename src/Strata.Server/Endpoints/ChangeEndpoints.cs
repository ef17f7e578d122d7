using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
    /// <summary>Adds the endpoint.</summary>
    public static void MapChanges(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/changes", Stream)
        .RequireKey(KeyScope.Read).WithTags("changes").WithName("streamChanges")
        .WithSummary("Who enters and leaves segments, as server-sent events: from an offset of the membership log on, then as it happens; Last-Event-ID resumes")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static ServerSentEventsResult<JsonElement> Stream(HttpContext context, WorkspaceHost host, IHostApplicationLifetime lifetime, long? from, string[]? segment)
    {
        IMembershipFeed feed = host.Feed ?? throw new UserErrorException("unavailable", "This server keeps no memberships live.");
        long first = FirstOf(context.Request, from, feed.End);
        return TypedResults.ServerSentEvents(ReadAsync(feed, first, segment ?? [], context.RequestAborted, lifetime.ApplicationStopping));
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

    private static async IAsyncEnumerable<SseItem<JsonElement>> ReadAsync(
        IMembershipFeed feed, long from, string[] segments, CancellationToken aborted, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await using IAsyncEnumerator<LoggedChange> changes = feed.ReadAsync(from, either.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await NextAsync(changes))
        {
            LoggedChange logged = changes.Current;
            if (segments.Length == 0 || segments.Contains(logged.Change.Segment, StringComparer.OrdinalIgnoreCase))
            {
                yield return new SseItem<JsonElement>(Json(logged), WebhookPayload.TypeOf(logged.Change)) { EventId = logged.Offset.ToString(CultureInfo.InvariantCulture) };
            }
        }
    }

    /// <summary>False also where the server stops or the listener is gone.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<LoggedChange> changes)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static JsonElement Json(LoggedChange logged)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WebhookPayload.WriteChange(writer, logged);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
