using System.Text;
using Strata.Language;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

public sealed class SegmentSpecReaderTests
{
    private const long Received = 1_772_000_000_000_000;
    private readonly SegmentSpecReader _reader = new();

    [Fact]
    public void A_track_call_is_read_whole()
    {
        TrackedMessage message = One(MessageKind.Track, """
            {"messageId": "m1", "userId": "u1", "anonymousId": "a1", "event": "Order Completed",
             "properties": {"revenue": 19.99, "orderID": "o-7", "new": true, "note": "  ", "items": [1, 2], "address": {"city": "Ulm", "geo": {"lat": 48}}},
             "context": {"groupId": "g1", "ip": "203.0.113.9", "userAgent": "Mozilla/5.0", "traits": {"age": 4, "email": "ann@acme.com"},
                         "campaign": {"name": "spring"}, "page": {"url": "https://x.example/pricing", "path": "/pricing", "title": "Pricing", "referrer": "r"}}}
            """);
        message.MessageId.ShouldBe("m1");
        (message.UserId, message.AnonymousId, message.Event, message.EventType).ShouldBe(("u1", "a1", "Order Completed", "order_completed"));
        message.Property("revenue").Units.ShouldBe(199_900);
        message.Property("order_id").Written.ShouldBe("o-7");
        message.Property("new").ShouldBe(new TrackedValue(TrackedValueKind.Boolean, message.Property("new").Start, 4, Units: 1));
        message.Property("note").Kind.ShouldBe(TrackedValueKind.Missing);
        message.Property("items").Kind.ShouldBe(TrackedValueKind.List);
        message.Property("address_city").Written.ShouldBe("Ulm");
        message.Property("address_geo_lat").Units.ShouldBe(480_000);
        Text(message, "items").ShouldBe("[1, 2]");
        Text(message, "order_id").ShouldBe("\"o-7\"");
        TrackedContext context = message.Context;
        (message.ContextGroup, context.Ip, context.UserAgent, context.Email, context.Campaign).ShouldBe(("g1", "203.0.113.9", "Mozilla/5.0", "ann@acme.com", "spring"));
        (context.PageUrl, context.PagePath, context.PageTitle, context.PageReferrer).ShouldBe(("https://x.example/pricing", "/pricing", "Pricing", "r"));
    }

    [Theory]
    [InlineData("Order Completed", "order_completed")]
    [InlineData("Form Submitted", "form_submit")]
    [InlineData("pageViewed", "page_view")]
    [InlineData("case", "ticket")]
    public void Names_of_events_mean_what_they_mean_in_imports(string name, string type) =>
        One(MessageKind.Track, $$"""{"userId": 5, "event": "{{name}}"}""").EventType.ShouldBe(type);

    [Theory]
    [InlineData("\"timestamp\": \"2026-02-01T10:00:00.250Z\", \"sentAt\": \"2026-02-01T10:00:10.000Z\"", -9_750_000)]
    [InlineData("\"originalTimestamp\": \"2026-02-01T10:00:05Z\", \"sentAt\": \"2026-02-01T10:00:10Z\"", -5_000_000)]
    [InlineData("\"sentAt\": \"2026-02-01T10:00:10.000Z\"", 0)]
    [InlineData("\"event\": \"x\"", 0)]
    public void What_the_senders_clock_is_off_by_is_taken_out(string fields, long fromReceived) =>
        One(MessageKind.Track, $$"""{"userId": "u", "event": "x", {{fields}}}""").Instant.ShouldBe(Received + fromReceived);

    [Fact]
    public void Without_an_instant_of_sending_the_instant_said_counts() =>
        One(MessageKind.Track, """{"userId": "u", "event": "x", "timestamp": "2026-02-01T11:00:00.001+01:00"}""").Instant.ShouldBe(1_769_940_000_001_000);

    [Fact]
    public void What_a_batch_says_counts_for_all_of_its_messages_wherever_it_stands()
    {
        SegmentRequest request = Read(null, """
            {"batch": [{"type": "track", "event": "a", "anonymousId": "v", "messageId": "1", "timestamp": "2026-02-01T10:00:00.000Z"},
                       {"type": "page", "anonymousId": "v", "messageId": "2", "name": "Pricing", "category": "Docs", "context": {"groupId": "own"}}],
             "context": {"groupId": "g", "consent": {"categoryPreferences": {"Analytics": true, "Ads": false}, "gpc": "1"}},
             "writeKey": "key", "sentAt": "2026-02-01T10:00:01.000Z"}
            """);
        request.Errors.ShouldBeEmpty();
        request.Messages.Select(message => message.Kind).ShouldBe([MessageKind.Track, MessageKind.Page]);
        request.Messages[0].Instant.ShouldBe(Received - 1_000_000);
        request.Messages.Select(message => message.ContextGroup).ShouldBe(["g", "own"]);
        request.Messages[1].Context.Consent.ShouldBe([KeyValuePair.Create("Analytics", true), KeyValuePair.Create("Ads", false)]);
        request.Messages[1].Context.Privacy.ShouldBe(PrivacySignals.GlobalPrivacyControl);
        (request.Messages[1].Name, request.Messages[1].Category).ShouldBe(("Pricing", "Docs"));
        Encoding.UTF8.GetString(request.Messages[0].Raw.Span).ShouldBe("""{"type": "track", "event": "a", "anonymousId": "v", "messageId": "1", "timestamp": "2026-02-01T10:00:00.000Z"}""");
    }

    [Theory]
    [InlineData("""{"type": "track", "anonymousId": "v"}""", "event")]
    [InlineData("""{"type": "track", "event": "x"}""", "identity")]
    [InlineData("""{"type": "track", "event": "x", "userId": "", "anonymousId": "  "}""", "identity")]
    [InlineData("""{"type": "group", "userId": "x"}""", "identity")]
    [InlineData("""{"type": "alias", "userId": "x"}""", "identity")]
    [InlineData("""{"type": "trak", "userId": "x"}""", "type")]
    [InlineData("""{"userId": "x", "event": "y"}""", "type")]
    [InlineData("""{"type": "track", "event": "x", "userId": "u", "timestamp": "yesterday"}""", "timestamp")]
    [InlineData("""{"type": "track", "event": "x", "userId": "u", "timestamp": "2099-01-01T00:00:00Z"}""", "timestamp")]
    [InlineData("""{"type": "track", "event": {"name": "x"}, "userId": "u"}""", "field")]
    [InlineData("""{"type": "track", "event": "x", "userId": "u", "properties": "none"}""", "field")]
    [InlineData("17", "json")]
    public void A_message_that_cannot_be_taken_is_answered_and_the_others_are_taken(string wrong, string code)
    {
        SegmentRequest request = Read(null, $$"""{"batch": [{{wrong}}, {"type": "track", "event": "x", "userId": "u", "messageId": "good"}]}""");
        request.Messages.ShouldHaveSingleItem().MessageId.ShouldBe("good");
        MessageError error = request.Errors.ShouldHaveSingleItem();
        (error.Index, error.Code).ShouldBe((0, code));
        Encoding.UTF8.GetString(error.Raw.Span).ShouldBe(wrong);
        error.Message.ShouldNotBeEmpty();
        error.Fix.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_message_may_be_32_KiB() =>
        Read(null, """{"batch": [{"type": "track", "event": "x", "userId": "u", "properties": {"a": "?"}}]}""".Replace("?", new string('x', 32_768), StringComparison.Ordinal))
            .Errors.ShouldHaveSingleItem().Code.ShouldBe("size");

    [Fact]
    public void A_request_may_have_so_many_messages_and_is_refused_whole_where_it_has_more()
    {
        Read(null, Batch(SegmentLimits.RequestMessages)).Errors.Count.ShouldBe(SegmentLimits.RequestMessages);
        Should.Throw<UserErrorException>(() => Read(null, Batch(SegmentLimits.RequestMessages + 1))).Errors[0].Code.ShouldBe("size");
        Read(null, """{"batch": [{"type": "track", "event": "x", "userId": "u"}]}""").Messages.Count.ShouldBe(1, "what was refused leaves nothing");
        new SegmentSpecReader(int.MaxValue).Read(null, Bytes(Batch(SegmentLimits.RequestMessages + 1)), new RequestContext(Received)).Errors.Count
            .ShouldBe(SegmentLimits.RequestMessages + 1, "what the journal has was acknowledged");

        static string Batch(int messages) => $$"""{"batch": [{{string.Join(',', Enumerable.Repeat("0", messages))}}]}""";
    }

    [Theory]
    [InlineData(SegmentLimits.Depth, true)]
    [InlineData(SegmentLimits.Depth + 1, false)]
    [InlineData(SegmentLimits.Depth + 3, false)]
    [InlineData(10_000, false)]
    public void A_message_that_nests_too_deep_is_refused_by_itself(int depth, bool taken)
    {
        // The message and its properties are two of them.
        string deep = $$"""{"type": "track", "event": "x", "userId": "u", "messageId": "deep", "properties": {"a": {{new string('[', depth - 2)}}{{new string(']', depth - 2)}} } }""";
        SegmentRequest request = Read(null, $$"""{"batch": [{{deep}}, {"type": "track", "event": "x", "userId": "u", "messageId": "good"}], "context": {"groupId": "g"} }""");
        request.Messages.Select(message => message.MessageId).ShouldBe(taken ? ["deep", "good"] : ["good"]);
        request.Messages.ShouldAllBe(message => message.ContextGroup == "g");
        request.Errors.Select(error => (error.Index, error.MessageId, error.Code)).ShouldBe(taken ? [] : [(0, "deep", "size")]);
        Read(MessageKind.Track, deep).Messages.Count.ShouldBe(taken ? 1 : 0);
        Read(null, deep).Errors.Select(error => Encoding.UTF8.GetString(error.Raw.Span)).ShouldBe(taken ? [] : [deep]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"batch\": [{\"type\": \"track\"")]
    [InlineData("{\"batch\": {}}")]
    [InlineData("{\"userId\": \"u\"} {}")]
    [InlineData("{\"userId\": \"u\u0001\"}")]
    public void A_body_that_is_no_JSON_object_is_refused_whole(string body) =>
        Should.Throw<UserErrorException>(() => Read(null, body)).Errors[0].Code.ShouldBe("json");

    [Fact]
    public void A_message_without_an_id_gets_the_same_one_whenever_it_is_read_again()
    {
        const string Body = """{"batch": [{"type": "track", "event": "x", "userId": "u"}, {"type": "track", "event": "x", "userId": "u"}]}""";
        string[] first = [.. Read(null, Body).Messages.Select(message => message.MessageId)];
        first.Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        Read(null, Body).Messages.Select(message => message.MessageId).ShouldBe(first);
    }

    [Theory]
    [InlineData(501, 1, false)]
    [InlineData(1, 501, false)]
    [InlineData(500, 500, true)]
    public void Too_many_traits_are_refused_wherever_they_stand(int own, int context, bool isTaken)
    {
        string Traits(int count) => string.Join(',', Enumerable.Range(0, count).Select(number => $"\"t{number}\":1"));
        SegmentRequest request = Read(null, $$$"""{"type": "identify", "messageId": "i", "userId": "u", "traits": { {{{Traits(own)}}} }, "context": {"traits": { {{{Traits(context)}}} } } }""");

        request.Messages.Count.ShouldBe(isTaken ? 1 : 0);
        request.Errors.Select(error => error.Code).ShouldBe(isTaken ? [] : ["size"]);
    }

    [Fact]
    public void A_server_is_not_taken_for_its_visitors()
    {
        var request = new RequestContext(Received, "198.51.100.7", "node", PrivacySignals.DoNotTrack);
        TrackedContext server = _reader.Read(MessageKind.Track, Bytes("""{"event": "x", "userId": "u", "context": {"library": {"name": "node"}}}"""), request).Messages[0].Context;
        (server.Ip, server.UserAgent, server.Privacy).ShouldBe((null, null, PrivacySignals.None));
        TrackedContext browser = _reader.Read(MessageKind.Track, Bytes("""{"event": "x", "userId": "u", "context": {"userAgent": "Firefox"}}"""), request).Messages[0].Context;
        (browser.Ip, browser.UserAgent, browser.Privacy).ShouldBe(("198.51.100.7", "Firefox", PrivacySignals.DoNotTrack));
    }

    [Fact]
    public void Traits_in_the_context_of_an_identify_call_count_unless_said_beside_it()
    {
        TrackedMessage message = One(MessageKind.Identify, """
            {"userId": "u", "context": {"traits": {"email": "a@b.example", "plan": "free"}}, "traits": {"plan": "pro", "company": {"name": "Acme"}}}
            """);
        message.Property("email").Written.ShouldBe("a@b.example");
        message.Property("plan").Written.ShouldBe("pro");
        message.Property("company_name").Written.ShouldBe("Acme");
        Text(message, "email").ShouldBe("\"a@b.example\"");
    }

    [Fact]
    public void Escapes_are_taken_out() =>
        One(MessageKind.Track, """{"userId": "u", "event": "x", "properties": {"a\u0062": "Gr\u00fc\u00dfe \"x\""}}""").Property("ab").Folded.ShouldBe("grüsse \"x\"");

    [Theory]
    [InlineData("""cut \ud83d""", "cut \ufffd")]
    [InlineData("""\ude00\ud83d\ude00""", "\ufffd😀")]
    [InlineData("""\\ud83d""", "\\ud83d")]
    public void Halves_of_characters_do_no_harm(string sent, string read) =>
        One(MessageKind.Track, "{\"userId\": \"u\", \"event\": \"x\", \"\\ud800\": 1, \"properties\": {\"a\": \"" + sent + "\"}}").Property("a").Written.ShouldBe(read);

    [Fact]
    public void What_is_not_UTF_8_is_refused() =>
        Should.Throw<UserErrorException>(() => _reader.Read(null, new byte[] { (byte)'{', 0xC3, (byte)'}' }, new RequestContext(Received))).Errors[0].Code.ShouldBe("json");

    private static string Text(TrackedMessage message, string property)
    {
        TrackedValue value = message.Property(property);
        return Encoding.UTF8.GetString(message.Raw.Span.Slice(value.Start, value.Length));
    }

    private TrackedMessage One(MessageKind kind, string body)
    {
        SegmentRequest request = Read(kind, body);
        request.Errors.ShouldBeEmpty();
        return request.Messages.ShouldHaveSingleItem();
    }

    private SegmentRequest Read(MessageKind? kind, string body) => _reader.Read(kind, Bytes(body), new RequestContext(Received));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
