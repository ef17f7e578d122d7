using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Strata.Platform.Keys;

namespace Strata.Server.Security;

/// <summary>The key that a request shows in its header: <c>Bearer KEY</c>, or <c>Basic</c> with the key as the user's name.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>Longer than any key in base64; what is longer is not looked at.</summary>
    private const int MaxLength = 256;

    /// <summary>The key of a request; null where it shows none, or one that is not accepted.</summary>
    public static ApiKey? Find(HttpRequest request, ApiKeyRing ring)
    {
        StringValues header = request.Headers.Authorization;
        ReadOnlySpan<char> text = header.Count == 1 ? header[0] : null;
        if (text.Length > MaxLength)
        {
            return null;
        }

        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? ring.Find(text[Bearer.Length..].Trim())
            : text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? OfBasic(text[Basic.Length..].Trim(), ring)
            : null;
    }

    private static ApiKey? OfBasic(ReadOnlySpan<char> encoded, ApiKeyRing ring)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        Span<char> pair = stackalloc char[MaxLength];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out int length) || !Ascii.IsValid(bytes[..length]))
        {
            return null;
        }

        Encoding.ASCII.GetChars(bytes[..length], pair);
        pair = pair[..length];
        int colon = pair.IndexOf(':');
        return ring.Find(colon < 0 ? pair : pair[..colon]);
    }
}
