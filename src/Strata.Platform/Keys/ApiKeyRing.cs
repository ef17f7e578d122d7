using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Strata.Platform.Keys;

/// <summary>The keys that are accepted, in memory. Thread-safe.</summary>
public sealed class ApiKeyRing
{
    private readonly FrozenDictionary<string, Entry> _byId;
    private readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Entry _nobody = new(null, RandomNumberGenerator.GetBytes(ApiKeyText.HashBytes));

    internal ApiKeyRing(IEnumerable<(ApiKey Key, byte[] Hash)> keys)
    {
        _byId = keys.Where(one => one.Key.RevokedAt is null).ToFrozenDictionary(one => one.Key.Id, one => new Entry(one.Key, one.Hash), StringComparer.Ordinal);
        _bySpan = _byId.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// The key of that text; null for every text that is none, in the same time whether the key is unknown, revoked or wrong.
    /// </summary>
    public ApiKey? Find(ReadOnlySpan<char> text)
    {
        if (!ApiKeyText.TryReadId(text, out ReadOnlySpan<char> id))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[ApiKeyText.HashBytes];
        ApiKeyText.Hash(text, hash);
        Entry entry = _bySpan.TryGetValue(id, out Entry? found) ? found : _nobody;
        return CryptographicOperations.FixedTimeEquals(hash, entry.Hash) ? entry.Key : null;
    }

    private sealed record Entry(ApiKey? Key, byte[] Hash);
}
