using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;

namespace Strata.Server.Tests.Quality;

public sealed class QualityEndpointTests() : ServedTests(KeyScope.Admin, "segment: large\nof: accounts\nwhere: employees >= 500\n")
{
    protected override Task PrepareAsync() => Server.WriteAsync(Seed);

    [Fact]
    public async Task Problems_are_counted_and_those_concerned_listed()
    {
        JsonElement report = await Http.GetFromJsonAsync<JsonElement>("/v1/quality");

        Count(report, "accounts-without-domain").ShouldBe(2);
        Count(report, "invalid-emails").ShouldBe(1);
        Count(report, "contacts-without-account").ShouldBe(1);
        report.GetProperty("duplicateAccounts").GetInt64().ShouldBe(1);
        JsonElement employees = report.GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("field").GetString() == "employees");
        employees.GetProperty("known").GetInt64().ShouldBe(10);
        employees.GetProperty("fillRate").GetDouble().ShouldBe(10d / 12, 1e-9);
        JsonElement examples = await Http.GetFromJsonAsync<JsonElement>("/v1/quality/invalid-emails");
        examples.GetProperty("examples")[0].GetProperty("value").GetString().ShouldBe("ann-at-nowhere");
        JsonElement first = await Http.GetFromJsonAsync<JsonElement>("/v1/quality/accounts-without-domain?limit=1");
        JsonElement second = await Http.GetFromJsonAsync<JsonElement>($"/v1/quality/accounts-without-domain?limit=1&cursor={first.GetProperty("nextCursor").GetString()}");
        second.GetProperty("examples")[0].GetProperty("id").GetString().ShouldBe("d2");
        (await Http.GetAsync("/v1/quality/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Duplicates_are_proposed_merged_undone_and_called_different()
    {
        JsonElement candidate = (await ListAsync()).GetProperty("candidates")[0];
        candidate.GetProperty("first").GetProperty("name").GetString().ShouldBe("Northern Lights Energy GmbH");
        candidate.GetProperty("evidence").EnumerateArray().Select(one => one.GetProperty("code").GetString()).ShouldContain("same-name");
        (await Http.GetFromJsonAsync<JsonElement>("/v1/duplicates/pair?first=d1&second=d2")).GetProperty("second").GetProperty("facts").EnumerateArray()
            .ShouldContain(fact => fact.GetProperty("field").GetString() == "city" && fact.GetProperty("value").GetString() == "Kiel");

        JsonElement tried = await MergeAsync(dryRun: true);
        tried.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        (await ListAsync()).GetProperty("total").GetInt64().ShouldBe(1);
        JsonElement merged = await MergeAsync(dryRun: false);
        (await ListAsync()).GetProperty("total").GetInt64().ShouldBe(0);
        (await Http.DeleteAsync($"/v1/merges/{merged.GetProperty("merge").GetProperty("id").GetInt64()}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ListAsync()).GetProperty("total").GetInt64().ShouldBe(1);

        (await Http.PostAsJsonAsync("/v1/duplicates/distinct", new { of = "accounts", first = "d2", second = "d1" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ListAsync()).GetProperty("total").GetInt64().ShouldBe(0);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/duplicates/distinct")).GetProperty("pairs").GetArrayLength().ShouldBe(1);
        (await Http.DeleteAsync("/v1/duplicates/distinct?first=d1&second=d2")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ListAsync()).GetProperty("total").GetInt64().ShouldBe(1);
        (await Http.DeleteAsync("/v1/duplicates/distinct?first=d1&second=d2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_may_only_read_merges_nothing()
    {
        using HttpClient reader = Server.As(KeyScope.Read);

        (await reader.PostAsJsonAsync("/v1/merges", new { keep = "d1", other = "d2" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.PostAsJsonAsync("/v1/duplicates/distinct", new { first = "d1", second = "d2" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.DeleteAsync("/v1/merges/1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Taxonomies_usage_and_identity_are_told()
    {
        JsonElement tree = await Http.GetFromJsonAsync<JsonElement>("/v1/taxonomies/geography?field=account.country");
        Total(tree.GetProperty("roots"), "Germany").ShouldBe(2);
        (await Http.GetAsync("/v1/taxonomies/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonElement usage = await Http.GetFromJsonAsync<JsonElement>("/v1/catalog/usage");
        usage.GetProperty("usage").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "account.employees").GetProperty("segments")[0].GetString().ShouldBe("large");
        JsonElement who = await Http.GetFromJsonAsync<JsonElement>("/v1/identify?email=bob@a02.example");
        who.GetProperty("account").GetProperty("id").GetString().ShouldBe("a02");
        who.GetProperty("rule").GetString().ShouldBe("email_domain");
        (await Http.GetFromJsonAsync<JsonElement>("/v1/identify?domain=a03.example")).GetProperty("account").GetProperty("id").GetString().ShouldBe("a03");
        (await Http.GetAsync("/v1/identify")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static bool Seed(Workspace session)
    {
        Dictionary<string, object?>[] accounts =
        [
            new(StringComparer.Ordinal) { ["id"] = "d1", ["name"] = "Northern Lights Energy GmbH", ["country"] = "Germany", ["city"] = "Kiel" },
            new(StringComparer.Ordinal) { ["id"] = "d2", ["name"] = "Northern Lights Energy", ["country"] = "Germany", ["city"] = "Kiel" },
        ];
        Dictionary<string, object?>[] contacts =
        [
            new(StringComparer.Ordinal) { ["id"] = "p1", ["email"] = "ann-at-nowhere", ["account_id"] = "a01", ["first_name"] = "Ann" },
            new(StringComparer.Ordinal) { ["id"] = "p2", ["email"] = "zoe@elsewhere.example" },
        ];
        var loader = new RowLoader(session.Connection, session.Catalog);
        loader.Upsert(ShippedCatalog.Load().Account, accounts, session.Now.Instant - 86_400_000_000L);
        loader.Upsert(ShippedCatalog.Load().Contact, contacts, session.Now.Instant - 86_400_000_000L);
        return true;
    }

    private static long? Total(JsonElement nodes, string name) => nodes.EnumerateArray()
        .Select(node => node.GetProperty("name").GetString() == name ? node.GetProperty("total").GetInt64() : Total(node.GetProperty("children"), name))
        .FirstOrDefault(total => total is not null);

    private static long Count(JsonElement report, string problem) =>
        report.GetProperty("problems").EnumerateArray().Single(one => one.GetProperty("problem").GetString() == problem).GetProperty("count").GetInt64();

    private async Task<JsonElement> ListAsync() => await Http.GetFromJsonAsync<JsonElement>("/v1/duplicates?of=accounts");

    private async Task<JsonElement> MergeAsync(bool dryRun)
    {
        HttpResponseMessage response = await Http.PostAsJsonAsync("/v1/merges", new { of = "accounts", keep = "d1", other = "d2", dryRun });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await TestServer.JsonOf(response);
    }
}
