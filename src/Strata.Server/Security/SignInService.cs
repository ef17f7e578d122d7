using Microsoft.AspNetCore.Http;
using Strata.Platform.People;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;

namespace Strata.Server.Security;

/// <summary>Begins and ends the sessions of browsers.</summary>
internal sealed class SignInService(SessionDirectory sessions, ServerOptions options)
{
    /// <summary>The session that a request shows; null where it shows none that is accepted.</summary>
    public Session? Find(HttpContext context) => sessions.Find(SessionCookie.Read(context, options));

    /// <summary>
    /// Begins a session of a person and hands it to the browser. Whatever the browser showed before is over: a session that somebody else
    /// put there becomes nobody's.
    /// </summary>
    public Session Begin(HttpContext context, Workspace workspace, Person person)
    {
        workspace.Sessions.End(SessionCookie.Read(context, options));
        string id = workspace.Sessions.Begin(person);
        SessionCookie.Write(context, options, id);
        context.SetActor(Actor.Of(person));
        return workspace.Sessions.Find(id) ?? throw new InvalidOperationException("A session that was begun is not there.");
    }

    /// <summary>Ends the session that a request shows, and has the browser forget it.</summary>
    public void End(HttpContext context, Workspace workspace)
    {
        workspace.Sessions.End(SessionCookie.Read(context, options));
        SessionCookie.Clear(context, options);
    }

    /// <summary>The address under which the browser reaches the server, without a slash at its end.</summary>
    public string AddressOf(HttpContext context, WorkspaceSettings settings) => settings.Get(WorkspaceSettings.PublicUrl) is { Length: > 0 } said
        ? said
        : $"{(SessionCookie.IsSecure(context, options) ? Uri.UriSchemeHttps : context.Request.Scheme)}://{context.Request.Host}";

    /// <summary>What is answered to whoever tries to get in too often.</summary>
    public static RefusedException TooOften() =>
        new(StatusCodes.Status429TooManyRequests, "rate-limit", "Too many tries to sign in.", "Wait a minute.");
}
