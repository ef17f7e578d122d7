using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The keys of programs: made, listed, revoked.</summary>
internal static class KeyEndpoints
{
    private const int LongestName = 100;

    /// <summary>Adds the endpoints.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/keys").RequireKey(KeyScope.Admin).WithTags("keys");
        group.MapGet("", List).WithName("listKeys").WithSummary("Every key that was ever made, the oldest first");
        group.MapPost("", Create).WithName("createKey").WithSummary("Makes a key; its text is in this answer only").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("{key}", Revoke).WithName("revokeKey").WithSummary("Refuses a key from now on").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<KeyList> List(WorkspaceHost host)
    {
        using LentSession lent = host.Lend();
        return TypedResults.Ok(new KeyList([.. lent.Workspace.Keys.All().Select(KeyItem.Of)]));
    }

    private static Created<NewKey> Create(HttpContext context, WorkspaceHost host, KeyRequest request)
    {
        KeyScope scope = request.Scope ?? throw new UserErrorException("argument", "'scope' is missing.", fix: "Send track, read, write or admin.");
        if (request.Name is { Length: > LongestName })
        {
            throw new UserErrorException("argument", $"A key's name has at most {LongestName} characters.");
        }

        if (request.RateLimit < 0)
        {
            throw new UserErrorException("argument", "'rateLimit' takes a number from 0.");
        }

        using LentSession lent = host.Lend();
        (ApiKey key, string text) = lent.Workspace.Keys.Create(scope, request.Name ?? "", request.RateLimit);
        context.NoteForAudit($"key {key.Id}", $"{key.Name} {ApiKeys.NameOf(key.Scope)}".Trim());
        return TypedResults.Created($"/v1/keys/{key.Id}", new NewKey(KeyItem.Of(key), text));
    }

    private static Ok<KeyItem> Revoke(HttpContext context, WorkspaceHost host, string key)
    {
        using LentSession lent = host.Lend();
        ApiKey found = lent.Workspace.Keys.All().FirstOrDefault(one => one.Id == key) ?? throw new NotFoundException($"There is no key '{key}'.", "GET /v1/keys lists them.");
        context.NoteForAudit(detail: $"{found.Name} {ApiKeys.NameOf(found.Scope)}".Trim());
        return TypedResults.Ok(KeyItem.Of(lent.Workspace.Keys.Revoke(found.Id)));
    }

    /// <summary>A key to make.</summary>
    /// <param name="Scope">What it may do.</param>
    /// <param name="Name">What to call it; may be missing.</param>
    /// <param name="RateLimit">The most requests a second; 0 for any number, missing for the server's standard.</param>
    internal sealed record KeyRequest(KeyScope? Scope, string? Name, int? RateLimit);

    /// <summary>The keys.</summary>
    internal sealed record KeyList(IReadOnlyList<KeyItem> Keys);

    /// <summary>A key as it was made.</summary>
    /// <param name="Key">The key as it is stored.</param>
    /// <param name="Text">The key itself; it is shown this once.</param>
    internal sealed record NewKey(KeyItem Key, string Text);

    /// <summary>A key as it is stored.</summary>
    /// <param name="Id">Its public part.</param>
    /// <param name="Name">What its owner calls it; may be empty.</param>
    /// <param name="Scope">What it may do.</param>
    /// <param name="RateLimit">The most requests a second; 0 for any number, missing for the server's standard.</param>
    /// <param name="CreatedAt">When it was made.</param>
    /// <param name="RevokedAt">When it was revoked; missing while it is accepted.</param>
    internal sealed record KeyItem(string Id, string Name, KeyScope Scope, int? RateLimit, string CreatedAt, string? RevokedAt)
    {
        public static KeyItem Of(ApiKey key) =>
            new(key.Id, key.Name, key.Scope, key.RateLimit, Microseconds.ToText(key.CreatedAt), key.RevokedAt is { } at ? Microseconds.ToText(at) : null);
    }
}
