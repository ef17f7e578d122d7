using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Platform.Keys;
using Strata.Warehouse.Load;

namespace Strata.Server.Tests.Accounts;

/// <summary>The parts of the account page.</summary>
public sealed class AccountPageTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: large
        name: Large accounts
        of: accounts
        where: employees >= 500
        ---
        segment: large-and-visiting
        of: accounts
        where: employees >= 500 and any(page_view) in last 7 days
        ---
        segment: suppress-small
        of: accounts
        where: employees < 100
        ---
        segmentation: buying_role
        of: contacts
        segments:
          - value: Champion
            where: seniority = "VP"
        """;

    protected override async Task PrepareAsync()
    {
        await Server.WriteAsync(session =>
        {
            long at = session.Now.Instant - 3_600_000_000L;
            var loader = new RowLoader(session.Connection, session.Catalog);
            DataCatalog catalog = ShippedCatalog.Load();
            loader.Upsert(catalog.Contact, [Row(("id", "c1"), ("account", "a05"), ("first_name", "Ada"), ("last_name", "Ray"), ("email", "ada@a05.example"), ("seniority", "VP"))], at);
            loader.Upsert(catalog.Collections["technologies"], [Row(("account", "a05"), ("product", "Salesforce"), ("category", "CRM"))], at);
            loader.Upsert(catalog.Account, [Row(("id", "a05"), ("employees", 550))], at);
            return true;
        });
    }

    [Fact]
    public async Task A_value_has_its_history()
    {
        JsonElement history = await GetAsync("/v1/accounts/a05/fields/employees");

        history.GetProperty("values").EnumerateArray().Select(said => said.GetProperty("value").GetDecimal()).ShouldBe([550, 500]);
        (await GetAsync("/v1/accounts/a05")).GetProperty("fields").EnumerateArray().Single(one => one.GetProperty("field").GetString() == "employees").GetProperty("timesSaid").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Technologies_have_source_and_age()
    {
        JsonElement row = (await GetAsync("/v1/accounts/a05/collections/technologies")).GetProperty("rows")[0];

        row.GetProperty("fields").GetProperty("product").GetString().ShouldBe("Salesforce");
        row.GetProperty("verifiedAt").GetString()!.ShouldNotBeEmpty();
        (await Http.GetAsync("/v1/accounts/a05/collections/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_committee_has_members_and_gaps()
    {
        JsonElement committee = await GetAsync("/v1/accounts/a05/committee?roles=Champion&roles=Decider");

        committee.GetProperty("seats").EnumerateArray().Select(seat => $"{seat.GetProperty("role").GetString()} {seat.GetProperty("contacts").GetInt32()}").ShouldBe(["Champion 1", "Decider 0"]);
        committee.GetProperty("members")[0].GetProperty("role").GetString().ShouldBe("Champion");
        committee.GetProperty("members")[0].GetProperty("name").GetString().ShouldBe("Ada Ray");
    }

    [Fact]
    public async Task Events_and_what_follows_from_them_are_seen_at_once()
    {
        JsonElement before = await GetAsync("/v1/accounts/a05/memberships");
        await TrackAsync(new { type = "page", messageId = "m1", userId = "c1", anonymousId = "v1", name = "Pricing" }, new { type = "track", @event = "Demo requested", messageId = "m2", userId = "c1" });

        JsonElement timeline = await GetAsync("/v1/accounts/a05/timeline?limit=1");
        timeline.GetProperty("types").EnumerateArray().Sum(type => type.GetProperty("count").GetInt64()).ShouldBe(2);
        JsonElement rest = await GetAsync($"/v1/accounts/a05/timeline?limit=1&cursor={timeline.GetProperty("nextCursor").GetString()}");
        rest.TryGetProperty("nextCursor", out _).ShouldBeFalse();
        JsonElement views = await GetAsync("/v1/accounts/a05/timeline?type=page_view");
        views.GetProperty("events").GetArrayLength().ShouldBe(1);
        views.GetProperty("events")[0].GetProperty("contactName").GetString().ShouldBe("Ada Ray");
        (await GetAsync("/v1/contacts/c1/timeline")).GetProperty("events").GetArrayLength().ShouldBe(2);

        Names(before, "segments", "name").ShouldBe(["large"]);
        Names(before, "nearly", "segment").ShouldBe(["large-and-visiting"]);
        before.GetProperty("nearly")[0].GetProperty("changes").GetArrayLength().ShouldBe(1);
        JsonElement after = await GetAsync("/v1/accounts/a05/memberships");
        Names(after, "segments", "name").ShouldBe(["large-and-visiting", "large"], ignoreOrder: true);
        JsonElement move = after.GetProperty("changes")[0];
        (move.GetProperty("segment").GetString(), move.GetProperty("entered").GetBoolean(), move.GetProperty("cause").GetString(), move.GetProperty("causeId").GetString())
            .ShouldBe(("large-and-visiting", true, "event", "m1"));
    }

    [Fact]
    public async Task A_segment_is_explained_both_ways()
    {
        JsonElement isIn = await GetAsync("/v1/accounts/a05/explanations/large"), isOut = await GetAsync("/v1/accounts/a02/explanations/large");

        isIn.GetProperty("isMember").GetBoolean().ShouldBeTrue();
        isIn.GetProperty("changes").GetArrayLength().ShouldBe(1);
        isOut.GetProperty("isMember").GetBoolean().ShouldBeFalse();
        isOut.GetProperty("isNearMiss").GetBoolean().ShouldBeTrue();
        isOut.GetProperty("where").GetProperty("missing").GetString()!.ShouldContain("300");
    }

    [Fact]
    public async Task Identity_says_by_what_events_were_attributed()
    {
        await TrackAsync(
            new { type = "page", messageId = "m1", anonymousId = "v1", name = "Pricing" },
            new { type = "identify", messageId = "m2", anonymousId = "v1", userId = "u-ada", traits = new { email = "ada@a05.example" } });
        await GetAsync("/v1/accounts/a05/timeline");

        JsonElement identity = await GetAsync("/v1/accounts/a05/identity");
        Names(identity, "names", "value").ShouldContain("a05.example");
        Names(identity, "visitors", "anonymousId").ShouldBe(["v1"]);
        Names(identity, "attributions", "rule").ShouldBe(["anonymous"]);
        Names(identity, "links", "key").ShouldContain("v1");
        Names(await GetAsync("/v1/contacts/c1/identity"), "names", "value").ShouldContain("u-ada");
    }

    [Fact]
    public async Task Scores_are_there_without_a_model_too()
    {
        JsonElement scores = await GetAsync("/v1/accounts/a05/scores");

        Names(scores, "scores", "score").ShouldBe(["engagement", "intent"]);
        scores.GetProperty("signals").GetProperty("engagement").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("/v1/accounts/none/memberships", HttpStatusCode.NotFound)]
    [InlineData("/v1/accounts/none/identity", HttpStatusCode.NotFound)]
    [InlineData("/v1/contacts/none/timeline", HttpStatusCode.NotFound)]
    [InlineData("/v1/accounts/a05/explanations/none", HttpStatusCode.NotFound)]
    [InlineData("/v1/accounts/a05/timeline?type=none", HttpStatusCode.BadRequest)]
    [InlineData("/v1/accounts/a05/fields/none", HttpStatusCode.BadRequest)]
    public async Task Wrong_questions_get_problems(string path, HttpStatusCode status) => (await Http.GetAsync(path)).StatusCode.ShouldBe(status);

    private static Dictionary<string, object?> Row(params (string Name, object? Value)[] values) => values.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    private static string[] Names(JsonElement answer, string list, string name) => [.. answer.GetProperty(list).EnumerateArray().Select(one => one.GetProperty(name).GetString()!)];

    private async Task TrackAsync(params object[] messages) =>
        (await Server.As(KeyScope.Track).PostAsJsonAsync("/v1/batch", new { batch = messages })).StatusCode.ShouldBe(HttpStatusCode.OK);
}
