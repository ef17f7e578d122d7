using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Webhooks: made, listed, deleted, looked after.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/webhooks").RequireKey(KeyScope.Write).WithTags("webhooks");
        group.MapPost("", Create).WithName("createWebhook").WithSummary("Tells an address of who enters and leaves segments, from now on; the secret is in this answer only")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("", List).WithName("listWebhooks").WithSummary("The webhooks and how they stand");
        group.MapGet("{webhook}", Show).WithName("getWebhook").WithSummary("A webhook and how it stands").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("{webhook}", Delete).WithName("deleteWebhook").WithSummary("Tells an address nothing more").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{webhook}/deliveries", Deliveries).WithName("listDeliveries").WithSummary("The last attempts of a webhook, the newest first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{webhook}/replay", Replay).WithName("replayWebhook").WithSummary("Sends every change again from an offset of the membership log on")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Created<NewWebhook> Create(WorkspaceHost host, WebhookRequest request)
    {
        using LentSession session = host.Lend();
        IReadOnlyList<string> events = request.Events ?? ["entered", "left"];
        if (events.Count == 0 || events.Any(name => name is not ("entered" or "left")))
        {
            throw new UserErrorException("argument", "'events' names 'entered', 'left', or both.");
        }

        Webhook webhook = session.Workspace.Webhooks.Create(
            request.Url ?? "", request.Segments ?? [], events.Contains("entered", StringComparer.Ordinal), events.Contains("left", StringComparer.Ordinal));
        return TypedResults.Created($"/v1/webhooks/{webhook.Id}", new NewWebhook(webhook.Id, webhook.Url, webhook.Secret, webhook.Segments, EventsOf(webhook), webhook.Position));
    }

    private static Ok<WebhookList> List(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new WebhookList([.. session.Workspace.Webhooks.All().Select(WebhookItem.Of)]));
    }

    private static Ok<WebhookItem> Show(WorkspaceHost host, string webhook)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(WebhookItem.Of(Find(session.Workspace, webhook)));
    }

    private static NoContent Delete(WorkspaceHost host, string webhook)
    {
        using LentSession session = host.Lend();
        session.Workspace.Webhooks.Delete(Find(session.Workspace, webhook).Webhook.Id);
        return TypedResults.NoContent();
    }

    private static Ok<DeliveryList> Deliveries(WorkspaceHost host, string webhook, int? limit)
    {
        using LentSession session = host.Lend();
        IReadOnlyList<WebhookAttempt> attempts = session.Workspace.Webhooks.Attempts(Find(session.Workspace, webhook).Webhook.Id, Limits.Of(limit, 100, 1000));
        return TypedResults.Ok(new DeliveryList([.. attempts.Select(one => new Delivery(one.Offset, Microseconds.ToText(one.At), one.Outcome, one.Status, one.Error, one.Milliseconds))]));
    }

    private static Ok<WebhookItem> Replay(WorkspaceHost host, string webhook, ReplayRequest request)
    {
        using LentSession session = host.Lend();
        string id = Find(session.Workspace, webhook).Webhook.Id;
        session.Workspace.Webhooks.Replay(id, request.From ?? throw new UserErrorException("argument", "'from' is missing.", fix: "Send {\"from\": OFFSET}; each delivery says its own offset."));
        return TypedResults.Ok(WebhookItem.Of(Find(session.Workspace, id)));
    }

    private static WebhookState Find(Workspace workspace, string id) =>
        workspace.Webhooks.TryFind(id) ?? throw new NotFoundException($"There is no webhook '{id}'.", "GET /v1/webhooks lists them.");

    private static IReadOnlyList<string> EventsOf(Webhook webhook) => (webhook.Entered, webhook.Left) switch { (true, true) => ["entered", "left"], (true, false) => ["entered"], _ => ["left"] };

    /// <summary>A webhook to make.</summary>
    /// <param name="Url">Where changes are sent to.</param>
    /// <param name="Segments">The segments that it is told of; all where none are named.</param>
    /// <param name="Events"><c>entered</c>, <c>left</c>, or both, which is the standard.</param>
    internal sealed record WebhookRequest(string? Url, IReadOnlyList<string>? Segments, IReadOnlyList<string>? Events);

    /// <summary>From where on to send again.</summary>
    /// <param name="From">The offset of the first change.</param>
    internal sealed record ReplayRequest(long? From);

    /// <summary>A webhook as it was made, with its secret.</summary>
    internal sealed record NewWebhook(string Id, Uri Url, string Secret, IReadOnlyList<string> Segments, IReadOnlyList<string> Events, long Position);

    /// <summary>The webhooks.</summary>
    internal sealed record WebhookList(IReadOnlyList<WebhookItem> Webhooks);

    /// <summary>A webhook and how it stands.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Url">Where changes are sent to.</param>
    /// <param name="Segments">The segments that it is told of; none for all.</param>
    /// <param name="Events">What it is told of.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="Position">The offset of the membership log before which nothing is left to be sent, other than what waits.</param>
    /// <param name="Waiting">How many changes wait to be sent again.</param>
    /// <param name="Dead">How many were given up.</param>
    /// <param name="DisabledAt">When it was given up.</param>
    /// <param name="DisabledReason">Why.</param>
    internal sealed record WebhookItem(
        string Id, Uri Url, IReadOnlyList<string> Segments, IReadOnlyList<string> Events, string CreatedAt, long Position, long Waiting, long Dead, string? DisabledAt, string? DisabledReason)
    {
        public static WebhookItem Of(WebhookState state) => new(
            state.Webhook.Id,
            state.Webhook.Url,
            state.Webhook.Segments,
            EventsOf(state.Webhook),
            Microseconds.ToText(state.Webhook.CreatedAt),
            state.Webhook.Position,
            state.Waiting,
            state.Dead,
            state.Webhook.DisabledAt is { } at ? Microseconds.ToText(at) : null,
            state.Webhook.DisabledReason);
    }

    /// <summary>Attempts.</summary>
    internal sealed record DeliveryList(IReadOnlyList<Delivery> Deliveries);

    /// <summary>An attempt.</summary>
    /// <param name="Offset">The change's offset in the membership log.</param>
    /// <param name="At">When.</param>
    /// <param name="Outcome"><c>delivered</c>, <c>failed</c> (it is tried again) or <c>dead</c> (it is not).</param>
    /// <param name="Status">The status that it was answered with.</param>
    /// <param name="Error">Why it failed.</param>
    /// <param name="Milliseconds">How long it took.</param>
    internal sealed record Delivery(long Offset, string At, string Outcome, int? Status, string? Error, double Milliseconds);
}
