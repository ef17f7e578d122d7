using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Tracking;
using Strata.Server.Hosting;
using Strata.Server.Security;

namespace Strata.Server.Tracking;

/// <summary>
/// The open Segment HTTP tracking API, so that its client libraries work unchanged: the long addresses that servers send to and the short
/// ones that browsers do, and the settings that the browser library asks for. Keys are seen to here, because they may stand in the body.
/// </summary>
internal static class TrackingEndpoints
{
    private static readonly (string Path, MessageKind? Kind)[] Paths =
    [
        ("track", MessageKind.Track), ("identify", MessageKind.Identify), ("group", MessageKind.Group), ("page", MessageKind.Page), ("screen", MessageKind.Screen),
        ("alias", MessageKind.Alias), ("batch", null), ("t", MessageKind.Track), ("i", MessageKind.Identify), ("g", MessageKind.Group), ("p", MessageKind.Page),
        ("s", MessageKind.Screen), ("a", MessageKind.Alias), ("b", null),
    ];

    /// <summary>Adds the endpoints.</summary>
    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        // Events are taken in once the server is ready; the handler is there then.
        var handler = new Lazy<TrackingHandler>(routes.ServiceProvider.GetRequiredService<TrackingHandler>);
        RouteGroupBuilder group = routes.MapGroup("/v1").SeesToKeys().AllowsEveryOrigin().WithTags("tracking");
        foreach ((string path, MessageKind? kind) in Paths)
        {
            // Handlers of their own, without model binding: this is where events come in by the hundred thousand.
            IEndpointConventionBuilder post = group.MapPost(path, (RequestDelegate)(context => handler.Value.HandleAsync(context, kind)));
            group.MapMethods(path, [HttpMethods.Options], (RequestDelegate)CrossOrigin.AnswerPreflight).ExcludeFromDescription();
            if (path.Length == 1)
            {
                post.ExcludeFromDescription();
            }
            else
            {
                post.WithName(path).WithSummary(kind is null
                    ? "Takes messages of the Segment spec, each with its type; answers once they are durable"
                    : $"Takes a message of the Segment spec of the kind {path}; answers once it is durable")
                    .Describes(kind is null ? TrackingDescription.Batch : TrackingDescription.Message);
            }
        }

        group.MapGet("projects/{writeKey}/settings", (RequestDelegate)(context => handler.Value.AnswerSettingsAsync(context))).WithName("trackingSettings")
            .WithSummary("The settings that the browser library asks for: everything is sent here").Describes(TrackingDescription.Settings);
    }
}
