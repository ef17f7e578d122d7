using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Workspaces;
using Strata.Server.Hosting;
using Strata.Server.Hosting.Connections;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Whether the server lives, and whether it takes requests; for whoever watches over it. No key is needed.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("").RequireNoKey().AnswersWhileStarting().AnswersFromMemory().WithTags("health");
        group.MapGet("/healthz", Live).WithName("live").WithSummary("Whether the process lives");
        group.MapGet("/readyz", Ready).WithName("ready").WithSummary("Whether it takes requests");
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health("live"));

    private static JsonHttpResult<Health> Ready(Readiness readiness) => readiness.IsReady
        ? TypedResults.Json(new Health("ready") { TimeAheadSeconds = readiness.Ahead?.Invoke() is { } ahead && ahead >= TimeWatch.Least ? (long)ahead.TotalSeconds : null })
        : TypedResults.Json(new Health("not ready", StartingState.Of(readiness.Starting)), statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>How it is.</summary>
    /// <param name="Status"><c>live</c>, <c>ready</c> or <c>not ready</c>.</param>
    /// <param name="Starting">What it does before it is ready; missing where it does not start.</param>
    internal sealed record Health(string Status, StartingState? Starting = null)
    {
        /// <summary>By how many seconds the time that memberships are true at is ahead of the clock; missing where it is by less than a minute.</summary>
        public long? TimeAheadSeconds { get; init; }
    }

    /// <summary>How far a server is that starts.</summary>
    /// <param name="Step">What is done.</param>
    /// <param name="Text">The same for a person.</param>
    /// <param name="Done">How much of it.</param>
    /// <param name="Total">How much there is; 0 where there is nothing to count.</param>
    internal sealed record StartingState(StartStep Step, string Text, long Done, long Total)
    {
        public static StartingState? Of(StartProgress? progress) => progress is null ? null : new(progress.Step, progress.Text, progress.Done, progress.Total);
    }
}
