using System.Collections.Concurrent;
using Microsoft.Playwright;
using Strata.Platform.Keys;
using Strata.Testing;

namespace Strata.Server.Tests.Tracking.ClientLibraries;

/// <summary>The public client libraries of the Segment spec, unchanged, against the server.</summary>
public sealed class ClientLibraryTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: everybody
        of: accounts
        where: employees is known
        """;

    /// <summary>The calls that the page of the library for browsers makes.</summary>
    private const int Calls = 7;

    private const string Browser =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    [Fact]
    public async Task Segments_library_for_servers_works_unchanged()
    {
        string sent = await NodeScripts.RunAsync("analytics-node.mjs", Address, Server.Key(KeyScope.Track));
        await ExpectAsync(sent, "SELECT concat_ws(' ', reason, message) FROM strata_dead_letter");
        await ExpectAsync(sent, "SELECT concat_ws(' ', total, coupon, items) FROM event_order_completed", "195000 SPRING [a, b]");
        await ExpectAsync(
            sent,
            "SELECT concat_ws(' ', c.id, c.email, c.title, a.id) FROM contact c LEFT JOIN account a ON a.ref = c.account_ref",
            "node-user ada@a01.example VP Finance a01");
        await ExpectAsync(
            sent,
            "SELECT concat_ws(' ', e._anonymous_id, e._attribution, c.id) FROM event_seen_before e LEFT JOIN contact c ON c.ref = e.contact_ref",
            "node-visitor anonymous node-user");
        await ExpectAsync(sent, "SELECT concat_ws(' ', page, path, campaign) FROM event_page_view", "Pricing /pricing spring");
        await ExpectAsync(sent, "SELECT screen FROM event_screen_view", "Settings");
        await ExpectAsync(sent, "SELECT industry FROM account WHERE id = 'a01'", "SaaS");
        await ExpectAsync(sent, "SELECT kind || ' ' || key FROM strata_link WHERE key = 'node-old' ORDER BY id", "user node-old", "anonymous node-old");
        await ExpectAsync(sent, "SELECT CAST(epoch_us(now()) - epoch_us(ts) > 3500000000 AS VARCHAR) FROM event_order_completed", "true");
    }

    [Fact]
    public async Task RudderStacks_library_for_servers_works_unchanged()
    {
        await NodeScripts.RunAsync("rudder-sdk-node.mjs", Address, Server.Key(KeyScope.Track));
        (await Server.TextsAsync("SELECT concat_ws(' ', r.rows, a.id, c.id) FROM event_report_exported r JOIN account a ON a.ref = r.account_ref JOIN contact c ON c.ref = r.contact_ref"))
            .ShouldBe(["12000000 a02 rudder-user"]);
        (await Server.TextsAsync("SELECT concat_ws(' ', id, email, first_name) FROM contact")).ShouldBe(["rudder-user bob@a02.example Bob"]);
        (await Server.TextsAsync("SELECT page || screen FROM event_page_view, event_screen_view")).ShouldBe(["DocsHome"]);
    }

    [Fact]
    public async Task Segments_library_for_browsers_works_unchanged()
    {
        await NodeScripts.EnsureAsync();
        await using PageServer site = await PageServer.StartAsync();
        await VisitAsync(site, Browser);
        (await Server.TextsAsync("SELECT concat_ws(' ', page, path, title, category) FROM event_page_view ORDER BY ts")).ShouldBe(["pricing /pricing Pricing", "Start /docs/start Pricing Docs"]);
        (await Server.TextsAsync("SELECT concat_ws(' ', p.plan, p.seats, a.id, c.email) FROM event_plan_chosen p JOIN account a ON a.ref = p.account_ref JOIN contact c ON c.ref = p.contact_ref"))
            .ShouldBe(["pro 120000 a03 cleo@a03.example"]);

        // What the visitor did before they were known is theirs.
        (await Server.TextsAsync("SELECT DISTINCT c.id FROM event_form_submit f JOIN contact c ON c.ref = f.contact_ref")).ShouldBe(["browser-user"]);
        (await Server.TextsAsync("SELECT page FROM event_page_view WHERE seconds > 0")).ShouldBe(["pricing"]);
        (await Server.TextsAsync("SELECT CAST(count(*) AS VARCHAR) FROM event_form_abandon")).ShouldBe(["0"]);

        // A robot shows the same page.
        await VisitAsync(site, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
        (await Server.TextsAsync("SELECT CAST(count(*) AS VARCHAR) FROM event_page_view")).ShouldBe(["2"]);
        (await Server.TextsAsync("SELECT reason FROM strata_dropped WHERE messages >= 7")).ShouldBe(["bot"]);
    }

    private string Address => Server.Http.BaseAddress!.ToString().TrimEnd('/');

    private async Task VisitAsync(PageServer site, string userAgent)
    {
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = SystemChromium.Path,
            Args = SystemChromium.Arguments,
        });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { UserAgent = userAgent });
        int waiting = Calls;
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wrong = new ConcurrentQueue<string>();
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"page: {error}");
        page.Request += (_, request) => Note(
            !request.Url.StartsWith($"{Address}/v1/", StringComparison.Ordinal) && !request.Url.StartsWith($"{site.Address}/", StringComparison.Ordinal), $"elsewhere: {request.Url}");
        page.Response += (_, response) => Note(!response.Ok, $"answered {response.Status}: {response.Url}");
        page.Response += (_, response) =>
        {
            if (string.Equals(response.Request.Method, "POST", StringComparison.Ordinal) && response.Url.StartsWith(Address, StringComparison.Ordinal) && Interlocked.Decrement(ref waiting) == 0)
            {
                answered.TrySetResult();
            }
        };
        await page.GotoAsync($"{site.Address}/pricing?server={Uri.EscapeDataString(Address)}&key={Uri.EscapeDataString(Server.Key(KeyScope.Track))}");
        string[] sent = await page.EvaluateAsync<string[]>("() => window.run()");
        sent.Length.ShouldBe(Calls);

        // Every call is a request of its own; the browser is closed when the last was answered.
        await answered.Task.WaitAsync(TimeSpan.FromMinutes(1));
        wrong.ShouldBeEmpty();

        void Note(bool isWrong, string what)
        {
            if (isWrong)
            {
                wrong.Enqueue(what);
            }
        }
    }

    /// <summary>What is stored must be these rows; where it is not, what was sent is said too.</summary>
    private async Task ExpectAsync(string sent, string sql, params string[] rows) => (await Server.TextsAsync(sql)).ShouldBe([.. rows], $"{sql}\n{sent}");
}
