using Strata.Language.Catalog;
using Strata.Platform.Ingest;
using Strata.Platform.Live;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

public sealed class TrackingResolverTests : IDisposable
{
    private const string Times = "SELECT concat_ws(' ', id, seconds) FROM event_page_view ORDER BY ts, id";
    private readonly TrackedWorkspace _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Dates_without_an_offset_are_of_the_zone_that_is_set_now()
    {
        const string When = "SELECT CAST(planned AS VARCHAR) FROM event_demo ORDER BY id";
        using var world = new TrackedWorkspace(("zone", "UTC"));
        world.Send(Demo("1")).Rows(When).ShouldBe(["2026-03-10 12:00:00"]);

        world.Workspace.Settings.Set("zone", "Europe/Berlin");
        world.Resolver.Changed(new EntityChanges([], [], EventsMoved: false, new MembershipCause(MembershipCauseKind.Import)));
        world.Send(Demo("2")).Rows(When).ShouldBe(["2026-03-10 12:00:00", "2026-03-10 11:00:00"]);
        world.Send("""{"type": "identify", "userId": "u1", "traits": {"renewal": "2026-03-10T12:00:00"}}""");
        world.Text("SELECT CAST(renewal AS VARCHAR) FROM contact").ShouldBe("2026-03-10 11:00:00");

        static string Demo(string id) => $$$"""{"type": "track", "event": "demo", "messageId": "{{{id}}}", "userId": "u", "properties": {"planned": "2026-03-10T12:00:00"}}""";
    }

    [Fact]
    public void An_event_is_stored_with_typed_values()
    {
        _world.Send("""{"type": "track", "event": "Order Completed", "userId": "u", "messageId": "m", "properties": {"total": 12.5, "coupon": "SPRING", "vip": true, "items": ["a", "b"], "lines": [{"sku": 1}]}}""");
        RowType type = _world.Workspace.Catalog.Events["order_completed"];
        type.Fields.Select(field => $"{field.Name} {field.Type}").Order(StringComparer.Ordinal)
            .ShouldBe(["coupon Category", "items Set", "total Number", "vip Boolean"]);
        _world.Text("SELECT concat_ws(' ', id, contact_key, total, coupon, \"coupon.folded\", vip, items, source, _raw) FROM event_order_completed")
            .ShouldBe("""m u 125000 SPRING spring true [a, b] tracking {"lines":[{"sku": 1}]}""");
    }

    [Fact]
    public void A_value_that_does_not_fit_stays_in_the_raw_record()
    {
        _world.Send("""{"type": "track", "event": "Upgrade", "userId": "u", "properties": {"seats": 3, "at": "2026-01-02T03:04:05Z"}}""")
            .Send("""{"type": "track", "event": "Upgrade", "userId": "u", "properties": {"seats": "many", "at": [1]}}""")
            .Send("""{"type": "track", "event": "Upgrade", "userId": "u", "properties": {"seats": "1,200"}}""");
        _world.Rows("SELECT concat_ws(' ', coalesce(seats, -1), _raw) FROM event_upgrade ORDER BY id")
            .ShouldBe(["30000", """-1 {"seats":"many","at":[1]}""", "12000000"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("\\ud83d")]
    [InlineData("\\u202e\\ufeff x")]
    [InlineData("$1 ? \\\"quoted\\\"")]
    public void Any_text_can_be_said(string text)
    {
        _world.Send($$"""
            {"batch": [{"type": "track", "event": "{{text}}", "userId": "{{text}}", "anonymousId": "{{text}}", "messageId": "{{text}}", "properties": {"{{text}}": "{{text}}", "n": "{{text}}"} },
            {"type": "identify", "userId": "{{text}}", "anonymousId": "{{text}}", "traits": {"{{text}}": "{{text}}", "email": "{{text}}@acme.com"} },
            {"type": "group", "userId": "{{text}}", "groupId": "{{text}}", "traits": {"name": "{{text}}"} },
            {"type": "alias", "userId": "{{text}}", "previousId": "{{text}}2"}, {"type": "page", "anonymousId": "{{text}}", "name": "{{text}}"}]}
            """);
        _world.Events.Count.ShouldBe(2);
        _world.Restart();
        _world.Text("SELECT CAST(count(*) AS VARCHAR) FROM contact").ShouldBe("1");
        _world.Text("SELECT CAST(count(contact_ref) AS VARCHAR) FROM event_page_view").ShouldBe("1");
    }

    [Fact]
    public void Names_that_imports_know_are_the_catalogs()
    {
        _world.Send("""{"type": "track", "event": "Form Submitted", "anonymousId": "v", "properties": {"formName": "Demo"}}""");
        _world.Text("SELECT form FROM event_form_submit").ShouldBe("Demo");
    }

    [Theory]
    [InlineData("\"name\": \"Pricing\"", "\"url\": \"https://x.example/p?utm_campaign=spring%20sale&a=1\"", "Pricing /p spring sale")]
    [InlineData("\"category\": \"Docs\"", "\"path\": \"/docs/start.html\"", "docs/start /docs/start.html Docs")]
    [InlineData("\"messageId\": \"m\"", "\"url\": \"https://x.example\"", "home /")]
    public void A_page_call_is_a_page_view(string field, string page, string stored)
    {
        _world.Send($$"""{"type": "page", "anonymousId": "v", {{field}}, "properties": { {{page}}, "search": "?a=1"}, "context": {"page": {"title": "T"} } }""");
        _world.Text("SELECT concat_ws(' ', page, path, campaign, category) FROM event_page_view WHERE title = 'T'").ShouldBe(stored);
        _world.Workspace.Catalog.Events["page_view"].Find("search").ShouldBeNull();
    }

    [Fact]
    public void A_screen_call_is_a_screen_view()
    {
        _world.Send("""{"type": "screen", "anonymousId": "v", "name": "Settings", "category": "App"}""");
        _world.Text("SELECT screen || category || _anonymous_id FROM event_screen_view").ShouldBe("SettingsAppv");
    }

    [Fact]
    public void The_time_on_a_page_is_known_once_the_next_page_tells_it()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Track("Clicked", "10:00:20.000"));
        _world.Rows(Times).ShouldBe(["p1"]);
        _world.Send(Page("p2", "/", "10:00:42.500"));
        _world.Rows(Times).ShouldBe(["p1 425000", "p2"]);
        AmendedEvent amended = _world.Amended.ShouldHaveSingleItem();
        (amended.Before.Property("seconds").IsKnown, amended.After.Property("seconds").Number, amended.After.Property("page").Folded).ShouldBe((false, 425000, "pricing"));
    }

    [Fact]
    public void The_time_of_a_page_that_waits_to_be_stored_is_stored_with_it()
    {
        _world.Send($$"""{"batch": [{{Page("p1", "/a", "10:00:00.000")}}, {{Page("p2", "/b", "10:00:05.000")}}, {{Page("p3", "/c", "10:00:07.000")}}]}""");
        _world.Rows(Times).ShouldBe(["p1 50000", "p2 20000", "p3"]);
    }

    [Fact]
    public void The_time_is_that_of_whoever_the_page_belongs_to_by_then()
    {
        _world.Send("""{"type": "group", "userId": "ada", "groupId": "acme"}""").Send(Page("p1", "/pricing", "10:00:00.000"));
        _world.Send("""{"type": "identify", "userId": "ada", "anonymousId": "v"}""").Send(Page("p2", "/", "10:00:42.500"));
        (long? account, long? contact) = (_world.Amended[0].Account, _world.Amended[0].After.Contact);
        _world.Text($"SELECT concat_ws(' ', a.id, c.id) FROM account a, contact c WHERE a.ref = {account} AND c.ref = {contact}").ShouldBe("acme ada");
        _world.Rows(Times).ShouldBe(["p1 425000", "p2"]);
    }

    [Fact]
    public void A_page_that_says_its_time_itself_is_believed()
    {
        _world.Send("""{"type": "page", "anonymousId": "v", "messageId": "p1", "timestamp": "2026-11-21T10:00:00Z", "properties": {"path": "/a", "seconds": 7}}""")
            .Send(Page("p2", "/b", "10:00:42.500"));
        _world.Rows(Times).ShouldBe(["p1 70000", "p2"]);
    }

    [Fact]
    public void A_visit_that_ends_tells_the_time_up_to_the_last_thing_done()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Track("Clicked", "10:00:20.000")).Send(Page("p2", "/", "11:00:00.000"));
        _world.Rows(Times).ShouldBe(["p1 200000", "p2"]);
    }

    [Fact]
    public void A_stay_of_less_than_a_second_is_none_and_nobody_need_know_of_any()
    {
        _world.Send(Page("p1", "/a", "10:00:00.000")).Send(Page("p2", "/b", "10:00:00.900")).Send(Page("p3", "/c", "10:00:01.900"));
        _world.Rows(Times).ShouldBe(["p1", "p2 10000", "p3"]);
        using var silent = new TrackedWorkspace(("visit_events", "no"));
        silent.Send(Page("p1", "/a", "10:00:00.000")).Send(Page("p2", "/b", "10:00:09.000"));
        silent.Rows(Times).ShouldBe(["p1", "p2"]);
    }

    [Fact]
    public void A_ping_tells_the_time_itself_and_the_longest_counts()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000"))
            .Send("""{"type": "track", "event": "Page Engaged", "anonymousId": "v", "messageId": "e", "timestamp": "2026-11-21T10:00:30Z", "properties": {"seconds": 28, "path": "/pricing"}}""")
            .Send(Ping("e2", "10:00:35", "\"seconds\": 31, \"path\": \"/pricing\"")).Send(Ping("e3", "10:00:36", "\"seconds\": 3"))
            .Send(Ping("e4", "10:00:37", "\"seconds\": 99, \"path\": \"/another\"")).Send(Page("p2", "/", "10:00:42.500"));
        _world.Rows(Times).ShouldBe(["p1 310000", "p2"]);
        _world.Rows("SELECT concat_ws(' ', id, page, seconds) FROM event_page_engagement WHERE id = 'e'").ShouldBe(["e pricing 280000"]);
    }

    [Fact]
    public void A_ping_without_a_time_says_that_they_are_still_there()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Ping("e1", "10:00:30", "\"n\": 1")).Send(Ping("e2", "10:00:20", "\"n\": 2"));
        _world.Rows(Times).ShouldBe(["p1 300000"]);
        _world.Restart().Send(Ping("e3", "10:00:50", "\"seconds\": 45"));
        _world.Rows(Times).ShouldBe(["p1 450000"]);
    }

    [Fact]
    public void A_form_that_was_not_sent_is_abandoned_when_the_page_is_left()
    {
        _world.Send(Page("p1", "/demo", "10:00:00.000"))
            .Send(Track("Form Started", "10:00:05.000", "\"form\": \"demo\""))
            .Send(Page("p2", "/", "10:00:15.000"))
            .Send(Track("Form Started", "10:01:05.000", "\"form\": \"demo\""))
            .Send(Track("Form Submitted", "10:01:15.000", "\"form\": \"Demo\""))
            .Send(Page("p3", "/", "10:02:00.000"));
        _world.Rows("SELECT concat_ws(' ', id, form, seconds) FROM event_form_abandon").ShouldBe(["Form Started10:00:05.000:abandon demo 100000"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_form_that_was_begun_and_not_sent_is_abandoned(bool restart)
    {
        _world.Send(Page("p1", "/demo", "10:00:00.000"))
            .Send(Track("Form Started", "10:00:05.000", "\"form\": \"demo\""))
            .Send(Track("Form Started", "10:00:06.000", "\"form\": \"news\""))
            .Send(Track("Form Started", "10:00:07.000", "\"form\": \"trial\""))
            .Send(Track("Form Started", "10:00:08.000", "\"form\": \"News\""))
            .Send(Track("Form Submitted", "10:00:09.000", "\"form\": \"trial\""));
        if (restart)
        {
            _world.Restart();
        }

        _world.Send(Page("p2", "/", "10:00:15.000")).Send(Page("p3", "/", "10:00:16.000"));
        _world.Rows("SELECT concat_ws(' ', form, seconds) FROM event_form_abandon ORDER BY form").ShouldBe(["News 70000", "demo 100000"]);
    }

    [Fact]
    public void Of_many_forms_the_first_are_left_when_more_are_begun()
    {
        for (int i = 0; i < 20; i++)
        {
            _world.Send(Track("Form Started", $"10:00:{i:00}.000", $"\"form\": \"f{i:00}\""));
        }

        _world.Rows("SELECT form FROM event_form_abandon ORDER BY form").ShouldBe(["f00", "f01", "f02", "f03"]);
        _world.Send(Track("Form Submitted", "10:00:30.000")).Send(Page("p1", "/", "10:01:00.000"));
        _world.Rows("SELECT form FROM event_form_abandon ORDER BY form").Count.ShouldBe(4, "one that does not say its form may be any");
    }

    [Fact]
    public void A_ping_of_the_page_before_says_nothing_of_the_next()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Page("p2", "/", "10:00:42.500")).Send(Ping("e", "10:00:42", "\"seconds\": 40"));
        _world.Rows(Times).ShouldBe(["p1 425000", "p2"]);
    }

    [Fact]
    public void Visitors_who_say_no_more_end_their_visit()
    {
        _world.Send(Page("p1", "/pricing", "23:59:00.000")).Send(Track("Clicked", "23:59:30.000"));
        _world.Wait(TimeSpan.FromMinutes(31));
        _world.Send("""{"type": "track", "event": "x", "userId": "somebody else"}""");
        _world.Rows(Times).ShouldBe(["p1 300000"]);
    }

    [Fact]
    public void A_visit_goes_on_when_the_server_is_started_anew()
    {
        _world.Send(Page("p0", "/", "09:59:00.000")).Send(Page("p1", "/demo", "10:00:00.000")).Send(Track("Form Started", "10:00:05.000", "\"form\": \"demo\""))
            .Restart().Send(Page("p2", "/", "10:00:42.500")).Restart().Send(Track("Clicked", "10:01:00.000"));
        _world.Rows(Times).ShouldBe(["p0 600000", "p1 425000", "p2"]);
        _world.Rows("SELECT concat_ws(' ', form, seconds) FROM event_form_abandon").ShouldBe(["demo 375000"]);
    }

    [Fact]
    public void A_visit_goes_on_after_a_start_whatever_is_said_to_happen_next_year()
    {
        _world.Send(Page("p1", "/demo", "10:00:00.000")).Send(Track("Form Started", "10:00:05.000", "\"form\": \"demo\""))
            .Send("""{"type": "page", "messageId": "later", "anonymousId": "another", "timestamp": "2027-10-01T00:00:00Z", "properties": {"path": "/"}}""")
            .Send("""{"type": "track", "event": "Form Started", "messageId": "later too", "anonymousId": "another", "timestamp": "2027-10-01T00:00:00Z", "properties": {"form": "demo"}}""")
            .Restart().Send(Page("p2", "/", "10:00:42.500"));
        _world.Rows(Times).ShouldBe(["p1 425000", "p2", "later"]);
        _world.Rows("SELECT concat_ws(' ', form, seconds) FROM event_form_abandon").ShouldBe(["demo 375000"]);
    }

    [Fact]
    public void What_they_did_last_is_known_when_the_server_is_started_anew()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Track("Clicked", "10:00:20.000")).Restart().Send(Page("p2", "/", "11:00:00.000"));
        _world.Rows(Times).ShouldBe(["p1 200000", "p2"]);
    }

    [Fact]
    public void A_time_that_nobody_measured_grows_when_the_server_is_started_anew()
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Ping("e1", "10:00:20", "\"n\": 1")).Restart().Send(Page("p2", "/", "10:05:00.000"));
        _world.Rows(Times).ShouldBe(["p1 3000000", "p2"]);
        _world.Send(Ping("e2", "10:05:10.5", "\"n\": 1")).Restart().Send(Ping("e3", "10:05:15", "\"n\": 2"));
        _world.Rows(Times).ShouldBe(["p1 3000000", "p2 150000"]);
    }

    [Theory]
    [InlineData("\"seconds\": 20")]
    [InlineData("\"seconds\": 12")]
    public void A_time_that_was_measured_stays_when_the_server_is_started_anew(string measured)
    {
        _world.Send(Page("p1", "/pricing", "10:00:00.000")).Send(Ping("e1", "10:00:12", "\"n\": 1")).Send(Ping("e2", "10:00:20", measured)).Restart();
        string told = _world.Rows(Times).Single();
        _world.Send(Page("p2", "/", "10:05:00.000"));
        _world.Rows(Times).ShouldBe([told, "p2"]);
        _world.Send(Page("p3", "/", "10:06:00.000").Replace("\"path\"", "\"seconds\": 7, \"path\"", StringComparison.Ordinal)).Restart().Send(Page("p4", "/", "10:07:00.000"));
        _world.Rows(Times).ShouldBe([told, "p2 600000", "p3 70000", "p4"]);
    }

    [Fact]
    public void Robots_are_dropped_and_counted()
    {
        _world.Send(Agent("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"))
            .Send(Agent("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"));
        _world.Events.ShouldHaveSingleItem();
        _world.Resolver.Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Bot] = 1 });
        _world.Text("SELECT reason || messages FROM strata_dropped").ShouldBe("bot1");
    }

    [Theory]
    [InlineData("", "{}", 1)]
    [InlineData("Analytics", """{"consent": {"categoryPreferences": {"analytics": true}}}""", 1)]
    [InlineData("Analytics, Ads", """{"consent": {"categoryPreferences": {"Analytics": true, "Ads": false}}}""", 0)]
    [InlineData("Analytics", """{"page": {"path": "/"}}""", 0)]
    [InlineData("Analytics", """{"library": {"name": "server"}}""", 1)]
    [InlineData("", """{"gpc": true}""", 0)]
    [InlineData("", """{"doNotTrack": "1"}""", 0)]
    [InlineData("", """{"doNotTrack": "0"}""", 1)]
    public void Consent_is_respected(string required, string context, int kept)
    {
        using var world = new TrackedWorkspace(("required_consent", required));
        world.Send($$"""{"type": "track", "event": "x", "anonymousId": "v", "context": {{context}} }""");
        world.Events.Count.ShouldBe(kept);
    }

    [Fact]
    public void What_is_known_costs_no_write()
    {
        _world.Send("""{"type": "identify", "userId": "u", "anonymousId": "v", "traits": {"email": "ann@acme.com"}}""").Send(Track("Known", "10:00:00.000"));
        int writes = _world.Writes;
        for (int i = 0; i < 3; i++)
        {
            _world.Send("""{"type": "identify", "userId": "u", "anonymousId": "v", "traits": {"email": "ann@acme.com"}}""")
                .Send("""{"type": "track", "event": "Known", "userId": "u", "anonymousId": "another device"}""");
        }

        _world.Writes.ShouldBe(writes);
        _world.Rows("SELECT key FROM strata_link ORDER BY id").ShouldBe(["v", "another device"]);
    }

    private static string Agent(string userAgent) =>
        $$"""{"type": "track", "event": "x", "anonymousId": "v", "context": {"userAgent": "{{userAgent}}"} }""";

    private static string Page(string id, string path, string time) =>
        $$"""{"type": "page", "messageId": "{{id}}", "anonymousId": "v", "timestamp": "2026-11-21T{{time}}Z", "properties": {"path": "{{path}}"} }""";

    private static string Ping(string id, string time, string properties) =>
        $$"""{"type": "track", "event": "Page Engaged", "messageId": "{{id}}", "anonymousId": "v", "timestamp": "2026-11-21T{{time}}Z", "properties": { {{properties}} } }""";

    private static string Track(string name, string time, string properties = "") =>
        $$"""{"type": "track", "event": "{{name}}", "messageId": "{{name}}{{time}}", "anonymousId": "v", "timestamp": "2026-11-21T{{time}}Z", "properties": { {{properties}} } }""";
}
