using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.WebApp;

/// <summary>Serves the web app: its files, and its one page at every address that is not the interface's.</summary>
internal static class WebAppEndpoints
{
    private const string NoncePlace = """<meta name="csp-nonce" content="" """;
    private static readonly string[] OwnPrefixes = ["/v1", "/openapi", "/healthz", "/readyz"];

    /// <summary>
    /// Adds what answers where no endpoint does. It is none itself: an endpoint for every address would also take requests whose method
    /// or media type is not that of an endpoint, which are to be told so.
    /// </summary>
    public static void UseWebApp(this IApplicationBuilder application, BuiltWebApp app)
    {
        string page = app.Find(BuiltWebApp.Index) is { } index ? Encoding.UTF8.GetString(index.Bytes) : "";
        application.Use((context, next) => context.GetEndpoint() is null ? ServeAsync(context, app, page) : next(context));
    }

    private static Task ServeAsync(HttpContext context, BuiltWebApp app, string page)
    {
        PathString path = context.Request.Path;
        if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) || OwnPrefixes.Any(prefix => path.StartsWithSegments(prefix, StringComparison.Ordinal)))
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "not-found", $"There is nothing at {path}.", "GET /openapi/v1.json describes what there is.");
        }

        if (path.Value is { } name && name != BuiltWebApp.Index && app.Find(name) is { } file)
        {
            return WriteFileAsync(context, file, isImmutable: name.StartsWith("/assets/", StringComparison.Ordinal));
        }

        if (!app.IsThere)
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "web-app", "This server was built without the web app.", "Build it with ./strata, which does so where Node.js is there.");
        }

        return Path.HasExtension(path.Value) && !path.StartsWithSegments("/accounts", StringComparison.Ordinal) && !path.StartsWithSegments("/contacts", StringComparison.Ordinal)
            ? Problem.WriteAsync(context, StatusCodes.Status404NotFound, "not-found", $"There is no file {path}.")
            : WritePageAsync(context, page);
    }

    /// <summary>The page is small and differs by its nonce: it is not kept by browsers, so that a new version is seen at once.</summary>
    private static Task WritePageAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        string nonce = StyleNonce.Of(context);
        return context.Response.WriteAsync(page.Replace(NoncePlace.TrimEnd(), $"<meta name=\"csp-nonce\" content=\"{nonce}\"", StringComparison.Ordinal), context.RequestAborted);
    }

    private static async Task WriteFileAsync(HttpContext context, BuiltWebApp.Asset file, bool isImmutable)
    {
        HttpResponse response = context.Response;
        response.ContentType = file.ContentType;

        // The build names what is under assets/ by its content.
        response.Headers.CacheControl = isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        (byte[] bytes, string? encoding) = Choose(context.Request, file);
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static (byte[] Bytes, string? Encoding) Choose(HttpRequest request, BuiltWebApp.Asset file)
    {
        IList<StringWithQualityHeaderValue> accepted = request.GetTypedHeaders().AcceptEncoding;
        bool Takes(string encoding) => accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
        return file switch
        {
            { Brotli: { } brotli } when Takes("br") => (brotli, "br"),
            { Gzip: { } gzip } when Takes("gzip") => (gzip, "gzip"),
            _ => (file.Bytes, null),
        };
    }
}
