using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Testing;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Server.Tests.Profile;

/// <summary>Profile, topics, target lists and segmentations over HTTP, on 400 companies with a deal each; SaaS wins.</summary>
public sealed class ProfileEndpointTests : IAsyncLifetime
{
    private const long Day = 86_400_000_000L;
    private const string Definitions =
        """
        segment: market
        of: accounts
        where: industry in ("SaaS", "Retail Trade", "Utilities")
        ---
        segmentation: size_class
        of: accounts
        segments:
          - value: Large
            where: employees >= 250
          - value: Medium
            where: employees >= 100
        """;

    private TestServer _server = null!;
    private HttpClient _read = null!;
    private HttpClient _write = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => options with { Samples = Repository.PathOf("samples") });
        await _server.SeedAsync(Definitions);
        await _server.WriteAsync(Sales);
        _read = _server.As(KeyScope.Read);
        _write = _server.As(KeyScope.Write);
    }

    public async Task DisposeAsync()
    {
        _read.Dispose();
        _write.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_profile_is_found_by_a_job_and_remembered()
    {
        (await Get("/v1/icp/latest")).TryGetProperty("profile", out _).ShouldBeFalse();

        JsonElement job = await TestServer.JobOf(_read, "/v1/icp/runs", new { months = 24 });

        job.GetProperty("kind").GetString().ShouldBe("icp");
        job.GetProperty("result").GetProperty("definition").GetString().ShouldBe("industry = \"SaaS\"");
        JsonElement latest = await Get("/v1/icp/latest");
        latest.GetProperty("profile").GetProperty("definition").GetString().ShouldBe("industry = \"SaaS\"");
        latest.GetProperty("asked").GetProperty("months").GetInt32().ShouldBe(24);
        (await TestServer.JobOf(_read, "/v1/icp/runs", new { months = 0 })).GetProperty("error").GetProperty("code").GetString().ShouldBe("argument");
    }

    [Fact]
    public async Task The_profile_found_last_is_there_after_a_restart()
    {
        string folder = Directory.CreateTempSubdirectory("strata-server-").FullName;
        var options = new ServerOptions(new DataDirectory(folder)) { Urls = ["http://127.0.0.1:0"], Log = false };
        try
        {
            string key, found;
            await using (StrataServer server = await StrataServer.StartAsync(options))
            {
                await server.Services.GetRequiredService<IExclusiveWriter>().RunAsync(Sales);
                using Workspace session = server.Host.OpenSession();
                key = session.Keys.Create(KeyScope.Read, "test", null).Text;
                using HttpClient http = With(server, key);
                (await TestServer.JobOf(http, "/v1/icp/runs", new { months = 24 })).GetProperty("state").GetString().ShouldBe("done");
                found = await http.GetStringAsync("/v1/icp/latest");
            }

            await using StrataServer again = await StrataServer.StartAsync(options);
            using HttpClient later = With(again, key);
            (await later.GetStringAsync("/v1/icp/latest")).ShouldBe(found);
            JsonElement latest = JsonDocument.Parse(found).RootElement;
            latest.GetProperty("foundAt").GetString().ShouldNotBeNull();
            latest.GetProperty("profile").GetProperty("definition").GetString().ShouldBe("industry = \"SaaS\"");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static HttpClient With(StrataServer server, string key) => new() { BaseAddress = server.Addresses[0], DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
    }

    [Fact]
    public async Task Topics_are_ranked_by_how_often_deals_that_began_with_them_were_won()
    {
        JsonElement guide = await Get("/v1/topics");

        JsonElement[] topics = [.. guide.GetProperty("topics").EnumerateArray()];
        topics.Select(topic => topic.GetProperty("topic").GetString()).ShouldBe(["Good sign", "No sign"]);
        topics[0].GetProperty("recommendation").GetString().ShouldBe("choose");
        topics[0].GetProperty("lift").GetDouble().ShouldBeGreaterThan(1.2);
        topics[1].GetProperty("recommendation").GetString().ShouldNotBe("choose");
        topics[0].GetProperty("with").GetProperty("deals").GetInt64().ShouldBe(134);
    }

    [Fact]
    public async Task The_market_is_mapped_by_fit_and_timing_and_a_target_list_is_stored()
    {
        JsonElement map = await Get("/v1/tal/map?profile=market&fit=employees&timing=annual_revenue&cells=10");
        map.GetProperty("accounts").GetInt64().ShouldBe(400);
        map.GetProperty("cells").EnumerateArray().Sum(cell => cell.GetProperty("count").GetInt64()).ShouldBe(400);
        map.GetProperty("matrix").EnumerateArray().Sum(cell => cell.GetProperty("count").GetInt64()).ShouldBe(400);
        map.GetProperty("market").GetString().ShouldBe("in segment(\"market\")");
        map.GetProperty("fitEdges").GetArrayLength().ShouldBeLessThanOrEqualTo(12);
        (await _read.GetAsync("/v1/tal/map?profile=market&fit=employees&cells=1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var wanted = new { profile = "market", fit = "employees", timing = "annual_revenue", capacity = "1:1=10,1:few=50", reason = "quarter" };
        (await _read.PostAsJsonAsync("/v1/tal", wanted)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        JsonElement list = await TestServer.JsonOf(await _write.PostAsJsonAsync("/v1/tal", wanted));
        list.GetProperty("tiers")[0].GetProperty("size").GetInt64().ShouldBe(10);
        JsonElement stored = await Get("/v1/segmentations/tier");
        stored.GetProperty("counts").GetProperty("groups")[0].GetProperty("size").GetInt64().ShouldBe(10);
        stored.GetProperty("segmentation").GetProperty("reason").GetString().ShouldBe("quarter");
        stored.GetProperty("segmentation").GetProperty("author").GetString()!.ShouldContain("key");
    }

    [Fact]
    public async Task A_segmentation_is_shown_previewed_reordered_and_saved()
    {
        (await Get("/v1/segmentations")).GetProperty("segmentations")[0].GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldBe(["Large", "Medium", "Other"]);
        JsonElement shown = await Get("/v1/segmentations/size_class");
        long[] sizes = Sizes(shown.GetProperty("counts"));
        sizes.Sum().ShouldBe(410);
        var turned = new
        {
            baseVersion = 1,
            reason = "largest last",
            parts = new[] { new { value = "Medium", where = "employees >= 100" }, new { value = "Large", where = "employees >= 250" } },
        };

        JsonElement preview = await TestServer.JsonOf(await _read.PostAsJsonAsync("/v1/segmentations/preview", turned));
        Sizes(preview).ShouldBe([sizes[0] + sizes[1], 0, sizes[2]]);
        preview.GetProperty("groups")[1].GetProperty("matching").GetInt64().ShouldBe(sizes[0]);
        (await _read.PutAsJsonAsync("/v1/segmentations/size_class", turned)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        JsonElement saved = await TestServer.JsonOf(await _write.PutAsJsonAsync("/v1/segmentations/size_class", turned));

        saved.GetProperty("version").GetProperty("version").GetInt64().ShouldBe(2);
        saved.GetProperty("version").GetProperty("reason").GetString().ShouldBe("largest last");
        HttpResponseMessage late = await _write.PutAsJsonAsync("/v1/segmentations/size_class", turned);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestServer.JsonOf(late)).GetProperty("current").GetProperty("version").GetInt64().ShouldBe(2);
        (await _read.GetAsync("/v1/segmentations/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_with_a_part_is_told_with_the_part()
    {
        JsonElement preview = await TestServer.JsonOf(await _read.PostAsJsonAsync(
            "/v1/segmentations/preview", new { parts = new[] { new { value = "One", where = "employees >= 10" }, new { value = "Two", where = "employes >= 10" } } }));

        preview.TryGetProperty("universe", out _).ShouldBeFalse();
        preview.GetProperty("groups")[0].GetProperty("problems").GetArrayLength().ShouldBe(0);
        preview.GetProperty("groups")[1].GetProperty("problems")[0].GetProperty("message").GetString()!.ShouldContain("employes");
    }

    [Fact]
    public async Task The_flow_adds_up()
    {
        JsonElement flow = await Get("/v1/segmentations/size_class/flow?months=2&steps=2");

        flow.GetProperty("instants").GetArrayLength().ShouldBe(3);
        JsonElement[] links = [.. flow.GetProperty("links").EnumerateArray()];
        for (int step = 0; step < 2; step++)
        {
            for (int group = 0; group < 3; group++)
            {
                string name = flow.GetProperty("groups")[group].GetString()!;
                links.Where(link => link.GetProperty("step").GetInt32() == step && link.TryGetProperty("from", out JsonElement from) && from.GetString() == name).Sum(link => link.GetProperty("count").GetInt64())
                    .ShouldBe(flow.GetProperty("sizes")[step][group].GetInt64());
            }
        }

        (await _read.GetAsync("/v1/segmentations/size_class/flow?months=1&steps=5")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_template_is_listed_shown_and_added_once()
    {
        (await Get("/v1/templates")).GetProperty("templates").EnumerateArray().Select(template => template.GetProperty("name").GetString()).ShouldContain("persona");
        JsonElement shown = await Get("/v1/templates/persona");
        shown.GetProperty("definitions")[0].GetProperty("isThere").GetBoolean().ShouldBeFalse();
        (await _read.PostAsJsonAsync("/v1/templates/persona", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        JsonElement added = await TestServer.JsonOf(await _write.PostAsJsonAsync("/v1/templates/persona", new { }));
        JsonElement again = await TestServer.JsonOf(await _write.PostAsJsonAsync("/v1/templates/persona", new { }));

        added.GetProperty("added").EnumerateArray().Select(name => name.GetString()).ShouldBe(["persona"]);
        again.GetProperty("kept").EnumerateArray().Select(name => name.GetString()).ShouldBe(["persona"]);
        (await _read.GetAsync("/v1/templates/nothing")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static long[] Sizes(JsonElement counts) => [.. counts.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("size").GetInt64())];

    private Task<JsonElement> Get(string address) => _read.GetFromJsonAsync<JsonElement>(address);

    private static bool Sales(Workspace session)
    {
        long now = session.Now.Instant;
        var random = new Random(4);
        var loader = new RowLoader(session.Connection, session.Catalog);
        Dictionary<string, object?>[] accounts = [.. Enumerable.Range(0, 400).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = $"d{number:000}", ["name"] = $"Deal company {number}", ["industry"] = number % 2 == 0 ? "SaaS" : number % 4 == 1 ? "Retail Trade" : "Utilities",
            ["employees"] = 20 + random.Next(400), ["annual_revenue"] = (decimal)random.Next(0, 1000),
        })];
        bool[] won = [.. Enumerable.Range(0, 400).Select(number => random.NextDouble() < (number % 2 == 0 ? 0.6 : 0.2) + (number % 3 == 0 ? 0.25 : 0))];
        Dictionary<string, object?>[] deals = [.. Enumerable.Range(0, 400).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["account"] = $"d{number:000}", ["id"] = $"o{number}", ["name"] = $"Deal {number}", ["is_closed"] = true, ["is_won"] = won[number],
            ["created_at"] = now - ((500 - number) * Day), ["closed_at"] = now - ((490 - number) * Day),
        })];
        Dictionary<string, object?>[] research = [.. Enumerable.Range(0, 400).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = $"i{number}", ["account"] = $"d{number:000}", ["ts"] = now - ((505 - number) * Day), ["topic"] = number % 3 == 0 ? "Good sign" : "No sign", ["score"] = 50m,
        })];
        loader.Upsert(session.Catalog.Account, accounts, now - (800 * Day));
        loader.Upsert(session.Catalog.Collections["opportunities"], deals, now - Day);
        loader.Upsert(session.Catalog.Events["intent"], research, now - Day);
        return true;
    }
}
