using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Server.Hosting;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Whether the server lives, and whether it takes requests; for whoever watches over it. No key is needed.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("").RequireNoKey().WithTags("health");
        group.MapGet("/healthz", Live).WithName("live").WithSummary("Whether the process lives");
        group.MapGet("/readyz", Ready).WithName("ready").WithSummary("Whether it takes requests");
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health("live"));

    private static JsonHttpResult<Health> Ready(Readiness readiness) => readiness.IsReady
        ? TypedResults.Json(new Health("ready"))
        : TypedResults.Json(new Health("not ready"), statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>How it is.</summary>
    /// <param name="Status"><c>live</c>, <c>ready</c> or <c>not ready</c>.</param>
    internal sealed record Health(string Status);
}
