using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Strata.Server.Tracking;

/// <summary>Lets web pages of any origin send events: what allows it is the key, which is public there, and not who the visitor is.</summary>
internal static class CrossOrigin
{
    private static readonly StringValues Everywhere = "*";
    private static readonly StringValues Methods = "POST, GET, OPTIONS";
    private static readonly StringValues StandardHeaders = "content-type, authorization, content-encoding";
    private static readonly StringValues OneDay = "86400";

    /// <summary>Marks an answer as one for everybody.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Response.Headers.AccessControlAllowOrigin = Everywhere;
            context.Response.Headers.AccessControlExposeHeaders = "Retry-After";
        }
    }

    /// <summary>Marks what endpoints answer as <see cref="Allow"/> does where they fail too: what was marked before is gone by then.</summary>
    public static T AllowsEveryOrigin<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(new Mark());

    /// <summary>Marks the answer to a request that failed, where its endpoint is open to every origin.</summary>
    /// <param name="context">The request.</param>
    /// <param name="failed">The endpoint that failed, or null.</param>
    public static void AllowFailed(HttpContext context, Endpoint? failed)
    {
        if (failed?.Metadata.GetMetadata<Mark>() is not null)
        {
            Allow(context);
        }
    }

    /// <summary>Answers the question that a browser asks before.</summary>
    public static Task AnswerPreflight(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = Everywhere;
        headers.AccessControlAllowMethods = Methods;
        StringValues asked = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlAllowHeaders = asked.Count > 0 ? asked : StandardHeaders;
        headers.AccessControlMaxAge = OneDay;
        headers.Vary = "Access-Control-Request-Headers";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private sealed record Mark;
}
