using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Keys;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The first page: what needs attention, what moves, how the intake is doing, and the market in layers.</summary>
internal static class HomeEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/home", Show).RequireKey(KeyScope.Read).WithTags("home").WithName("home")
            .WithSummary("What needs attention, which segments moved, how the intake is doing, and the market in layers from every account to the target list; some seconds old at most");
    }

    private static Ok<HomeView> Show(WorkspaceHost host, HomeReader reader, IngestPipeline pipeline, IngestRate rate, CancellationToken cancellation)
    {
        HomeOverview overview = reader.Read(cancellation);
        using LentSession session = host.Lend();
        return TypedResults.Ok(new HomeView(overview, HealthOf(session.Workspace, pipeline, rate), host.Feed is { } feed ? feed.End : 0));
    }

    private static IngestHealth HealthOf(Workspace workspace, IngestPipeline pipeline, IngestRate rate)
    {
        (IReadOnlyList<long> perMinute, DateTimeOffset? lastAt) = rate.Read();
        IReadOnlyDictionary<string, long> dropped = DroppedMessages.Read(workspace.Connection);
        return new IngestHealth(
            pipeline.Statistics.Applied,
            pipeline.Statistics.Duplicates,
            pipeline.Statistics.Refused,
            pipeline.Lag,
            pipeline.Statistics.Visible.Percentile(0.5),
            pipeline.Statistics.Visible.Percentile(0.99),
            DeadLetters.Count(workspace.Connection),
            dropped.GetValueOrDefault("bot"),
            dropped.GetValueOrDefault("no_consent") + dropped.GetValueOrDefault("privacy_signal"),
            lastAt is { } at ? Microseconds.ToText(Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(at))) : null,
            perMinute);
    }

    /// <summary>The first page.</summary>
    /// <param name="Overview">What is worked out, some seconds old at most.</param>
    /// <param name="Ingest">How the intake is doing, now.</param>
    /// <param name="ChangesEnd">The offset that the next change of a membership will have: where to begin to listen.</param>
    internal sealed record HomeView(HomeOverview Overview, IngestHealth Ingest, long ChangesEnd);

    /// <summary>How the intake of events is doing.</summary>
    /// <param name="Applied">Messages that were applied since the server began.</param>
    /// <param name="Duplicates">Messages whose id had been seen before, since the server began.</param>
    /// <param name="Refused">Malformed messages since the server began, kept as dead letters.</param>
    /// <param name="LagBytes">How many bytes are durable and not applied yet.</param>
    /// <param name="VisibleP50">From a message's being durable until memberships follow, in milliseconds: half at most.</param>
    /// <param name="VisibleP99">As that: 99 of 100 at most.</param>
    /// <param name="DeadLetters">Messages that could not be taken and were not sent again.</param>
    /// <param name="DroppedBots">Messages of robots that were dropped, ever.</param>
    /// <param name="DroppedPrivacy">Messages that were dropped for want of consent or by a signal of the browser, ever.</param>
    /// <param name="LastAt">When the last message was taken in, to some seconds; missing where none was since the server began.</param>
    /// <param name="PerMinute">Messages of each of the last 60 minutes, the minute that runs last.</param>
    internal sealed record IngestHealth(
        long Applied,
        long Duplicates,
        long Refused,
        long LagBytes,
        double VisibleP50,
        double VisibleP99,
        long DeadLetters,
        long DroppedBots,
        long DroppedPrivacy,
        string? LastAt,
        IReadOnlyList<long> PerMinute);
}
