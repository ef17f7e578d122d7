using Microsoft.AspNetCore.Http;
using Strata.Platform.People;

namespace Strata.Server.Security;

/// <summary>
/// The cookie by which a browser shows its session: no script reads it, no other site's page has it sent, and over https its name keeps
/// others of the same domain from setting it.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Its name over http; over https <c>__Host-</c> stands before it.</summary>
    public const string Name = "strata-session";

    /// <summary>The text that a request shows; null where it shows none.</summary>
    public static string? Read(HttpContext context, ServerOptions options) => context.Request.Cookies[NameOf(context, options)];

    /// <summary>Hands the text of a new session to the browser.</summary>
    public static void Write(HttpContext context, ServerOptions options, string session) =>
        context.Response.Cookies.Append(NameOf(context, options), session, OptionsOf(context, options, TimeSpan.FromDays(SessionRegistry.MostDays)));

    /// <summary>Has the browser forget the session.</summary>
    public static void Clear(HttpContext context, ServerOptions options) => context.Response.Cookies.Delete(NameOf(context, options), OptionsOf(context, options, null));

    /// <summary>Whether the browser came over https, also where that ends at a proxy that is trusted.</summary>
    public static bool IsSecure(HttpContext context, ServerOptions options) =>
        context.Request.IsHttps || (options.TrustsProxy && context.Request.Headers["X-Forwarded-Proto"] is [.., "https"]);

    private static string NameOf(HttpContext context, ServerOptions options) => IsSecure(context, options) ? $"__Host-{Name}" : Name;

    private static CookieOptions OptionsOf(HttpContext context, ServerOptions options, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsSecure(context, options),
        Path = "/",
        MaxAge = lasts,
        IsEssential = true,
    };
}
