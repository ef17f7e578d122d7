using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Events;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Messages as they come in, and those that could not be taken.</summary>
internal static class EventEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events/live", StreamAsync).RequireKey(KeyScope.Read).StaysOpen().WithTags("events").WithName("watchEvents")
            .WithSummary("Messages as they come in, as server-sent events: 'message' with whose it is and why, 'membership' with the segments that it changed, 'skipped' with how many were left out because too many came")
            .Produces<LiveMessage>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/dead-letters", ListAsync).RequireKey(KeyScope.Read).WithTags("events").WithName("listDeadLetters")
            .WithSummary("Messages that could not be taken, with the reason, the newest first").ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/v1/dead-letters/replay", ReplayAsync).RequireKey(KeyScope.Write).WithTags("events").WithName("replayDeadLetters")
            .WithSummary("Sends messages again that could not be taken, as they came: those named, or all").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task StreamAsync(
        HttpContext context, WorkspaceHost host, EventWatch watch, IHostApplicationLifetime lifetime, TimeProvider clock, string? find, string? outcome)
    {
        WatchedOutcome? wanted = outcome is null ? null
            : Enum.TryParse(outcome, ignoreCase: true, out WatchedOutcome known) && Enum.IsDefined(known) ? known
            : throw new UserErrorException("argument", $"'{outcome}' is nothing that becomes of a message.", fix: "It is one of taken, duplicate, dropped and refused.");
        using EventWatch.Watcher watcher = watch.Begin(message => (wanted is null || message.Outcome == wanted) && LiveMessages.Matches(message, find))
            ?? throw new UserErrorException("busy", $"{EventWatch.MostWatchers} people watch already.", fix: "Try again when somebody has closed the page.");
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await new LiveStream(host, watcher, context.Response, clock).RunAsync(end.Token);
    }

    private static async Task<Ok<DeadLetterList>> ListAsync(WorkspaceHost host, IngestPipeline pipeline, bool? all, int? limit, CancellationToken cancellation)
    {
        int most = Limits.Of(limit, 100, 1_000);
        await pipeline.StoreAsync(cancellation);
        using LentSession session = host.Lend();
        return TypedResults.Ok(new DeadLetterList(
            DeadLetters.Count(session.Workspace.Connection),
            [.. DeadLetters.List(session.Workspace.Connection, most, all ?? false).Select(stored => new DeadLetterItem(
                stored.Id,
                Microseconds.ToText(stored.Letter.ReceivedAt),
                stored.Letter.WriteKey,
                stored.Letter.Kind,
                stored.Letter.Ip,
                stored.Letter.UserAgent,
                stored.Letter.Reason,
                stored.Letter.Message,
                stored.ReplayedAt is { } at ? Microseconds.ToText(at) : null))]));
    }

    private static async Task<Ok<Replayed>> ReplayAsync(IngestPipeline pipeline, ReplayLetters request, CancellationToken cancellation)
    {
        IReadOnlyList<ReplayedLetter> replayed = await DeadLetterReplay.RunAsync(pipeline, request.Ids is { Count: > 0 } ids ? ids.ToHashSet() : null, cancellation);
        return TypedResults.Ok(new Replayed(
            replayed.Count(letter => letter.Problem is null),
            [.. replayed.Where(letter => letter.Problem is not null).Select(letter => new RefusedLetter(letter.Id, letter.Problem!))]));
    }

    /// <summary>Which messages to send again.</summary>
    /// <param name="Ids">Their numbers; none or missing for all that were not taken.</param>
    internal sealed record ReplayLetters(IReadOnlyList<long>? Ids);

    /// <summary>What came of sending messages again.</summary>
    /// <param name="Taken">How many were taken.</param>
    /// <param name="Refused">Those that were not.</param>
    internal sealed record Replayed(long Taken, IReadOnlyList<RefusedLetter> Refused);

    /// <summary>A message that was refused again.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Problem">Why.</param>
    internal sealed record RefusedLetter(long Id, string Problem);

    /// <summary>Messages that could not be taken.</summary>
    /// <param name="Waiting">How many there are that were not replayed.</param>
    /// <param name="Letters">Some of them.</param>
    internal sealed record DeadLetterList(long Waiting, IReadOnlyList<DeadLetterItem> Letters);

    /// <summary>A message that could not be taken.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="ReceivedAt">When it came.</param>
    /// <param name="WriteKey">The id of the key that it came with.</param>
    /// <param name="Kind">Which call it was.</param>
    /// <param name="Ip">Where it came from.</param>
    /// <param name="UserAgent">What it came from.</param>
    /// <param name="Reason">Why it could not be taken.</param>
    /// <param name="Message">The message as it came.</param>
    /// <param name="ReplayedAt">When it was sent again and taken.</param>
    internal sealed record DeadLetterItem(
        long Id, string ReceivedAt, string WriteKey, string Kind, string? Ip, string? UserAgent, string Reason, string Message, string? ReplayedAt);
}
