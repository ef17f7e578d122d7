using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.People;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Security;

/// <summary>A browser with its cookies: what it does is sent as a page of the server sends it.</summary>
internal sealed class Browser : IDisposable
{
    public const string Password = "seven green bicycles";

    private readonly Uri _address;

    public Browser(TestServer server)
    {
        _address = server.Http.BaseAddress!;
        Http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = _address };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http { get; }

    /// <summary>What requests that change something show; null while nobody is signed in.</summary>
    public string? Token { get; private set; }

    public string? Session
    {
        get => Cookies.GetCookies(_address)["strata-session"]?.Value;
        set => Cookies.Add(_address, new Cookie("strata-session", value));
    }

    /// <summary>Adds a person of that role, who has a password.</summary>
    public static Person Add(TestServer server, Role role, string? email = null)
    {
        using Workspace session = server.Server.Host.OpenSession();
        Invitation invitation = session.People.Add(email ?? $"{role.NameOf()}@example.com", $"The {role.NameOf()}", role);
        return session.People.SetPasswordByLink(invitation.Token, Password)!;
    }

    /// <summary>Somebody of that role, added and signed in.</summary>
    public static async Task<Browser> SignedInAsync(TestServer server, Role role, string? email = null)
    {
        Person person = Add(server, role, email);
        var browser = new Browser(server);
        (await browser.SignInAsync(person.Email, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password) => KeepTokenAsync(PostAsync("/v1/session", new { email, password }));

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    public async Task<JsonElement> JsonAsync(string path) => await TestServer.JsonOf(await GetAsync(path));

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Origin", _address.GetLeftPart(UriPartial.Authority));
        if (Token is not null)
        {
            request.Headers.Add("X-CSRF-Token", Token);
        }

        change?.Invoke(request);
        return await Http.SendAsync(request);
    }

    /// <summary>Takes the session's token from an answer that has one.</summary>
    public async Task<HttpResponseMessage> KeepTokenAsync(Task<HttpResponseMessage> answering)
    {
        HttpResponseMessage answer = await answering;
        if (answer.IsSuccessStatusCode && (await TestServer.JsonOf(answer)).TryGetProperty("csrfToken", out JsonElement token))
        {
            Token = token.GetString();
        }

        return answer;
    }

    public void Dispose() => Http.Dispose();
}
