using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Platform.People;

/// <summary>
/// Random texts of 256 bits that let somebody in: ids of sessions, links to set a password, the token of the first start. What is stored
/// is their SHA-256: there is nothing to guess, so that a slow hash would protect nothing, and whoever reads the database has no token.
/// </summary>
public static class OneTimeToken
{
    private const int Bytes = 32;

    /// <summary>How many characters such a text has.</summary>
    public const int Length = 43;

    /// <summary>Makes a new one.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored of one; of a text that is none, the hash of nothing that was ever made.</summary>
    public static byte[] Hash(string? text) => SHA256.HashData(Encoding.UTF8.GetBytes(text is { Length: <= 2 * Length } ? text : ""));
}
