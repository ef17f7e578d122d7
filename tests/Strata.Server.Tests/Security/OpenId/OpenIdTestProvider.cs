using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Strata.Server.Tests.Security.OpenId;

/// <summary>A small provider of OpenID Connect on this machine, which can be made to lie.</summary>
internal sealed class OpenIdTestProvider : IAsyncDisposable
{
    public const string ClientId = "strata";
    public const string ClientSecret = "s3cret & more";

    private readonly WebApplication _application;
    private readonly Dictionary<string, (string Nonce, string Challenge, string RedirectUri)> _codes = new(StringComparer.Ordinal);

    private OpenIdTestProvider(WebApplication application) => _application = application;

    /// <summary>The key that the provider publishes.</summary>
    public RsaSecurityKey Key { get; } = new(RSA.Create(2048)) { KeyId = "one" };

    /// <summary>Changes the claims of the next tokens.</summary>
    public Action<Dictionary<string, object>> Claims { get; set; } = _ => { };

    /// <summary>Makes the text of a token of its claims, where the provider does not sign it as it should.</summary>
    public Func<Dictionary<string, object>, string>? Write { get; set; }

    /// <summary>What the provider calls itself; null for its address.</summary>
    public string? CallsItself { get; set; }

    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<OpenIdTestProvider> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication application = builder.Build();
        var provider = new OpenIdTestProvider(application);
        application.MapGet("/.well-known/openid-configuration", provider.Describe);
        application.MapGet("/keys", provider.PublishKeys);
        application.MapGet("/authorize", provider.Authorize);
        application.MapPost("/token", provider.RedeemAsync);
        await application.StartAsync();
        return provider;
    }

    /// <summary>The claims of a token signed as it should be.</summary>
    public string Sign(Dictionary<string, object> claims, SigningCredentials? credentials = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        System.Text.Json.JsonSerializer.Serialize(claims), credentials ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256));

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Key.Rsa.Dispose();
    }

    private IResult Describe() => Results.Json(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["issuer"] = CallsItself ?? Address,
        ["authorization_endpoint"] = $"{Address}/authorize",
        ["token_endpoint"] = $"{Address}/token",
        ["jwks_uri"] = $"{Address}/keys",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
    });

    private IResult PublishKeys()
    {
        RSAParameters key = Key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = Key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
    }

    /// <summary>The person signs in at once.</summary>
    private IResult Authorize(HttpRequest request)
    {
        IQueryCollection query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            return Results.BadRequest();
        }

        string code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["nonce"]!, query["code_challenge"]!, query["redirect_uri"]!);
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        IFormCollection form = await request.ReadFormAsync();
        string basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Uri.EscapeDataString(ClientSecret)}"));
        string challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (request.Headers.Authorization != $"Basic {basic}" || !_codes.Remove(form["code"].ToString(), out var begun) || begun.Challenge != challenge || begun.RedirectUri != form["redirect_uri"])
        {
            return Results.StatusCode((int)HttpStatusCode.Unauthorized);
        }

        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Address,
            ["sub"] = "subject-1",
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["nonce"] = begun.Nonce,
            ["email"] = "grace@example.com",
            ["email_verified"] = true,
            ["name"] = "Grace Hopper",
        };
        Claims(claims);
        return Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 300, id_token = Write?.Invoke(claims) ?? Sign(claims) });
    }
}
