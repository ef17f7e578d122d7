using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Hosting;
using Strata.Server.Security;
using Strata.Warehouse.Schema;

namespace Strata.Server.Tests.Security;

public sealed class KeyCheckTests
{
    private const string Protected = "/openapi/v1.json";

    [Fact]
    public async Task Health_needs_no_key_and_everything_else_says_what_it_needs()
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.Http.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetAsync(Protected)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Http.GetAsync("/no/such/thing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_endpoint_but_health_and_those_to_sign_in_asks_who_calls()
    {
        string folder = Directory.CreateTempSubdirectory("strata-server-").FullName;
        using (WorkspaceHost host = WorkspaceHost.Open(new DataDirectory(folder), TimeProvider.System))
        {
            await using Intake intake = Intake.Start(host, _ => { }, _ => { });
            await using WebApplication application = ServerApplication.Build(new ServerOptions(host.Directory) { Log = false }, host, () => intake);

            ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<KeyRequirement>() is null or { Scope: null })
                .Select(endpoint => endpoint.RoutePattern.RawText)
                .ShouldBe(["/healthz", "/readyz", "/v1/session", "/v1/session", "/v1/session/link", "/v1/session/link/password", "/v1/session/openid/", "/v1/session/openid/callback", "/v1/setup"], ignoreOrder: true);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Unknown_and_revoked_and_missing_keys_get_the_same_answer()
    {
        await using TestServer server = await TestServer.StartAsync();
        string revoked = server.Key(KeyScope.Admin);
        string wrong = revoked[..^1] + (revoked[^1] == 'A' ? 'B' : 'A');
        (await server.With(revoked).GetAsync(Protected)).StatusCode.ShouldBe(HttpStatusCode.OK);
        string accepted = await AnswerAsync(server.With(wrong));
        using (Workspace session = server.Server.Host.OpenSession())
        {
            session.Keys.Revoke(session.Keys.All()[0].Id);
        }

        string[] answers = [accepted, await AnswerAsync(server.With(revoked)), await AnswerAsync(server.With("strata_000000000000_" + new string('A', 43))), await AnswerAsync(server.With("x")), await AnswerAsync(server.Http)];

        answers.Distinct().Count().ShouldBe(1);
        answers[0].ShouldContain("\"code\":\"key\"");
    }

    [Fact]
    public async Task A_key_is_shown_as_bearer_or_as_the_user_of_basic()
    {
        await using TestServer server = await TestServer.StartAsync();
        string key = server.Key(KeyScope.Read);
        foreach (string pair in (string[])[$"{key}:", key, $"{key}:ignored"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Protected);
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
            (await server.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_key_that_calls_too_often_is_told_when_to_come_again()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpClient client = server.With(server.Key(KeyScope.Read, rateLimit: 2));
        HttpResponseMessage response;
        int calls = 0;
        do
        {
            response = await client.GetAsync(Protected);
            calls++;
        }
        while (response.StatusCode == HttpStatusCode.OK && calls < 1000);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await TestServer.JsonOf(response)).GetProperty("code").GetString().ShouldBe("rate-limit");
    }

    [Theory]
    [InlineData(KeyScope.Track, "Track")]
    [InlineData(KeyScope.Read, "Read")]
    [InlineData(KeyScope.Write, "Track Read Write")]
    [InlineData(KeyScope.Admin, "Track Read Write Admin")]
    public void Scopes_allow_what_they_say(KeyScope scope, string allowed)
    {
        var key = new ApiKey("id", "", scope, null, 0, null);

        string.Join(' ', Enum.GetValues<KeyScope>().Where(key.Allows)).ShouldBe(allowed);
    }

    private static async Task<string> AnswerAsync(HttpClient client)
    {
        HttpResponseMessage response = await client.GetAsync(Protected);
        JsonElement body = await TestServer.JsonOf(response);
        return $"{(int)response.StatusCode} {response.Headers.WwwAuthenticate} {string.Join(' ', body.EnumerateObject().Where(part => part.Name != "traceId").Select(part => part.ToString()))}";
    }
}
