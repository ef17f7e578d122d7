using Microsoft.AspNetCore.Http;

namespace Strata.Server.Security;

/// <summary>
/// Tells browsers what an answer may do: nothing that is not the web app's own. Scripts are files of this server; styles too, or carry a
/// nonce, which is another in every answer; nobody may show the app in a frame of theirs; what the interface answers is kept by nobody.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Of answers that are no page: they load and run nothing.</summary>
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers to the answer.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => AddAsync((HttpContext)state), context);
        return next(context);
    }

    private static Task AddAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        bool isInterface = context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal);
        if (isInterface && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true)
        {
            headers.ContentSecurityPolicy = NoPage;
            return Task.CompletedTask;
        }

        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{StyleNonce.Of(context)}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        return Task.CompletedTask;
    }
}
