using Microsoft.AspNetCore.Http;

namespace Strata.Server.Security.OpenId;

/// <summary>
/// The cookie by which the browser that began a sign-in is known when the provider leads it back. It must come along then, from another
/// site's page: it is lax, not strict, and worth nothing by itself.
/// </summary>
internal static class OpenIdCookie
{
    private const string Name = "strata-openid";

    /// <summary>Gives the browser what it is known by.</summary>
    public static void Write(HttpContext context, ServerOptions options, string text) =>
        context.Response.Cookies.Append(NameOf(context, options), text, OptionsOf(context, options, PendingSignIns.Lasts));

    /// <summary>What the browser shows, which it forgets; null where it shows nothing.</summary>
    public static string? Take(HttpContext context, ServerOptions options)
    {
        string? text = context.Request.Cookies[NameOf(context, options)];
        context.Response.Cookies.Delete(NameOf(context, options), OptionsOf(context, options, null));
        return text;
    }

    private static string NameOf(HttpContext context, ServerOptions options) => SessionCookie.IsSecure(context, options) ? $"__Host-{Name}" : Name;

    private static CookieOptions OptionsOf(HttpContext context, ServerOptions options, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = SessionCookie.IsSecure(context, options),
        Path = "/",
        MaxAge = lasts,
        IsEssential = true,
    };
}
