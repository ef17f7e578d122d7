using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Signing in and out, the first admin, and setting a password by a link.</summary>
internal static class SessionEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder open = routes.MapGroup("/v1").RequireNoKey().WithTags("session");
        open.MapGet("session", Show).WithName("getSession").WithSummary("Who is signed in, and the token that changes must show; or how to sign in");
        open.MapPost("session", SignInAsync).Audited().WithName("signIn").WithSummary("Signs in with e-mail address and password")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);
        open.MapPost("session/link", ShowLinkAsync).WithName("getPasswordLink").WithSummary("Whose link to set a password a token belongs to")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        open.MapPost("session/link/password", SetByLinkAsync).Audited().WithName("setPasswordByLink").WithSummary("Sets a password by a link, once, and signs in")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        open.MapPost("setup", SetUpAsync).Audited().WithName("setUp").WithSummary("Makes the first admin with the token that the server's console shows, once, and signs in")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        RouteGroupBuilder person = routes.MapGroup("/v1/session").RequirePerson().WithTags("session");
        person.MapDelete("", SignOut).Audited().WithName("signOut").WithSummary("Signs out: the session ends, and its cookie with it");
        person.MapPut("password", ChangePasswordAsync).Audited().WithName("changePassword").WithSummary("Changes one's own password; one's other sessions end")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static Ok<SessionState> Show(HttpContext context, WorkspaceHost host, SignInService signIn)
    {
        using LentSession lent = host.Lend();
        return TypedResults.Ok(StateOf(lent.Workspace, signIn.Find(context), PresentedKey.Find(context.Request, host.Keys)?.Allows(KeyScope.Read) == true));
    }

    private static async Task<Ok<SessionState>> SignInAsync(HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, SignInRequest request)
    {
        context.NoteForAudit(Shorten(request.Email));
        using IDisposable turn = await limits.EnterAsync(context, request.Email ?? "") ?? throw SignInService.TooOften();
        using LentSession lent = host.Lend();
        return lent.Workspace.SignIns.Check(request.Email, request.Password) is { } person
            ? TypedResults.Ok(StateOf(lent.Workspace, signIn.Begin(context, lent.Workspace, person)))
            : throw new RefusedException(
                StatusCodes.Status401Unauthorized,
                "sign-in",
                "The e-mail address or the password is wrong, or the account is locked.",
                $"After {SignIns.MostFailures} wrong passwords an account is locked for {SignIns.LockMinutes} minutes. An admin can give you a link to set another password.");
    }

    private static async Task<Ok<LinkState>> ShowLinkAsync(HttpContext context, WorkspaceHost host, SignInLimits limits, LinkRequest request)
    {
        using IDisposable turn = await limits.EnterAsync(context) ?? throw SignInService.TooOften();
        using LentSession lent = host.Lend();
        return lent.Workspace.People.FindByLink(request.Token) is { } person ? TypedResults.Ok(new LinkState(person.Name, person.Email)) : throw DeadLink();
    }

    private static async Task<Ok<SessionState>> SetByLinkAsync(HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, LinkPasswordRequest request)
    {
        using IDisposable turn = await limits.EnterAsync(context) ?? throw SignInService.TooOften();
        using LentSession lent = host.Lend();
        return lent.Workspace.People.SetPasswordByLink(request.Token, request.Password) is { } person
            ? TypedResults.Ok(StateOf(lent.Workspace, signIn.Begin(context, lent.Workspace, person)))
            : throw DeadLink();
    }

    private static async Task<Ok<SessionState>> SetUpAsync(HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, SetUpRequest request)
    {
        using IDisposable turn = await limits.EnterAsync(context) ?? throw SignInService.TooOften();
        using LentSession lent = host.Lend();
        return lent.Workspace.FirstAdmin.Create(request.Token, request.Email ?? "", request.Name ?? "", request.Password) is { } person
            ? TypedResults.Ok(StateOf(lent.Workspace, signIn.Begin(context, lent.Workspace, person)))
            : throw new RefusedException(
                StatusCodes.Status403Forbidden, "token", "This token is not accepted: it was used, is too old, or there is an admin already.", "A server that is started while there is nobody shows a new one.");
    }

    private static NoContent SignOut(HttpContext context, WorkspaceHost host, SignInService signIn)
    {
        using LentSession lent = host.Lend();
        signIn.End(context, lent.Workspace);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionState>> ChangePasswordAsync(HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, PasswordChange request)
    {
        using LentSession lent = host.Lend();
        Workspace workspace = lent.Workspace;
        Person person = workspace.People.Find(context.Actor().PersonId!);
        if (!person.HasPassword)
        {
            throw new UserErrorException("password", "You have no password: you sign in through OpenID Connect.", fix: "An admin can give you a link to set one.");
        }

        using IDisposable turn = await limits.EnterAsync(context, person.Email) ?? throw SignInService.TooOften();
        if (workspace.SignIns.Check(person.Email, request.Current) is null)
        {
            throw new UserErrorException("current-password", "The current password is wrong.", fix: $"After {SignIns.MostFailures} wrong ones the account is locked for {SignIns.LockMinutes} minutes.");
        }

        workspace.People.SetPassword(person.Id, request.Password);
        return TypedResults.Ok(StateOf(workspace, signIn.Begin(context, workspace, workspace.People.Find(person.Id))));
    }

    private static RefusedException DeadLink() =>
        new(StatusCodes.Status403Forbidden, "token", "This link is not accepted: it was used, or is too old.", "Ask an admin for a new one.");

    private static SessionState StateOf(Workspace workspace, Session? session, bool showsKey = false)
    {
        WorkspaceSettings settings = workspace.Settings;
        return new SessionState(
            session is null && workspace.FirstAdmin.IsNeeded,
            settings.Get("workspace_name"),
            OpenIdSettings.Read(settings) is { } openId ? new OpenIdState(openId.Name) : null,
            session is { Person: var person } ? new SignedIn(person.Id, person.Name, person.Email, person.Role, person.HasPassword) : null,
            session?.CsrfToken,
            session is not null || showsKey ? new WorkspaceState(settings.Zone.Id, settings.Currency, settings.Get("locale")) : null);
    }

    private static string Shorten(string? text) => text is { Length: > 254 } ? text[..254] : text ?? "";

    /// <summary>Who is signed in; or how to sign in.</summary>
    /// <param name="SetUpNeeded">True while there is nobody: the first admin is to be made.</param>
    /// <param name="WorkspaceName">What the workspace is called.</param>
    /// <param name="OpenId">The provider of OpenID Connect that people can sign in through; missing where there is none.</param>
    /// <param name="Person">Who is signed in; missing where nobody is, and for a key.</param>
    /// <param name="CsrfToken">What every request of this session that is no GET shows in the header <c>X-CSRF-Token</c>; missing where nobody is signed in.</param>
    /// <param name="Workspace">How the workspace writes instants, numbers and money; missing where nobody is signed in and no key is shown.</param>
    internal sealed record SessionState(bool SetUpNeeded, string WorkspaceName, OpenIdState? OpenId, SignedIn? Person, string? CsrfToken, WorkspaceState? Workspace);

    /// <summary>Who is signed in.</summary>
    /// <param name="Id">The id.</param>
    /// <param name="Name">What the person is called.</param>
    /// <param name="Email">The e-mail address.</param>
    /// <param name="Role">What the person may do.</param>
    /// <param name="HasPassword">False where the person signs in through OpenID Connect only.</param>
    internal sealed record SignedIn(string Id, string Name, string Email, Role Role, bool HasPassword);

    /// <summary>A provider of OpenID Connect.</summary>
    /// <param name="Name">What people call it.</param>
    internal sealed record OpenIdState(string Name);

    /// <summary>How the workspace writes things.</summary>
    /// <param name="Zone">The time zone, an IANA name.</param>
    /// <param name="Currency">The currency, three letters.</param>
    /// <param name="Locale">The language tag by which numbers and dates are written.</param>
    internal sealed record WorkspaceState(string Zone, string Currency, string Locale);

    /// <summary>Who wants to sign in.</summary>
    internal sealed record SignInRequest(string? Email, string? Password);

    /// <summary>The token of a link.</summary>
    internal sealed record LinkRequest(string? Token);

    /// <summary>Whose link it is.</summary>
    internal sealed record LinkState(string Name, string Email);

    /// <summary>A password to set by a link.</summary>
    internal sealed record LinkPasswordRequest(string? Token, string? Password);

    /// <summary>The first admin.</summary>
    /// <param name="Token">The token that the server's console shows.</param>
    /// <param name="Name">What the admin is called.</param>
    /// <param name="Email">The e-mail address to sign in with.</param>
    /// <param name="Password">The password, at least 12 characters.</param>
    internal sealed record SetUpRequest(string? Token, string? Name, string? Email, string? Password);

    /// <summary>Another password.</summary>
    /// <param name="Current">The password as it is.</param>
    /// <param name="Password">The new one, at least 12 characters.</param>
    internal sealed record PasswordChange(string? Current, string? Password);
}
