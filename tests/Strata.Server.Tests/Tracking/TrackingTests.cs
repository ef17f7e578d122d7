using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Keys;
using Strata.Platform.Lookup;

namespace Strata.Server.Tests.Tracking;

public sealed class TrackingTests : TrackingServerTests
{
    [Fact]
    public async Task Events_in_change_memberships_and_the_change_comes_out()
    {
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        using var stream = new ChangeStream(read, "/v1/changes");
        await stream.OpenAsync();

        (await track.PostAsJsonAsync("/v1/batch", new { batch = new[] { Page("m1", "a03"), Page("m2", "a03"), Page("m2", "a03"), Page("m3", "a04") } })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (string id, JsonElement change) = await stream.NextAsync();

        id.ShouldBe("0");
        change.GetProperty("segment").GetString().ShouldBe("pricing-twice");
        change.GetProperty("id").GetString().ShouldBe("a03");
        change.GetProperty("event").GetString().ShouldBe("entered");
        change.GetProperty("cause").GetProperty("id").GetString().ShouldBe("m2");
        JsonElement members = await TestServer.JsonOf(await read.GetAsync("/v1/segments/pricing-twice/members"));
        members.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("id").GetString()).ShouldBe(["a03"]);
        JsonElement counted = await TestServer.JsonOf(await read.PostAsJsonAsync("/v1/count", new { definition = "count(page_view) ever = 2" }));
        counted.GetProperty("count").GetInt64().ShouldBe(1);
        JsonElement account = await TestServer.JsonOf(await read.GetAsync("/v1/accounts/a03?events=1"));
        account.GetProperty("segments")[0].GetProperty("name").GetString().ShouldBe("pricing-twice");
        account.GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("page_view");
        JsonElement more = await TestServer.JsonOf(await read.GetAsync($"/v1/accounts/a03?events=1&eventsCursor={account.GetProperty("nextEventsCursor").GetString()}"));
        more.GetProperty("events")[0].GetProperty("id").GetString().ShouldNotBe(account.GetProperty("events")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_stream_resumes_after_the_last_event()
    {
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        await track.PostAsJsonAsync("/v1/batch", new { batch = new[] { Page("m1", "a01"), Page("m2", "a01"), Page("m3", "a02"), Page("m4", "a02") } });
        using (var first = new ChangeStream(read, "/v1/changes?from=0"))
        {
            await first.OpenAsync();
            (await first.NextAsync()).Change.GetProperty("id").GetString().ShouldBe("a01");
        }

        using var second = new ChangeStream(read, "/v1/changes", lastEventId: "0");
        await second.OpenAsync();
        (await second.NextAsync()).Change.GetProperty("id").GetString().ShouldBe("a02");
    }

    [Theory]
    [InlineData("track", """{"messageId": "t1", "event": "Order Completed", "userId": "u1", "properties": {"total": 5}}""")]
    [InlineData("identify", """{"messageId": "t2", "userId": "u1", "traits": {"email": "ada@a01.example"}}""")]
    [InlineData("group", """{"messageId": "t3", "userId": "u1", "groupId": "a01"}""")]
    [InlineData("page", """{"messageId": "t4", "anonymousId": "v1", "name": "Pricing"}""")]
    [InlineData("screen", """{"messageId": "t5", "anonymousId": "v1", "name": "Home"}""")]
    [InlineData("alias", """{"messageId": "t6", "userId": "u1", "previousId": "v1"}""")]
    [InlineData("t", """{"messageId": "t7", "event": "Signed Up", "userId": "u1"}""")]
    public async Task Every_call_of_the_spec_is_taken(string path, string body)
    {
        HttpResponseMessage response = await Server.As(KeyScope.Track).PostAsync($"/v1/{path}", Json(body));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        (await TestServer.JsonOf(response)).GetProperty("success").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Malformed_messages_are_told_one_by_one_and_the_others_taken()
    {
        HttpResponseMessage response = await Server.As(KeyScope.Track).PostAsync(
            "/v1/batch", Json("""{"batch": [{"type": "track", "userId": "u", "event": "A", "messageId": "g1"}, {"type": "nonsense", "messageId": "b1"}, {"type": "track", "event": "B", "messageId": "b2"}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement problem = await TestServer.JsonOf(response);
        problem.GetProperty("accepted").GetInt32().ShouldBe(1);
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()).ShouldBe([1, 2]);
        problem.GetProperty("errors")[0].GetProperty("messageId").GetString().ShouldBe("b1");
        problem.GetProperty("errors")[0].GetProperty("message").GetString()!.Length.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Of_many_malformed_messages_the_first_are_told_one_by_one()
    {
        string messages = string.Join(',', Enumerable.Range(0, 250).Select(number => $$"""{"type": "nonsense", "messageId": "b{{number}}"}"""));
        HttpResponseMessage response = await Server.As(KeyScope.Track).PostAsync("/v1/batch", Json($$"""{"batch": [{{messages}}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement problem = await TestServer.JsonOf(response);
        problem.GetProperty("refused").GetInt32().ShouldBe(250);
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()).ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task The_key_may_stand_in_the_body_and_is_checked_there_too()
    {
        string Body(string key) => $$"""{"writeKey": "{{key}}", "event": "A", "userId": "u", "messageId": "k1"}""";

        (await Server.Http.PostAsync("/v1/track", Json(Body(Server.Key(KeyScope.Track))))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Server.Http.PostAsync("/v1/track", Json(Body(Server.Key(KeyScope.Read))))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Server.Http.PostAsync("/v1/track", Json(Body("nothing")))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Server.As(KeyScope.Read).PostAsync("/v1/track", Json(Body("nothing")))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Bodies_may_be_gzipped_and_are_bounded_either_way()
    {
        HttpClient track = Server.As(KeyScope.Track);
        string large = $$"""{"event": "A", "userId": "u", "messageId": "z1", "properties": {"x": "{{new string('x', 20_000)}}"} }""";
        string tooLarge = $$"""{"batch": [{{string.Join(',', Enumerable.Repeat(large, 500))}}]}""";

        (await track.PostAsync("/v1/track", Gzip(large))).StatusCode.ShouldBe(HttpStatusCode.OK);
        HttpResponseMessage bomb = await track.PostAsync("/v1/batch", Gzip(tooLarge));
        bomb.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TestServer.JsonOf(bomb)).GetProperty("code").GetString().ShouldBe("too-large");
        using var announced = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = Json(tooLarge), Headers = { ExpectContinue = true } };
        (await track.SendAsync(announced)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var wrong = new ByteArrayContent("no gzip"u8.ToArray());
        wrong.Headers.ContentEncoding.Add("gzip");
        (await track.PostAsync("/v1/track", wrong)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        wrong = new ByteArrayContent("x"u8.ToArray());
        wrong.Headers.ContentEncoding.Add("br");
        (await track.PostAsync("/v1/track", wrong)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await track.PostAsync("/v1/track", Json("no json"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_request_of_too_many_messages_is_refused_whole_and_leaves_nothing()
    {
        ByteArrayContent Flood() => Gzip($$"""{"batch": [{{string.Join(',', Enumerable.Repeat("0", 1_000_000))}}]}""");

        HttpResponseMessage refused = await Server.As(KeyScope.Track).PostAsync("/v1/batch", Flood());
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TestServer.JsonOf(refused)).GetProperty("code").GetString().ShouldBe("size");
        (await Server.Http.PostAsync("/v1/batch", Flood())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "who shows no key learns nothing else");
        (await Server.TextsAsync("SELECT CAST(count(*) AS VARCHAR) FROM strata_dead_letter")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Web_pages_of_any_origin_may_send()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
        preflight.Headers.Add("Origin", "https://example.com");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        HttpResponseMessage answer = await Server.Http.SendAsync(preflight);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        answer.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["authorization,content-type"]);

        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/t") { Content = Json($$"""{"writeKey": "{{Server.Key(KeyScope.Track)}}", "event": "A", "anonymousId": "v"}""") };
        post.Headers.Add("Origin", "https://example.com");
        post.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        answer = await Server.Http.SendAsync(post);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }

    [Theory]
    [InlineData("no json", null, HttpStatusCode.BadRequest)]
    [InlineData("no gzip", "gzip", HttpStatusCode.BadRequest)]
    [InlineData("{}", "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, null, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Web_pages_can_read_why_they_were_refused(string? body, string? encoding, HttpStatusCode status)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/b") { Content = Json(body ?? $$"""{"batch": [{{string.Join(',', Enumerable.Repeat("0", 10_000))}}]}""") };
        post.Headers.Add("Origin", "https://example.com");
        if (encoding is not null)
        {
            post.Content.Headers.ContentEncoding.Add(encoding);
        }

        HttpResponseMessage answer = await Server.As(KeyScope.Track).SendAsync(post);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var other = new HttpRequestMessage(HttpMethod.Post, "/v1/count") { Content = Json("no json"), Headers = { { "Origin", "https://example.com" } } };
        (await Server.As(KeyScope.Read).SendAsync(other)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task The_browser_library_is_told_to_send_here()
    {
        string key = Server.Key(KeyScope.Track);

        JsonElement settings = await TestServer.JsonOf(await Server.Http.GetAsync($"/v1/projects/{key}/settings"));

        settings.GetProperty("integrations").GetProperty("Segment.io").GetProperty("apiHost").GetString().ShouldBe($"{Server.Http.BaseAddress!.Authority}/v1");
        settings.GetProperty("metrics").GetProperty("sampleRate").GetDouble().ShouldBe(0);
        (await Server.Http.GetAsync("/v1/projects/nothing/settings")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_visitor_is_looked_up_with_segments_tier_and_fields()
    {
        await Server.SeedAsync(
            """
            segmentation: tier
            of: accounts
            segments:
              - {value: A, where: employees >= 900}
              - {value: B, where: employees >= 200}
            other: C
            """);
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        await track.PostAsync("/v1/identify", Json("""{"messageId": "i1", "anonymousId": "visitor", "userId": "u7", "traits": {"email": "ada@a03.example"}}"""));
        await track.PostAsJsonAsync("/v1/batch", new { batch = new[] { Page("m1", "a03"), Page("m2", "a03") } });
        await read.PostAsJsonAsync("/v1/count", new { definition = "employees > 0" });

        JsonElement byDomain = await TestServer.JsonOf(await read.GetAsync("/v1/lookup?domain=https://www.a03.example/&fields=name,employees"));
        byDomain.GetProperty("account").GetProperty("id").GetString().ShouldBe("a03");
        byDomain.GetProperty("account").GetProperty("name").GetString().ShouldBe("Account 3");
        byDomain.GetProperty("account").GetProperty("employees").GetDecimal().ShouldBe(300);
        byDomain.GetProperty("segments").EnumerateArray().Select(segment => segment.GetString()).ShouldBe(["pricing-twice"]);
        byDomain.GetProperty("tier").GetString().ShouldBe("B");
        (await TestServer.JsonOf(await read.GetAsync("/v1/lookup?domain=a10.example"))).GetProperty("tier").GetString().ShouldBe("A");
        (await TestServer.JsonOf(await read.GetAsync("/v1/lookup?domain=a01.example"))).GetProperty("tier").GetString().ShouldBe("C");
        JsonElement byMail = await TestServer.JsonOf(await read.GetAsync("/v1/lookup?email=somebody@a04.example"));
        byMail.GetProperty("by").GetString().ShouldBe("email_domain");
        byMail.GetProperty("account").GetProperty("id").GetString().ShouldBe("a04");
        (await TestServer.JsonOf(await read.GetAsync("/v1/lookup?anonymous_id=visitor"))).GetProperty("account").GetProperty("id").GetString().ShouldBe("a03");
        (await TestServer.JsonOf(await read.GetAsync("/v1/lookup?ip=203.0.113.9"))).GetProperty("account").ValueKind.ShouldBe(JsonValueKind.Null);
        (await read.GetAsync("/v1/lookup")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await read.GetAsync("/v1/lookup?domain=a03.example&fields=nothing")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_look_up_waits_for_nothing_where_all_it_takes_is_in_memory()
    {
        await Server.SeedAsync("segment: large\nof: accounts\nwhere: employees >= 500\n");
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        var lookup = Server.Server.Services.GetRequiredService<LookupService>();

        TryLookUp(lookup, domain: "a05.example").ShouldBeNull("nothing was read yet");
        string first = await read.GetStringAsync("/v1/lookup?domain=a05.example&fields=name,employees");
        TryLookUp(lookup, domain: "a05.example").ShouldBe(first);
        TryLookUp(lookup, domain: "nobody.example").ShouldBe("""{"account":null,"segments":[]}""");
        TryLookUp(lookup, ip: "203.0.113.9").ShouldBeNull("the networks are read for the first address");
        string byAddress = await read.GetStringAsync("/v1/lookup?ip=203.0.113.9&fields=name,employees");
        TryLookUp(lookup, ip: "203.0.113.9").ShouldBe(byAddress);

        await track.PostAsync("/v1/identify", Json("""{"messageId": "i1", "userId": "u7", "anonymousId": "v7", "traits": {"email": "ada@a03.example"}}"""));
        await read.PostAsJsonAsync("/v1/count", new { definition = "employees > 0" });
        TryLookUp(lookup, domain: "a05.example").ShouldBe(first, "who was identified was read by whoever wrote it");
        TryLookUp(lookup, ip: "203.0.113.9").ShouldBe(byAddress);
        TryLookUp(lookup, ip: "203.0.113.10").ShouldNotBeNull("the networks are in memory");
        TryLookUp(lookup, visitor: "v7").ShouldNotBeNull().ShouldContain("\"a03\"");
    }

    [Fact]
    public async Task How_sure_an_address_must_be_counts_for_look_ups_at_once()
    {
        HttpClient read = Server.As(KeyScope.Read);
        async Task<JsonValueKind> FoundWithAsync(string confidence)
        {
            await Server.WriteAsync(session =>
            {
                session.Settings.Set("ip_confidence", confidence);
                return true;
            });
            return (await TestServer.JsonOf(await read.GetAsync("/v1/lookup?ip=10.1.2.3"))).GetProperty("account").ValueKind;
        }

        await Server.WriteAsync(session =>
        {
            IpRange.TryParse("10.1.2.0/24", out UInt128 first, out UInt128 last).ShouldBeTrue();
            IpRangeStore.Write(session.Connection, [new IpRange(first, last, "a03", 0.6)], replace: false);
            return true;
        });
        (await FoundWithAsync("0.5")).ShouldBe(JsonValueKind.Object);
        (await FoundWithAsync("0.7")).ShouldBe(JsonValueKind.Null);
        (await FoundWithAsync("0.6")).ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Every_visitor_who_is_identified_is_looked_up_from_then_on()
    {
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        async Task<string?> AccountOfAsync(string visitor)
        {
            await read.PostAsJsonAsync("/v1/count", new { definition = "employees > 0" });
            JsonElement account = (await TestServer.JsonOf(await read.GetAsync($"/v1/lookup?anonymous_id={visitor}"))).GetProperty("account");
            return account.ValueKind == JsonValueKind.Null ? null : account.GetProperty("id").GetString();
        }

        (await AccountOfAsync("first")).ShouldBeNull();
        await track.PostAsync("/v1/identify", Json("""{"messageId": "i1", "anonymousId": "first", "userId": "u7", "traits": {"email": "ada@a03.example"}}"""));
        (await AccountOfAsync("first")).ShouldBe("a03", "a new person, and nothing was seen of the visitor before");
        await track.PostAsync("/v1/identify", Json("""{"messageId": "i2", "anonymousId": "second", "userId": "u7"}"""));
        (await AccountOfAsync("second")).ShouldBe("a03", "another device of somebody known");
        await track.PostAsync("/v1/track", Json("""{"messageId": "i3", "anonymousId": "third", "userId": "u7", "event": "Seen"}"""));
        (await AccountOfAsync("third")).ShouldBe("a03", "an event that names both");
        await track.PostAsync("/v1/group", Json("""{"messageId": "i4", "anonymousId": "fourth", "groupId": "a04"}"""));
        (await AccountOfAsync("fourth")).ShouldBe("a04", "a visitor of an account");
        await track.PostAsync("/v1/identify", Json("""{"messageId": "i5", "anonymousId": "fifth", "userId": "u8", "traits": {"email": "bo@a05.example"}}"""));

        long merge = await Server.WriteAsync(session =>
        {
            new EntityMerger(session).Merge(EntityKind.Contact, "u8", "u7", "a test", dryRun: false);
            return session.Connection.QueryScalar<long>("SELECT max(id) FROM strata_merge");
        });
        (await AccountOfAsync("first")).ShouldBe("a05", "who it was is another now");
        await Server.WriteAsync(session => new EntityMerger(session).Undo(merge));
        (await AccountOfAsync("first")).ShouldBe("a03");
        await Server.WriteAsync(session => new LinkEditor(session).Undo(session.Connection.QueryScalar<long>("SELECT id FROM strata_link WHERE key = 'second'")).Events);
        (await AccountOfAsync("second")).ShouldBeNull();
        (await AccountOfAsync("third")).ShouldBe("a03");
    }

    private static string? TryLookUp(LookupService lookup, string? domain = null, string? ip = null, string? visitor = null)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        bool isWritten = lookup.TryWrite(new LookupQuery(ip, null, domain, visitor), ["name", "employees"], writer);
        writer.Flush();
        (isWritten || stream.Length == 0).ShouldBeTrue();
        return isWritten ? Encoding.UTF8.GetString(stream.ToArray()) : null;
    }

    private static object Page(string id, string account) => new
    {
        type = "track",
        messageId = id,
        @event = "page_view",
        userId = "u1",
        context = new { groupId = account },
        properties = new { page = "pricing" },
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return new ByteArrayContent(compressed.ToArray()) { Headers = { ContentEncoding = { "gzip" }, ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
