using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Strata.Platform.People;

namespace Strata.Server.Security.OpenId;

/// <summary>The provider did not vouch for anybody, or cannot be believed.</summary>
/// <param name="message">Why, for the log and the audit log.</param>
/// <param name="inner">What failed.</param>
internal sealed class OpenIdException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Talks to a provider of OpenID Connect by the authorization code flow with PKCE (OpenID Connect Core 1.0 section 3.1, RFC 7636), and
/// believes a token only when it is signed by the provider's key, meant for this server, in time, and answers the question that was asked.
/// </summary>
internal sealed class OpenIdProvider : IDisposable
{
    private const int MostBytes = 1 << 20;

    /// <summary>Signatures by a key that only the provider has; none, and none by a shared secret, which would make the public key one.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = MostBytes,
    };

    private readonly Lock _lock = new();
    private (Uri Issuer, ConfigurationManager<OpenIdConnectConfiguration> Manager)? _described;

    /// <summary>The address at the provider where a person signs in.</summary>
    /// <exception cref="OpenIdException">The provider cannot be reached, or describes itself as another.</exception>
    public async Task<string> AddressAsync(OpenIdSettings settings, PendingSignIn begun, string state, string redirectUri, CancellationToken cancellation)
    {
        OpenIdConnectConfiguration provider = await DescribeAsync(settings, cancellation);
        return QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = OpenIdConnectResponseType.Code,
            ["client_id"] = settings.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = "openid email profile",
            ["state"] = state,
            ["nonce"] = begun.Nonce,
            ["code_challenge"] = begun.Challenge,
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Whom the provider vouches for by a code.</summary>
    /// <exception cref="OpenIdException">It does not, or cannot be believed.</exception>
    public async Task<OpenIdIdentity> RedeemAsync(OpenIdSettings settings, PendingSignIn begun, string code, string redirectUri, CancellationToken cancellation)
    {
        OpenIdConnectConfiguration provider = await DescribeAsync(settings, cancellation);
        OpenIdConnectMessage answer = await AskAsync(provider, settings, begun, code, redirectUri, cancellation);
        TokenValidationResult result = await ValidateAsync(provider, settings, answer.IdToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has another key than it had: it is asked once more.
            ManagerOf(settings).RequestRefresh();
            result = await ValidateAsync(await DescribeAsync(settings, cancellation), settings, answer.IdToken);
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            throw new OpenIdException("The provider's token is not accepted: " + (result.Exception?.GetType().Name ?? "no token"), result.Exception);
        }

        CheckAnswer(settings, begun, answer, token);
        return IdentityOf(settings, provider, token);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Task<TokenValidationResult> ValidateAsync(OpenIdConnectConfiguration provider, OpenIdSettings settings, string? token) =>
        new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = settings.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromMinutes(2),
        });

    /// <summary>That the token answers this sign-in: nonce, authorized party, hash of the access token.</summary>
    private static void CheckAnswer(OpenIdSettings settings, PendingSignIn begun, OpenIdConnectMessage answer, JsonWebToken token)
    {
        try
        {
            new OpenIdConnectProtocolValidator { RequireStateValidation = false, RequireTimeStampInNonce = false, RequireAzp = token.Audiences.Skip(1).Any() }.ValidateTokenResponse(
                new OpenIdConnectProtocolValidationContext { ClientId = settings.ClientId, Nonce = begun.Nonce, ProtocolMessage = answer, ValidatedIdToken = JwtSecurityTokenConverter.Convert(token) });
        }
        catch (OpenIdConnectProtocolException exception)
        {
            throw new OpenIdException("The provider's token does not answer this sign-in: " + exception.GetType().Name, exception);
        }
    }

    private static OpenIdIdentity IdentityOf(OpenIdSettings settings, OpenIdConnectConfiguration provider, JsonWebToken token)
    {
        string? Claim(string name) => token.TryGetPayloadValue(name, out string? value) ? value : null;
        bool isChecked = token.TryGetPayloadValue("email_verified", out object? verified) && verified is true or "true";
        string[] roles = settings.RoleClaim is { } claim ? [.. token.Claims.Where(one => one.Type == claim).Select(one => one.Value)] : [];
        return new OpenIdIdentity(provider.Issuer, token.Subject, Claim("email"), isChecked, Claim("name"), roles);
    }

    private async Task<OpenIdConnectMessage> AskAsync(
        OpenIdConnectConfiguration provider, OpenIdSettings settings, PendingSignIn begun, string code, string redirectUri, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = OpenIdConnectGrantTypes.AuthorizationCode,
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["code_verifier"] = begun.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        bool takesBasic = provider.TokenEndpointAuthMethodsSupported is not { Count: > 0 } methods || methods.Contains("client_secret_basic");
        if (settings.ClientSecret is { } secret && takesBasic)
        {
            // RFC 6749 section 2.3.1: both are encoded as forms are before they are joined.
            string pair = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = settings.ClientId;
            if (settings.ClientSecret is { } posted)
            {
                form["client_secret"] = posted;
            }
        }

        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
            string body = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? new OpenIdConnectMessage(body) : throw new OpenIdException($"The provider refuses the code with status {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or ArgumentException or System.Text.Json.JsonException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new OpenIdException("The provider's token endpoint does not answer as it should.", exception);
        }
    }

    private async Task<OpenIdConnectConfiguration> DescribeAsync(OpenIdSettings settings, CancellationToken cancellation)
    {
        OpenIdConnectConfiguration provider;
        try
        {
            provider = await ManagerOf(settings).GetConfigurationAsync(cancellation);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or ArgumentException)
        {
            throw new OpenIdException("The provider's description cannot be read.", exception);
        }

        return provider.Issuer?.TrimEnd('/') == settings.Issuer.OriginalString.TrimEnd('/')
            ? provider
            : throw new OpenIdException($"The provider calls itself '{provider.Issuer}', not '{settings.Issuer.OriginalString}'.");
    }

    private ConfigurationManager<OpenIdConnectConfiguration> ManagerOf(OpenIdSettings settings)
    {
        lock (_lock)
        {
            if (_described is not { } described || described.Issuer != settings.Issuer)
            {
                string address = settings.Issuer.OriginalString.TrimEnd('/') + "/.well-known/openid-configuration";
                _described = described = (settings.Issuer, new ConfigurationManager<OpenIdConnectConfiguration>(
                    address, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http) { RequireHttps = !settings.Issuer.IsLoopback }));
            }

            return described.Manager;
        }
    }
}
