using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Webhooks;

public sealed class WebhookEndpointTests() : ServedTests(KeyScope.Write, "segment: pricing-twice\nof: accounts\nwhere: count(page_view where page = \"pricing\") in last 30 days >= 2\n")
{
    [Fact]
    public async Task An_event_comes_out_as_a_signed_webhook_and_again_when_it_is_replayed()
    {
        AllowInside();
        await using Receiver receiver = await Receiver.StartAsync();
        JsonElement webhook = await TestServer.JsonOf(await Http.PostAsJsonAsync("/v1/webhooks", new { url = receiver.Url, segments = new[] { "pricing-twice" } }));
        string id = webhook.GetProperty("id").GetString()!;

        await SendAsync("a02", 2);
        (IHeaderDictionary headers, byte[] body) = await receiver.NextAsync();

        JsonElement data = JsonDocument.Parse(body).RootElement.GetProperty("data");
        data.GetProperty("id").GetString().ShouldBe("a02");
        data.GetProperty("event").GetString().ShouldBe("entered");
        headers["webhook-id"].ToString().ShouldBe($"msg_{id}_{data.GetProperty("offset").GetInt64()}");
        WebhookSignature.Sign(webhook.GetProperty("secret").GetString()!, headers["webhook-id"]!, long.Parse(headers["webhook-timestamp"]!, CultureInfo.InvariantCulture), body)
            .ShouldBe(headers["webhook-signature"].ToString());

        (await Http.PostAsJsonAsync($"/v1/webhooks/{id}/replay", new { from = 0 })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (IHeaderDictionary again, byte[] sameBody) = await receiver.NextAsync();
        again["webhook-id"].ShouldBe(headers["webhook-id"]);
        sameBody.ShouldBe(body);
        JsonElement deliveries;
        do
        {
            deliveries = (await TestServer.JsonOf(await Http.GetAsync($"/v1/webhooks/{id}/deliveries"))).GetProperty("deliveries");
        }
        while (deliveries.GetArrayLength() < 2);
        deliveries.EnumerateArray().ShouldAllBe(one => one.GetProperty("outcome").GetString() == "delivered");
    }

    [Fact]
    public async Task What_settings_forbid_holds_for_webhooks_that_are_there()
    {
        AllowInside();
        await using Receiver receiver = await Receiver.StartAsync();
        JsonElement webhook = await TestServer.JsonOf(await Http.PostAsJsonAsync("/v1/webhooks", new { url = receiver.Url, segments = new[] { "pricing-twice" } }));
        string id = webhook.GetProperty("id").GetString()!;
        await SendAsync("a02", 2);
        await receiver.NextAsync();
        await DeliveriesAsync(id, 1);
        await Server.WriteAsync(session =>
        {
            session.Settings.Set(WorkspaceSettings.WebhooksInside, "no");
            return true;
        });

        await SendAsync("a03", 2);
        (await DeliveriesAsync(id, 2)).ShouldBe(["0 delivered", "1 failed"]);
    }

    [Fact]
    public async Task Secrets_are_shown_once_and_webhooks_deleted()
    {
        AllowInside();
        HttpResponseMessage created = await Http.PostAsJsonAsync("/v1/webhooks", new { url = "http://127.0.0.1:9/", events = new[] { "left" } });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        string path = created.Headers.Location!.ToString();
        string secret = (await TestServer.JsonOf(created)).GetProperty("secret").GetString()!;

        (await Http.GetStringAsync("/v1/webhooks")).ShouldNotContain(secret);
        (await Http.GetStringAsync(path)).ShouldNotContain(secret);
        (await Http.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Http.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestServer.JsonOf(await Http.GetAsync("/v1/webhooks"))).GetProperty("webhooks").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"url": "http://127.0.0.1:80/"}""", "argument")]
    [InlineData("""{"url": "http://[::ffff:10.0.0.1]/"}""", "argument")]
    [InlineData("""{"url": "http://169.254.169.254/latest"}""", "argument")]
    [InlineData("""{"url": "file:///etc/passwd"}""", "argument")]
    [InlineData("""{}""", "argument")]
    [InlineData("""{"url": "https://example.com", "segments": ["none"]}""", "reference")]
    [InlineData("""{"url": "https://example.com", "events": ["everything"]}""", "argument")]
    public async Task What_may_not_be_is_refused(string body, string code)
    {
        HttpResponseMessage response = await Http.PostAsync("/v1/webhooks", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonOf(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Keys_that_only_read_may_not_have_data_sent_elsewhere() =>
        (await Server.As(KeyScope.Read).GetAsync("/v1/webhooks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

    /// <summary>What came of the first changes, once so many were tried.</summary>
    private async Task<IReadOnlyList<string>> DeliveriesAsync(string webhook, int changes)
    {
        string[] tried = [];
        for (int i = 0; i < 2000 && tried.Length < changes; i++)
        {
            await Task.Delay(5);
            JsonElement deliveries = (await TestServer.JsonOf(await Http.GetAsync($"/v1/webhooks/{webhook}/deliveries"))).GetProperty("deliveries");
            tried = [.. deliveries.EnumerateArray().Select(one => $"{one.GetProperty("offset").GetInt64()} {one.GetProperty("outcome").GetString()}").Distinct().Order(StringComparer.Ordinal)];
        }

        return tried;
    }

    private void AllowInside()
    {
        using Workspace session = Server.Server.Host.OpenSession();
        session.Settings.Set(WorkspaceSettings.WebhooksInside, "yes");
    }

    private async Task SendAsync(string account, int views) => (await Http.PostAsJsonAsync("/v1/batch", new
    {
        batch = Enumerable.Range(0, views).Select(number => new
        {
            type = "track",
            messageId = $"{account}-{number}",
            @event = "page_view",
            userId = "u1",
            context = new { groupId = account },
            properties = new { page = "pricing" },
        }),
    })).EnsureSuccessStatusCode();
}
