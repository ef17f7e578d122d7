using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Server.Security;

namespace Strata.Server.Tests.Security;

/// <summary>What somebody with bad intentions tries against sessions and roles.</summary>
public sealed class SessionAttackTests
{
    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    [InlineData("x")]
    public async Task A_made_up_cookie_lets_nobody_in(string session)
    {
        await using TestServer server = await TestServer.StartAsync();
        Browser.Add(server, Role.Admin);
        using var browser = new Browser(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/people");
        request.Headers.Add("Cookie", $"strata-session={session}");

        (await server.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_stored_of_a_session_lets_nobody_in()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        string stored = Convert.ToBase64String(OneTimeToken.Hash(admin.Session)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/people");
        request.Headers.Add("Cookie", $"strata-session={stored}");

        (await server.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_change_without_the_token_of_its_own_session_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        using Browser other = await Browser.SignedInAsync(server, Role.Admin, "other@example.com");
        var key = new { scope = "admin" };
        foreach (string? token in (string?[])[null, "", "x", admin.Token![..^1], other.Token])
        {
            HttpResponseMessage answer = await admin.SendAsync(HttpMethod.Post, "/v1/keys", key, request =>
            {
                request.Headers.Remove("X-CSRF-Token");
                if (token is not null)
                {
                    request.Headers.Add("X-CSRF-Token", token);
                }
            });

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await TestServer.JsonOf(answer)).GetProperty("code").GetString().ShouldBe("csrf");
        }

        (await admin.PostAsync("/v1/keys", key)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("https://evil.example", null)]
    [InlineData("null", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    [InlineData("https://evil.example", "cross-site")]
    public async Task A_page_of_another_site_changes_nothing_even_with_the_token(string? origin, string? site)
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        foreach ((string path, object body) in ((string, object)[])[("/v1/keys", new { scope = "admin" }), ("/v1/session", new { email = "admin@example.com", password = Browser.Password })])
        {
            HttpResponseMessage answer = await admin.SendAsync(HttpMethod.Post, path, body, request =>
            {
                request.Headers.Remove("Origin");
                if (origin is not null)
                {
                    request.Headers.Add("Origin", origin);
                }

                if (site is not null)
                {
                    request.Headers.Add("Sec-Fetch-Site", site);
                }
            });

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await TestServer.JsonOf(answer)).GetProperty("code").GetString().ShouldBe("cross-site");
        }
    }

    [Fact]
    public async Task A_session_that_somebody_else_put_there_is_not_the_one_that_begins()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser attacker = await Browser.SignedInAsync(server, Role.Viewer);
        string planted = attacker.Session!;
        Browser.Add(server, Role.Admin);
        using var victim = new Browser(server) { Session = planted };

        await victim.SignInAsync("admin@example.com", Browser.Password);

        victim.Session.ShouldNotBe(planted);
        (await attacker.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_that_is_wrong_is_not_made_good_by_a_cookie()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);

        (await admin.SendAsync(HttpMethod.Get, "/v1/people", null, request => request.Headers.Add("Authorization", "Bearer x"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_role_and_a_disabled_account_end_sessions_at_once()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        using Browser editor = await Browser.SignedInAsync(server, Role.Editor);
        string id = (await editor.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString()!;

        (await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{id}", new { role = "viewer" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await editor.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await editor.SignInAsync("editor@example.com", Browser.Password);
        (await editor.GetAsync("/v1/webhooks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{id}", new { disabled = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await editor.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await editor.SignInAsync("editor@example.com", Browser.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_admin_stays_one()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        string id = (await admin.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString()!;

        // Somebody who was invited only cannot administer anything yet.
        await admin.PostAsync("/v1/people", new { email = "invited@example.com", name = "Invited", role = "admin" });
        foreach (object change in (object[])[new { role = "viewer" }, new { disabled = true }])
        {
            HttpResponseMessage answer = await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{id}", change);
            (await TestServer.JsonOf(answer)).GetProperty("code").GetString().ShouldBe("last-admin");
        }

        Browser.Add(server, Role.Admin, "second@example.com");
        (await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{id}", new { role = "viewer" })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_may_not_do_what_an_endpoint_does_is_refused_at_every_endpoint()
    {
        await using TestServer server = await TestServer.StartAsync();
        Dictionary<Role, Browser> people = [];
        foreach (Role role in Enum.GetValues<Role>())
        {
            people[role] = await Browser.SignedInAsync(server, role);
        }

        int refused = 0;
        foreach ((string method, string path, KeyRequirement requirement) in EndpointsOf(server))
        {
            foreach ((Role role, Browser browser) in people)
            {
                bool allowed = role.ScopeOf().Allows(requirement.Scope!.Value) && (!requirement.Approver || role >= Role.Approver);
                if (!allowed)
                {
                    HttpResponseMessage answer = await browser.SendAsync(new HttpMethod(method), path, method == "GET" ? null : new { });
                    answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{role} {method} {path}");
                    (await TestServer.JsonOf(answer)).GetProperty("code").GetString().ShouldBe("role", $"{role} {method} {path}");
                    refused++;
                }
            }

            (await server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"nobody {method} {path}");
        }

        refused.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task No_id_that_is_made_up_or_of_something_else_opens_anything()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        server.Key(KeyScope.Read);
        string keyId = (await admin.JsonAsync("/v1/keys")).GetProperty("keys")[0].GetProperty("id").GetString()!;
        string[] madeUp = [keyId[..^1] + (keyId[^1] == '0' ? '1' : '0'), "000000000000", "999999999", "..%2F..%2Fcontrol.db", "%27%20OR%201%3D1%20--", "admin@example.com"];
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string method, string path, KeyRequirement _) in EndpointsOf(server, parameter: "{id}").Where(endpoint => endpoint.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (string id in madeUp)
            {
                HttpResponseMessage answer = await admin.SendAsync(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), method is "GET" or "DELETE" ? null : new { });
                if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest))
                {
                    answers[$"{method} {path}"] = $"{(int)answer.StatusCode} for {id}";
                }
            }
        }

        answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_empty_request_is_a_fault_of_the_server()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        List<string> faults = [];
        foreach ((string method, string path, KeyRequirement _) in EndpointsOf(server).Where(endpoint => endpoint.Method is "POST" or "PUT" or "PATCH"))
        {
            HttpResponseMessage answer = await admin.SendAsync(new HttpMethod(method), path, new { });
            if ((int)answer.StatusCode >= 500)
            {
                faults.Add($"{method} {path}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/v1/webhooks/{id}")]
    [InlineData("DELETE", "/v1/webhooks/{id}")]
    [InlineData("GET", "/v1/webhooks/{id}/deliveries")]
    [InlineData("DELETE", "/v1/keys/{id}")]
    [InlineData("PATCH", "/v1/people/{id}")]
    [InlineData("POST", "/v1/people/{id}/reset")]
    [InlineData("DELETE", "/v1/people/{id}/sessions")]
    public async Task An_id_of_something_else_or_of_nothing_is_not_found(string method, string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        server.Key(KeyScope.Read);
        string keyId = (await admin.JsonAsync("/v1/keys")).GetProperty("keys")[0].GetProperty("id").GetString()!;
        string personId = (await admin.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString()!;
        string[] wrong = [path.Contains("keys", StringComparison.Ordinal) ? personId : keyId, "000000000000", "..%2F..", "%27%20OR%201%3D1", "admin@example.com"];
        foreach (string id in wrong)
        {
            HttpResponseMessage answer = await admin.SendAsync(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), method is "PATCH" or "POST" ? new { } : null);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, id);
        }
    }

    private static IEnumerable<(string Method, string Path, KeyRequirement Requirement)> EndpointsOf(TestServer server, string parameter = "1")
    {
        foreach (RouteEndpoint endpoint in server.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<KeyRequirement>() is { Scope: not null, BySelf: false } requirement)
            {
                string path = string.Concat(endpoint.RoutePattern.PathSegments.Select(segment =>
                    "/" + string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : part is RoutePatternSeparatorPart separator ? separator.Content : parameter))));
                foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    yield return (method, path, requirement);
                }
            }
        }
    }
}
