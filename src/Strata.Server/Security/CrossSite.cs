using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Strata.Server.Security;

/// <summary>
/// Keeps pages of other sites from having a browser change something here. Browsers say where a request comes from
/// (<c>Sec-Fetch-Site</c>, and <c>Origin</c> where they are older or the connection is not secure); a page cannot write these headers
/// itself. A request that has neither comes from no browser.
/// </summary>
internal static class CrossSite
{
    /// <summary>The header in which a session's token is shown.</summary>
    public const string TokenHeader = "X-CSRF-Token";

    /// <summary>Whether a request only reads, so that it may come from anywhere.</summary>
    public static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    /// <summary>Whether a request comes from another site's page.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site])
        {
            return site is not ("same-origin" or "none");
        }

        return request.Headers.Origin is { Count: > 0 } origin
            && !(origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, HostOf(request), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a request shows a session's token.</summary>
    public static bool ShowsToken(HttpRequest request, string token) => request.Headers[TokenHeader] is var shown && shown.Count == 1
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown[0] ?? ""), Encoding.UTF8.GetBytes(token));

    /// <summary>The host with its port, where it is not the scheme's own, as <see cref="Uri.Authority"/> writes it.</summary>
    private static string HostOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out Uri? own) ? own.Authority : "";
}
