using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Events;

public sealed class LiveEventTests() : ServedTests(KeyScope.Admin, "segment: pricing-viewers\nof: accounts\nwhere: any(page_view where page = \"pricing\") in last 30 days\n")
{
    [Fact]
    public async Task A_message_is_shown_with_whose_it_is_why_and_what_it_changed()
    {
        using StreamReader stream = await WatchAsync("/v1/events/live");
        await SendAsync(new { type = "page", anonymousId = "v1", messageId = "m1", context = new { groupId = "a02" }, properties = new { path = "/pricing", page = "pricing" } });

        (string type, JsonElement message) = await NextAsync(stream);
        type.ShouldBe("message");
        message.GetProperty("messageId").GetString().ShouldBe("m1");
        message.GetProperty("account").GetProperty("id").GetString().ShouldBe("a02");
        message.GetProperty("rule").GetString().ShouldBe("group");
        message.GetProperty("outcome").GetString().ShouldBe("taken");
        message.GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("page_view");
        (string changed, JsonElement membership) = await NextAsync(stream);
        changed.ShouldBe("membership");
        membership.GetProperty("segment").GetString().ShouldBe("pricing-viewers");
        membership.GetProperty("entered").GetBoolean().ShouldBeTrue();

        await SendAsync(new { type = "page", anonymousId = "v1", messageId = "m1", properties = new { path = "/pricing" } });
        (await NextAsync(stream)).Data.GetProperty("outcome").GetString().ShouldBe("duplicate");
        await SendAsync(new { type = "track", anonymousId = "v1", messageId = "m2" }, HttpStatusCode.BadRequest);
        JsonElement refused = (await NextAsync(stream)).Data;
        refused.GetProperty("outcome").GetString().ShouldBe("refused");
        refused.GetProperty("reason").GetString()!.Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Only_what_is_looked_for_is_shown_and_nothing_is_done_when_nobody_watches()
    {
        EventWatch watch = Server.Server.Services.GetRequiredService<EventWatch>();
        watch.IsOn.ShouldBeFalse();
        using (StreamReader stream = await WatchAsync("/v1/events/live?find=visitor-7&outcome=taken"))
        {
            watch.IsOn.ShouldBeTrue();
            await SendAsync(new { type = "track", @event = "Other", anonymousId = "somebody", messageId = "m1" });
            await SendAsync(new { type = "track", @event = "Signed Up", anonymousId = "visitor-7", messageId = "m2" });
            (await NextAsync(stream)).Data.GetProperty("messageId").GetString().ShouldBe("m2");
        }

        (await Http.GetAsync("/v1/events/live?outcome=none")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        while (watch.IsOn)
        {
            await SendAsync(new { type = "track", @event = "Other", anonymousId = "visitor-7" });
            await Task.Delay(5);
        }
    }

    [Fact]
    public async Task What_could_not_be_taken_is_listed_and_sent_again()
    {
        await SendAsync(new { type = "track", anonymousId = "v1", messageId = "m2" }, HttpStatusCode.BadRequest);

        JsonElement letters = await Http.GetFromJsonAsync<JsonElement>("/v1/dead-letters");
        letters.GetProperty("waiting").GetInt64().ShouldBe(1);
        letters.GetProperty("letters")[0].GetProperty("message").GetString()!.ShouldContain("v1");
        JsonElement replayed = await TestServer.JsonOf(await Http.PostAsJsonAsync("/v1/dead-letters/replay", new { }));
        replayed.GetProperty("taken").GetInt64().ShouldBe(0);
        replayed.GetProperty("refused").GetArrayLength().ShouldBe(1);
    }

    private async Task<StreamReader> WatchAsync(string path)
    {
        HttpResponseMessage response = await Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(": watching");
        return reader;
    }

    private static async Task<(string Type, JsonElement Data)> NextAsync(StreamReader stream)
    {
        string type = "";
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                type = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (type, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private async Task SendAsync(object message, HttpStatusCode expected = HttpStatusCode.OK) =>
        (await Http.PostAsJsonAsync("/v1/batch", new { batch = new[] { message } })).StatusCode.ShouldBe(expected);
}
