using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Strata.Platform.People;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Security.OpenId;

public sealed class OpenIdTests
{
    [Fact]
    public async Task Somebody_of_an_allowed_domain_gets_an_account_and_comes_back_to_the_page()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"), ("openid_role", "editor"));
        using var browser = new Browser(server);
        (await browser.JsonAsync("/v1/session")).GetProperty("openId").GetProperty("name").GetString().ShouldBe("single sign-on");

        (await SignInAsync(browser, "/segments/enterprise?tab=members")).ShouldBe("/segments/enterprise?tab=members");
        JsonElement person = (await browser.JsonAsync("/v1/session")).GetProperty("person");
        person.GetProperty("email").GetString().ShouldBe("grace@example.com");
        person.GetProperty("role").GetString().ShouldBe("editor");
        person.GetProperty("hasPassword").GetBoolean().ShouldBeFalse();

        // Another address, the same person.
        provider.Claims = claims => claims["email"] = "grace.hopper@example.com";
        using var another = new Browser(server);
        (await SignInAsync(another)).ShouldBe("/");
        (await another.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString().ShouldBe(person.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Who_was_added_is_found_by_an_address_that_the_provider_has_checked()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(provider);
        Person grace = Browser.Add(server, Role.Approver, "grace@example.com");
        using var browser = new Browser(server);
        provider.Claims = claims => claims["email_verified"] = false;
        (await SignInAsync(browser)).ShouldBe("/sign-in?error=account");

        provider.Claims = claims => claims["email"] = "nobody@elsewhere.example";
        (await SignInAsync(browser)).ShouldBe("/sign-in?error=account");

        provider.Claims = _ => { };
        (await SignInAsync(browser)).ShouldBe("/");
        (await browser.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString().ShouldBe(grace.Id);

        // The address belongs to somebody else at the provider now: it opens nothing.
        provider.Claims = claims => claims["sub"] = "subject-2";
        (await SignInAsync(new Browser(server))).ShouldBe("/sign-in?error=account");
    }

    [Fact]
    public async Task Somebody_who_is_disabled_is_not_let_in_and_nobody_gets_ahead_of_the_first_admin()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer empty = await StartAsync(provider, addsAdmin: false, ("openid_domains", "example.com"), ("openid_role", "admin"));
        (await SignInAsync(new Browser(empty))).ShouldBe("/sign-in?error=account");

        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"));
        using var browser = new Browser(server);
        (await SignInAsync(browser)).ShouldBe("/");
        using (Workspace session = server.Server.Host.OpenSession())
        {
            session.People.Disable("grace@example.com");
        }

        (await browser.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(browser)).ShouldBe("/sign-in?error=account");
    }

    [Fact]
    public async Task A_claim_gives_roles_and_takes_them_away()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(
            provider, ("openid_domains", "example.com"), ("openid_role_claim", "groups"), ("openid_roles", "marketing=editor, operations=admin"));
        foreach ((string[] groups, string role) in ((string[], string)[])[(["marketing", "operations", "x"], "admin"), (["marketing"], "editor"), ([], "viewer")])
        {
            provider.Claims = claims => claims["groups"] = groups;
            using var browser = new Browser(server);
            (await SignInAsync(browser)).ShouldBe("/");
            (await browser.JsonAsync("/v1/session")).GetProperty("person").GetProperty("role").GetString().ShouldBe(role);
        }
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("no expiry")]
    [InlineData("not signed")]
    [InlineData("signed by another key")]
    [InlineData("signed with the public key as a secret")]
    [InlineData("no subject")]
    public async Task A_token_that_is_wrong_in_any_way_lets_nobody_in(string wrong)
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"));
        using var other = RSA.Create(2048);
        switch (wrong)
        {
            case "nonce": provider.Claims = claims => claims["nonce"] = "another"; break;
            case "no nonce": provider.Claims = claims => claims.Remove("nonce"); break;
            case "audience": provider.Claims = claims => claims["aud"] = "another"; break;
            case "issuer": provider.Claims = claims => claims["iss"] = "https://evil.example"; break;
            case "expired": provider.Claims = claims => (claims["iat"], claims["exp"]) = ((long)claims["iat"] - 1000, (long)claims["exp"] - 1000); break;
            case "no expiry": provider.Claims = claims => claims.Remove("exp"); break;
            case "no subject": provider.Claims = claims => claims.Remove("sub"); break;
            case "not signed": provider.Write = claims => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(claims))}."; break;
            case "signed by another key": provider.Write = claims => provider.Sign(claims, new SigningCredentials(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)); break;
            default:
                byte[] secret = Encoding.ASCII.GetBytes(provider.Key.Rsa.ExportSubjectPublicKeyInfoPem());
                provider.Write = claims => provider.Sign(claims, new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = "one" }, SecurityAlgorithms.HmacSha256));
                break;
        }

        using var browser = new Browser(server);
        (await SignInAsync(browser)).ShouldBe("/sign-in?error=token");
        browser.Session.ShouldBeNull();
    }

    [Fact]
    public async Task A_provider_that_calls_itself_another_is_not_believed()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        provider.CallsItself = "https://login.example.com";
        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"));
        using var browser = new Browser(server);

        (await browser.GetAsync("/v1/session/openid")).Headers.Location!.OriginalString.ShouldBe("/sign-in?error=provider");
    }

    [Fact]
    public async Task A_state_is_good_once_and_in_the_browser_that_began()
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"));
        using var browser = new Browser(server);
        using var attacker = new Browser(server);
        Uri answer = await AnswerAsync(browser);

        // Somebody has another's browser finish a sign-in that this one did not begin.
        (await attacker.GetAsync(answer.PathAndQuery)).Headers.Location!.OriginalString.ShouldBe("/sign-in?error=state");
        string path = QueryHelpers.AddQueryString("/v1/session/openid/callback", new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = "x", ["state"] = "made up" });
        (await attacker.GetAsync(path)).Headers.Location!.OriginalString.ShouldBe("/sign-in?error=state");

        answer = await AnswerAsync(browser);
        (await browser.GetAsync(answer.PathAndQuery)).Headers.Location!.OriginalString.ShouldBe("/");
        (await browser.GetAsync(answer.PathAndQuery)).Headers.Location!.OriginalString.ShouldBe("/sign-in?error=state");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/..//evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_to_another_server_after_signing_in(string to)
    {
        await using OpenIdTestProvider provider = await OpenIdTestProvider.StartAsync();
        await using TestServer server = await StartAsync(provider, ("openid_domains", "example.com"));
        using var browser = new Browser(server);

        (await SignInAsync(browser, to)).ShouldBe("/");
    }

    [Fact]
    public async Task Without_a_provider_there_is_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.Http.GetAsync("/v1/session/openid")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.Http.GetAsync("/v1/session/openid/callback?code=x&state=y")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        string folder = Directory.CreateTempSubdirectory("strata-server-").FullName;
        using (Workspace workspace = Workspace.Open(new(folder), TimeProvider.System))
        {
            workspace.Settings.Show("openid_secret").ShouldBe("");
            workspace.Settings.Set("openid_secret", OpenIdTestProvider.ClientSecret);
            workspace.Settings.Show("openid_secret").ShouldNotContain("s3cret");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<TestServer> StartAsync(OpenIdTestProvider provider, params (string Name, string Value)[] settings) => StartAsync(provider, addsAdmin: true, settings);

    private static async Task<TestServer> StartAsync(OpenIdTestProvider provider, bool addsAdmin, params (string Name, string Value)[] settings)
    {
        TestServer server = await TestServer.StartAsync(options => options with { SignInsPerMinute = 300 });
        using Workspace session = server.Server.Host.OpenSession();
        foreach ((string name, string value) in ((string, string)[])[("openid_issuer", provider.Address), ("openid_client", OpenIdTestProvider.ClientId), ("openid_secret", OpenIdTestProvider.ClientSecret), .. settings])
        {
            session.Settings.Set(name, value);
        }

        if (addsAdmin)
        {
            Browser.Add(server, Role.Admin);
        }

        return server;
    }

    /// <summary>Goes to the provider and back; says where the browser ends.</summary>
    private static async Task<string> SignInAsync(Browser browser, string to = "/") => (await browser.GetAsync((await AnswerAsync(browser, to)).PathAndQuery)).Headers.Location!.OriginalString;

    /// <summary>Goes to the provider; says where it leads back to.</summary>
    private static async Task<Uri> AnswerAsync(Browser browser, string to = "/")
    {
        Uri away = (await browser.GetAsync($"/v1/session/openid?to={Uri.EscapeDataString(to)}")).Headers.Location!;
        using var provider = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        return (await provider.GetAsync(away)).Headers.Location!;
    }
}
