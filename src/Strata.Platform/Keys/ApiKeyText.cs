using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Platform.Keys;

/// <summary>
/// The text of a key: <c>strata_</c>, the 12 characters of its id, <c>_</c>, and 32 random bytes in base64url. What is stored is the
/// SHA-256 of that text: with 256 random bits there is nothing to guess, so that a slow hash would only slow down who has the key.
/// </summary>
internal static class ApiKeyText
{
    /// <summary>How many bytes a hash has.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Prefix = "strata_";
    private const int IdLength = 12;
    private const int SecretLength = 43;
    private const int Length = 7 + IdLength + 1 + SecretLength;

    /// <summary>Makes a new one.</summary>
    public static (string Id, string Text) Create()
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");
    }

    /// <summary>The id within the text of a key; false where the text has not the form of one.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, out ReadOnlySpan<char> id)
    {
        bool isKey = text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + IdLength] == '_' && Ascii.IsValid(text);
        id = isKey ? text.Slice(Prefix.Length, IdLength) : default;
        return isKey;
    }

    /// <summary>Hashes the text of a key, which has the form of one.</summary>
    public static void Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(text, bytes);
        SHA256.HashData(bytes, hash);
    }
}
