using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;

namespace Strata.Server.Security;

/// <summary>
/// Lets a request through to its endpoint where whoever sends it may do what the endpoint does: a key of the scope, not too often, or a
/// person who is signed in and whose role stands for the scope. What a person changes must come from a page of this server.
/// </summary>
/// <param name="next">The rest of the way.</param>
/// <param name="host">Knows the keys.</param>
/// <param name="sessions">Knows who is signed in.</param>
/// <param name="limits">How often each key may call.</param>
/// <param name="options">How the server runs.</param>
internal sealed class KeyCheck(RequestDelegate next, WorkspaceHost host, SessionDirectory sessions, KeyLimits limits, ServerOptions options)
{
    /// <summary>Checks the request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // What is no route is routing's own answer that there is none for this method, or for this type of body.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return next(context);
        }

        KeyRequirement? requirement = endpoint.Metadata.GetMetadata<KeyRequirement>();
        if (requirement is { BySelf: true })
        {
            return next(context);
        }

        if (requirement is { Scope: null })
        {
            return !CrossSite.IsSafe(context.Request) && CrossSite.IsForeign(context.Request) ? RefuseForeignAsync(context) : next(context);
        }

        // Whoever shows a key wants to be it, also where the browser adds a cookie by itself.
        return context.Request.Headers.Authorization.Count == 0 && sessions.Find(SessionCookie.Read(context, options)) is { } session
            ? CheckPersonAsync(context, requirement, session)
            : CheckKeyAsync(context, requirement);
    }

    /// <summary>Answers a request that shows no key that is accepted: the same whatever it shows.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"strata\"";
        return Problem.WriteAsync(
            context, StatusCodes.Status401Unauthorized, "key", "The request shows no key and no session that is accepted.", "Sign in, or send 'Authorization: Bearer KEY'; 'strata keys create' makes one.");
    }

    /// <summary>Answers a request whose key may not do what it asks for.</summary>
    public static Task RefuseScopeAsync(HttpContext context, ApiKey key, KeyScope? needed) => Problem.WriteAsync(
        context,
        StatusCodes.Status403Forbidden,
        "scope",
        $"A key of scope '{ApiKeys.NameOf(key.Scope)}' may not do this.",
        needed is { } scope ? $"It takes a key of scope '{ApiKeys.NameOf(scope)}'." : null);

    private Task CheckKeyAsync(HttpContext context, KeyRequirement? requirement)
    {
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

        if (requirement.Person)
        {
            return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "person", "Only somebody who is signed in can do this; a key cannot.");
        }

        return limits.TryTake(key, out TimeSpan wait) ? next(context) : KeyLimits.RefuseAsync(context, wait);
    }

    private Task CheckPersonAsync(HttpContext context, KeyRequirement? requirement, Session session)
    {
        Actor actor = Actor.Of(session.Person);
        context.SetActor(actor);
        if (!CrossSite.IsSafe(context.Request))
        {
            if (CrossSite.IsForeign(context.Request))
            {
                return RefuseForeignAsync(context);
            }

            if (!CrossSite.ShowsToken(context.Request, session.CsrfToken))
            {
                return Problem.WriteAsync(
                    context, StatusCodes.Status403Forbidden, "csrf", $"The request does not show the token of the session in {CrossSite.TokenHeader}.", "Reload the page; GET /v1/session says the token.");
            }
        }

        if (requirement?.Scope is not { } scope || !actor.Scope.Allows(scope))
        {
            return RefuseRoleAsync(context, session.Person.Role, requirement?.Scope is { } needed ? RoleFor(needed) : null);
        }

        return requirement.Approver && !actor.MayApprove ? RefuseRoleAsync(context, session.Person.Role, Role.Approver) : next(context);
    }

    private static Task RefuseForeignAsync(HttpContext context) =>
        Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "cross-site", "The request comes from a page of another site.");

    private static Task RefuseRoleAsync(HttpContext context, Role role, Role? needed) => Problem.WriteAsync(
        context,
        StatusCodes.Status403Forbidden,
        "role",
        $"The role '{role.NameOf()}' may not do this.",
        needed is { } least ? $"It takes the role '{least.NameOf()}' or more; an admin gives roles." : null);

    /// <summary>The least role that stands for a scope.</summary>
    private static Role RoleFor(KeyScope scope) => Enum.GetValues<Role>().First(role => role.ScopeOf().Allows(scope));
}
