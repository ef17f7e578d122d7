using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Strata.Platform.People;

namespace Strata.Server.Security.OpenId;

/// <summary>A sign-in that was begun here and goes on at the provider.</summary>
/// <param name="Browser">The hash of what the browser that began it shows in a cookie.</param>
/// <param name="Nonce">What the provider's token must repeat.</param>
/// <param name="Verifier">What proves to the provider that the code comes back to who asked for it (PKCE).</param>
/// <param name="ReturnTo">Where the person wanted to go.</param>
/// <param name="BegunAt">When.</param>
internal sealed record PendingSignIn(byte[] Browser, string Nonce, string Verifier, string ReturnTo, DateTimeOffset BegunAt)
{
    /// <summary>What the provider is shown of the verifier, by the method S256.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
}

/// <summary>Sign-ins under way at the provider, each good for one answer to the browser that began it, within minutes. Thread-safe.</summary>
internal sealed class PendingSignIns(TimeProvider clock)
{
    /// <summary>For how long an answer is awaited.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private const int Most = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PendingSignIn> _byState = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    /// <returns>The state that the provider hands back, what the browser keeps in a cookie, and the sign-in.</returns>
    public (string State, string Browser, PendingSignIn SignIn) Begin(string returnTo)
    {
        string state = OneTimeToken.Create();
        string browser = OneTimeToken.Create();
        var begun = new PendingSignIn(OneTimeToken.Hash(browser), OneTimeToken.Create(), OneTimeToken.Create(), returnTo, clock.GetUtcNow());
        lock (_lock)
        {
            if (_byState.Count >= Most)
            {
                DateTimeOffset median = _byState.Values.Select(one => one.BegunAt).Order().ElementAt(_byState.Count / 2);
                foreach (string old in _byState.Where(one => one.Value.BegunAt <= median).Select(one => one.Key).ToList())
                {
                    _byState.Remove(old);
                }
            }

            _byState[state] = begun;
        }

        return (state, browser, begun);
    }

    /// <summary>Takes the sign-in of a state; null where there is none, it took too long, or another browser began it.</summary>
    public PendingSignIn? Take(string? state, string? browser)
    {
        lock (_lock)
        {
            if (state is null || !_byState.TryGetValue(state, out PendingSignIn? found) || !CryptographicOperations.FixedTimeEquals(found.Browser, OneTimeToken.Hash(browser)))
            {
                return null;
            }

            _byState.Remove(state);
            return clock.GetUtcNow() - found.BegunAt < Lasts ? found : null;
        }
    }
}
