using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Pipeline;
using Strata.Platform.Keys;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>How the intake of events is doing.</summary>
internal static class IngestEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapIngest(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/ingest", State)
        .RequireKey(KeyScope.Read).WithTags("tracking").WithName("ingest")
        .WithSummary("How many messages were taken in since the server began, how many wait, and how soon memberships follow");

    private static Ok<IngestState> State(IngestPipeline pipeline)
    {
        IngestStatistics statistics = pipeline.Statistics;
        LatencyHistogram visible = statistics.Visible;
        return TypedResults.Ok(new IngestState(
            statistics.Applied,
            statistics.Duplicates,
            statistics.Refused,
            pipeline.Lag,
            new Durations(visible.Percentile(0.5), visible.Percentile(0.99), visible.Max)));
    }

    /// <summary>How the intake is doing.</summary>
    /// <param name="Applied">Messages that were applied since the server began.</param>
    /// <param name="Duplicates">Messages whose id had been seen before.</param>
    /// <param name="Refused">Malformed messages, kept as dead letters.</param>
    /// <param name="LagBytes">How many bytes of the journal are durable and not applied yet.</param>
    /// <param name="VisibleMs">From a message's being durable until memberships follow, in milliseconds.</param>
    internal sealed record IngestState(long Applied, long Duplicates, long Refused, long LagBytes, Durations VisibleMs);

    /// <summary>Percentiles of a duration.</summary>
    /// <param name="P50">Half at most.</param>
    /// <param name="P99">99 of 100 at most.</param>
    /// <param name="Max">The longest.</param>
    internal sealed record Durations(double P50, double P99, double Max);
}
