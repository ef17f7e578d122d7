using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Strata.Platform.People;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;
using Strata.Server.Security.OpenId;

namespace Strata.Server.Endpoints;

/// <summary>Signing in through a provider of OpenID Connect: away to it, and back.</summary>
internal static partial class OpenIdEndpoints
{
    private const string CallbackPath = "/v1/session/openid/callback";

    /// <summary>Adds the endpoints.</summary>
    public static void MapOpenId(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/session/openid").RequireNoKey().WithTags("session");
        group.MapGet("", StartAsync).WithName("startOpenId").WithSummary("Leads a browser to the provider of OpenID Connect; 'to' says where in the app it goes afterwards")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("callback", FinishAsync).Audited().WithName("finishOpenId").WithSummary("Where the provider of OpenID Connect leads a browser back to")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<RedirectHttpResult> StartAsync(
        HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, OpenIdProvider provider, PendingSignIns pending, ServerOptions options, ILogger<OpenIdProvider> log, string? to)
    {
        using IDisposable turn = await limits.EnterAsync(context) ?? throw SignInService.TooOften();
        (OpenIdSettings settings, string redirectUri) = SettingsOf(context, host, signIn);
        (string state, string browser, PendingSignIn begun) = pending.Begin(LocalPath.Of(to));
        try
        {
            string address = await provider.AddressAsync(settings, begun, state, redirectUri, context.RequestAborted);
            OpenIdCookie.Write(context, options, browser);
            return TypedResults.Redirect(address);
        }
        catch (OpenIdException exception)
        {
            return Refuse(context, log, exception, "provider");
        }
    }

    private static async Task<RedirectHttpResult> FinishAsync(
        HttpContext context, WorkspaceHost host, SignInService signIn, SignInLimits limits, OpenIdProvider provider, PendingSignIns pending, ServerOptions options, ILogger<OpenIdProvider> log,
        string? state, string? code, string? error)
    {
        using IDisposable turn = await limits.EnterAsync(context) ?? throw SignInService.TooOften();
        (OpenIdSettings settings, string redirectUri) = SettingsOf(context, host, signIn);
        string? browser = OpenIdCookie.Take(context, options);
        if (pending.Take(state, browser) is not { } begun)
        {
            return Refuse(context, log, new OpenIdException("No sign-in of this browser has that state."), "state");
        }

        if (error is not null || string.IsNullOrEmpty(code))
        {
            return Refuse(context, log, new OpenIdException("The provider sends no code."), "refused");
        }

        OpenIdIdentity identity;
        try
        {
            identity = await provider.RedeemAsync(settings, begun, code, redirectUri, context.RequestAborted);
        }
        catch (OpenIdException exception)
        {
            return Refuse(context, log, exception, "token");
        }

        using LentSession lent = host.Lend();
        context.NoteForAudit(identity.Email);
        if (lent.Workspace.OpenIdPeople.Admit(identity, settings) is not { } person)
        {
            return Refuse(context, log, new OpenIdException("Nobody who may sign in is known by that subject or address."), "account");
        }

        signIn.Begin(context, lent.Workspace, person);
        context.NoteForAudit(person.Email);
        return TypedResults.LocalRedirect(begun.ReturnTo);
    }

    private static (OpenIdSettings Settings, string RedirectUri) SettingsOf(HttpContext context, WorkspaceHost host, SignInService signIn)
    {
        using LentSession lent = host.Lend();
        return OpenIdSettings.Read(lent.Workspace.Settings) is { } settings
            ? (settings, signIn.AddressOf(context, lent.Workspace.Settings) + CallbackPath)
            : throw new NotFoundException("People do not sign in through OpenID Connect here.", "'strata settings set openid_issuer …' begins to set it up.");
    }

    /// <summary>Back to the page to sign in, which has words for each reason.</summary>
    private static RedirectHttpResult Refuse(HttpContext context, ILogger log, OpenIdException exception, string reason)
    {
        Refused(log, reason, exception.Message, exception.InnerException?.Message);
        context.NoteForAudit(detail: exception.Message, isRefused: true);
        return TypedResults.LocalRedirect($"/sign-in?error={reason}");
    }

    [LoggerMessage(20, LogLevel.Warning, "Signing in through OpenID Connect was refused ({Reason}): {Message} {Inner}")]
    private static partial void Refused(ILogger log, string reason, string message, string? inner);
}
