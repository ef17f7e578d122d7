using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Signs as Standard Webhooks 1.0.0 says: HMAC-SHA256 over <c>id.timestamp.payload</c>, in base64 after <c>v1,</c>. Receivers verify it
/// with any library for Standard Webhooks.
/// </summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    /// <summary>Makes a secret.</summary>
    public static string CreateSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="secret">The webhook's secret.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="payload">The body, to the byte.</param>
    public static string Sign(string secret, string id, long timestamp, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(secret);
        byte[] key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(payload);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
