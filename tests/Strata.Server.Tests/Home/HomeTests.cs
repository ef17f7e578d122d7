using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Home;

/// <summary>The first page: what needs attention, what moves, the intake, the layers of the market.</summary>
public sealed class HomeTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: total-market
        of: accounts
        where: employees >= 200
        minimum: {display: 5, email: 5, sales: 5}
        ---
        segment: target-market
        of: accounts
        where: employees >= 500
        objective: engagement
        minimum: {display: 5, email: 5, sales: 5}
        ---
        segment: suppress-giants
        of: accounts
        where: employees >= 900
        ---
        segment: target-accounts
        of: accounts
        where: employees >= 700 and employees < 900
        ---
        segment: due
        of: accounts
        where: employees >= 100
        minimum: {display: 5, email: 5, sales: 5}
        review_every: 1 minute
        """;

    [Fact]
    public async Task The_market_narrows_layer_by_layer()
    {
        JsonElement funnel = (await HomeAsync()).GetProperty("overview").GetProperty("funnel");

        funnel.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("layer").GetString()} {step.GetProperty("size").GetInt64()}")
            .ShouldBe(["everybody 10", "market 9", "profile 6", "approachable 4", "list 2"]);
        funnel.GetProperty("missing").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_needs_attention_is_named()
    {
        JsonElement overview = (await HomeAsync()).GetProperty("overview");

        overview.GetProperty("accounts").GetInt64().ShouldBe(10);
        Of(overview, "tooSmall").ShouldBe(["target-accounts"]);
        JsonElement conflict = overview.GetProperty("attention").EnumerateArray().Single(item => item.GetProperty("kind").GetString() == "conflict");
        (conflict.GetProperty("name").GetString(), conflict.GetProperty("conflicts")[0].GetProperty("suppression").GetString(), conflict.GetProperty("conflicts")[0].GetProperty("count").GetInt64())
            .ShouldBe(("target-market", "suppress-giants", 2));

        // Whom a segment was first evaluated for did not enter it.
        overview.GetProperty("moved").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_intake_is_told_of()
    {
        (await Server.As(KeyScope.Track).PostAsJsonAsync("/v1/batch", new
        {
            batch = new object[]
            {
                new { type = "page", messageId = "m1", anonymousId = "v1", name = "Pricing" },
                new { type = "page", messageId = "m2", anonymousId = "v1", name = "Pricing", context = new { userAgent = "Googlebot/2.1" } },
            },
        })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Http.GetAsync("/v1/accounts/a01/timeline");

        JsonElement ingest = (await HomeAsync()).GetProperty("ingest");
        ingest.GetProperty("applied").GetInt64().ShouldBe(2);
        ingest.GetProperty("droppedBots").GetInt64().ShouldBe(1);
        ingest.GetProperty("perMinute").EnumerateArray().Sum(minute => minute.GetInt64()).ShouldBe(2);
        ingest.GetProperty("lastAt").GetString()!.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_server_without_data_says_so()
    {
        await using TestServer empty = await TestServer.StartAsync();
        HttpResponseMessage response = await empty.As(KeyScope.Read).GetAsync("/v1/home");

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        JsonElement overview = (await TestServer.JsonOf(response)).GetProperty("overview");
        (overview.GetProperty("accounts").GetInt64(), overview.GetProperty("segments").GetInt64()).ShouldBe((0, 0));
        overview.GetProperty("attention").GetArrayLength().ShouldBe(0);
    }

    private static string[] Of(JsonElement overview, string kind) =>
        [.. overview.GetProperty("attention").EnumerateArray().Where(item => item.GetProperty("kind").GetString() == kind).Select(item => item.GetProperty("name").GetString()!)];

    private async Task<JsonElement> HomeAsync()
    {
        HttpResponseMessage response = await Http.GetAsync("/v1/home");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await TestServer.JsonOf(response);
    }
}
