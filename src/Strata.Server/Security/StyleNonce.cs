using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Strata.Server.Security;

/// <summary>
/// The nonce by which a page's content security policy lets the styles in that the app's libraries insert; another for every response.
/// </summary>
internal static class StyleNonce
{
    private static readonly object Key = new();

    /// <summary>The nonce of this response: the same whenever it is asked for.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items[Key] is not string nonce)
        {
            context.Items[Key] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        }

        return nonce;
    }
}
