using Microsoft.AspNetCore.Http;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;

namespace Strata.Server.Security;

/// <summary>Lets a request through to its endpoint where its key may do what the endpoint does, and not too often.</summary>
/// <param name="next">The rest of the way.</param>
/// <param name="host">Knows the keys.</param>
/// <param name="limits">How often each key may call.</param>
internal sealed class KeyCheck(RequestDelegate next, WorkspaceHost host, KeyLimits limits)
{
    /// <summary>Checks the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        KeyRequirement? requirement = endpoint.Metadata.GetMetadata<KeyRequirement>();
        if (requirement is { Scope: null } or { BySelf: true })
        {
            return next(context);
        }

        ApiKey? key = PresentedKey.Find(context.Request, host.Keys);
        if (key is null)
        {
            return RefuseAsync(context);
        }

        Actor actor = Actor.Of(key);
        context.SetActor(actor);
        if (requirement?.Scope is not { } scope || !key.Allows(scope))
        {
            return RefuseScopeAsync(context, key, requirement?.Scope);
        }

        if (requirement.Approver && !actor.MayApprove)
        {
            return RefuseScopeAsync(context, key, KeyScope.Admin);
        }

        if (!limits.TryTake(key, out TimeSpan wait))
        {
            return KeyLimits.RefuseAsync(context, wait);
        }

        return next(context);
    }

    /// <summary>Answers a request that shows no key that is accepted: the same whatever it shows.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"strata\"";
        return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "key", "The request shows no key that is accepted.", "Send 'Authorization: Bearer KEY'; 'strata keys create' makes one.");
    }

    /// <summary>Answers a request whose key may not do what it asks for.</summary>
    public static Task RefuseScopeAsync(HttpContext context, ApiKey key, KeyScope? needed) => Problem.WriteAsync(
        context,
        StatusCodes.Status403Forbidden,
        "scope",
        $"A key of scope '{ApiKeys.NameOf(key.Scope)}' may not do this.",
        needed is { } scope ? $"It takes a key of scope '{ApiKeys.NameOf(scope)}'." : null);
}
