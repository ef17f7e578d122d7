using System.Net;
using System.Text.Json;
using Strata.Platform.People;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Security;

public sealed class SessionTests
{
    [Fact]
    public async Task The_first_admin_is_made_once_with_the_token_of_the_console()
    {
        await using TestServer server = await TestServer.StartAsync();
        string token = server.Server.SetUpAddress!.Query["?token=".Length..];
        using var browser = new Browser(server);
        (await browser.JsonAsync("/v1/session")).GetProperty("setUpNeeded").GetBoolean().ShouldBeTrue();
        var admin = new { token, name = "Ada Lovelace", email = "ada@example.com", password = Browser.Password };

        (await browser.PostAsync("/v1/setup", admin with { token = token[..^1] + "x" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.PostAsync("/v1/setup", admin with { password = "short" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.KeepTokenAsync(browser.PostAsync("/v1/setup", admin))).StatusCode.ShouldBe(HttpStatusCode.OK);

        JsonElement state = await browser.JsonAsync("/v1/session");
        state.GetProperty("setUpNeeded").GetBoolean().ShouldBeFalse();
        state.GetProperty("person").GetProperty("role").GetString().ShouldBe("admin");
        state.GetProperty("workspace").GetProperty("zone").GetString().ShouldBe("UTC");
        (await browser.GetAsync("/v1/people")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var another = new Browser(server);
        (await another.PostAsync("/v1/setup", admin with { email = "eve@example.com" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using Workspace session = server.Server.Host.OpenSession();
        session.FirstAdmin.CreateToken().ShouldBeNull();
    }

    [Fact]
    public async Task A_token_to_set_up_that_is_a_day_old_is_refused()
    {
        var clock = new MovedClock();
        await using TestServer server = await TestServer.StartAsync(options => options with { Clock = clock });
        string token = server.Server.SetUpAddress!.Query["?token=".Length..];
        clock.Moved += TimeSpan.FromDays(1);
        using var browser = new Browser(server);

        (await browser.PostAsync("/v1/setup", new { token, name = "Ada", email = "ada@example.com", password = Browser.Password })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Signing_in_and_out()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser browser = await Browser.SignedInAsync(server, Role.Viewer);
        string session = browser.Session!;
        (await browser.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.OK);

        HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Delete, "/v1/session");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        browser.Session.ShouldBeNull();
        browser.Session = session;
        (await browser.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_cookie_is_for_this_server_only_and_for_no_script()
    {
        await using TestServer server = await TestServer.StartAsync(options => options with { TrustsProxy = true });
        Browser.Add(server, Role.Viewer);
        using var browser = new Browser(server);
        var credentials = new { email = "viewer@example.com", password = Browser.Password };

        string overHttp = (await browser.PostAsync("/v1/session", credentials)).Headers.GetValues("Set-Cookie").Single();
        string overHttps = (await browser.SendAsync(HttpMethod.Post, "/v1/session", credentials, request => request.Headers.Add("X-Forwarded-Proto", "https"))).Headers.GetValues("Set-Cookie").Single();

        overHttp.ShouldStartWith("strata-session=");
        overHttp.ShouldContain("; httponly");
        overHttp.ShouldContain("; samesite=strict");
        overHttp.ShouldContain("; path=/");
        overHttp.ShouldNotContain("; secure");
        overHttps.ShouldStartWith("__Host-strata-session=");
        overHttps.ShouldContain("; secure");
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same()
    {
        await using TestServer server = await TestServer.StartAsync();
        Person disabled = Browser.Add(server, Role.Viewer, "disabled@example.com");
        Browser.Add(server, Role.Viewer, "there@example.com");
        using (Workspace session = server.Server.Host.OpenSession())
        {
            session.People.Disable(disabled.Id);
            session.People.Add("invited@example.com", "Invited", Role.Viewer);
        }

        var answers = new List<string>();
        using var browser = new Browser(server);
        foreach ((string email, string password) in ((string, string)[])[("there@example.com", "wrong wrong wrong"), ("nobody@example.com", Browser.Password), ("disabled@example.com", Browser.Password), ("invited@example.com", ""), ("", "")])
        {
            HttpResponseMessage answer = await browser.SignInAsync(email, password);
            JsonElement body = await TestServer.JsonOf(answer);
            answers.Add($"{(int)answer.StatusCode} {answer.Headers.Contains("Set-Cookie")} {string.Join(' ', body.EnumerateObject().Where(part => part.Name != "traceId"))}");
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("401 False");
    }

    [Fact]
    public async Task An_account_is_locked_after_five_wrong_passwords_and_for_a_quarter_of_an_hour()
    {
        var clock = new MovedClock();
        await using TestServer server = await TestServer.StartAsync(options => options with { Clock = clock, SignInsPerMinute = 300 });
        Browser.Add(server, Role.Viewer);
        using var browser = new Browser(server);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => browser.SignInAsync("viewer@example.com", "wrong wrong wrong")));

        (await browser.SignInAsync("viewer@example.com", Browser.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        clock.Moved += TimeSpan.FromMinutes(SignIns.LockMinutes);
        (await browser.SignInAsync("Viewer@Example.com ", Browser.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tries_are_limited_by_account_and_by_address()
    {
        await using TestServer server = await TestServer.StartAsync(options => options with { SignInsPerMinute = 6 });
        using var browser = new Browser(server);
        List<HttpStatusCode> sameAccount = [], others = [];
        for (int one = 0; one < 3; one++)
        {
            sameAccount.Add((await browser.SignInAsync("nobody@example.com", "wrong")).StatusCode);
        }

        for (int one = 0; one < 4; one++)
        {
            others.Add((await browser.SignInAsync($"nobody{one}@example.com", "wrong")).StatusCode);
        }

        sameAccount.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]);
        others[^1].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_session_ends_when_nothing_is_done_and_after_a_week_in_any_case()
    {
        var clock = new MovedClock();
        await using TestServer server = await TestServer.StartAsync(options => options with { Clock = clock });
        using Browser idle = await Browser.SignedInAsync(server, Role.Viewer);
        clock.Moved += TimeSpan.FromHours(SessionRegistry.IdleHours);
        (await idle.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using Browser busy = await Browser.SignedInAsync(server, Role.Viewer, "busy@example.com");
        int hours = 0;
        while ((await busy.GetAsync("/v1/segments")).StatusCode == HttpStatusCode.OK)
        {
            hours += SessionRegistry.IdleHours - 1;
            clock.Moved += TimeSpan.FromHours(SessionRegistry.IdleHours - 1);
        }

        hours.ShouldBeInRange(SessionRegistry.MostDays * 24, (SessionRegistry.MostDays * 24) + SessionRegistry.IdleHours);
    }

    [Fact]
    public async Task Another_password_ends_all_other_sessions_and_the_old_password()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser here = await Browser.SignedInAsync(server, Role.Viewer);
        using var there = new Browser(server);
        await there.SignInAsync("viewer@example.com", Browser.Password);

        (await here.SendAsync(HttpMethod.Put, "/v1/session/password", new { current = "wrong wrong wrong", password = "nine purple tractors" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await here.KeepTokenAsync(here.SendAsync(HttpMethod.Put, "/v1/session/password", new { current = Browser.Password, password = "nine purple tractors" }))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await here.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await here.SendAsync(HttpMethod.Delete, "/v1/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await there.GetAsync("/v1/segments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await there.SignInAsync("viewer@example.com", Browser.Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await there.SignInAsync("viewer@example.com", "nine purple tractors")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_sets_a_password_once()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        JsonElement added = await TestServer.JsonOf(await admin.PostAsync("/v1/people", new { email = "grace@example.com", name = "Grace Hopper", role = "editor" }));
        var link = new Uri(added.GetProperty("link").GetString()!);
        link.GetLeftPart(UriPartial.Path).ShouldBe(new Uri(server.Http.BaseAddress!, "/set-password").ToString());
        string token = link.Query["?token=".Length..];
        using var browser = new Browser(server);

        (await TestServer.JsonOf(await browser.PostAsync("/v1/session/link", new { token }))).GetProperty("email").GetString().ShouldBe("grace@example.com");
        (await browser.PostAsync("/v1/session/link/password", new { token, password = "grace@example.com" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.KeepTokenAsync(browser.PostAsync("/v1/session/link/password", new { token, password = Browser.Password }))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.JsonAsync("/v1/session")).GetProperty("person").GetProperty("role").GetString().ShouldBe("editor");

        (await browser.PostAsync("/v1/session/link/password", new { token, password = Browser.Password })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.PostAsync("/v1/session/link", new { token })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Moved;
    }
}
