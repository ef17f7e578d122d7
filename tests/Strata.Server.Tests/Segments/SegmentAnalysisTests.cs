using System.Net;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Segments;

public sealed class SegmentAnalysisTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: large
        of: accounts
        where: employees >= 500 and name is known
        ---
        segment: huge
        of: accounts
        where: in segment("large") and employees >= 900
        ---
        segmentation: size_band
        segments:
          - {value: Large, where: 'in segment("large")'}
        """;

    [Fact]
    public async Task Sizes_are_as_they_were_told_and_evaluated_before()
    {
        JsonElement points = (await OfLargeAsync("size?points=5")).GetProperty("points");

        points.GetArrayLength().ShouldBe(5);
        points[4].GetProperty("size").GetInt64().ShouldBe(6);
        points[4].GetProperty("isTold").GetBoolean().ShouldBeTrue();
        points[0].GetProperty("isTold").GetBoolean().ShouldBeFalse();
        (await Http.GetAsync("/v1/segments/large/size?from=2100-01-01")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Changes_come_newest_first_with_names_and_causes()
    {
        JsonElement first = await OfLargeAsync("changes?limit=4");
        JsonElement second = await OfLargeAsync($"changes?limit=4&cursor={first.GetProperty("nextCursor").GetString()}");

        JsonElement[] changes = [.. first.GetProperty("changes").EnumerateArray(), .. second.GetProperty("changes").EnumerateArray()];
        changes.Select(change => change.GetProperty("id").GetString()).ShouldBe(["a05", "a06", "a07", "a08", "a09", "a10"], ignoreOrder: true);
        changes.Select(change => change.GetProperty("offset").GetInt64()).ShouldBeInOrder(SortDirection.Descending);
        changes.ShouldAllBe(change => change.GetProperty("entered").GetBoolean() && change.GetProperty("name").GetString()!.StartsWith("Account ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Members_are_a_table_in_any_order()
    {
        JsonElement first = await OfLargeAsync("table?columns=name,employees&sort=employees desc&limit=2");
        JsonElement next = await OfLargeAsync($"table?columns=name,employees&sort=employees desc&limit=2&offset=2&at={first.GetProperty("at").GetString()}");

        first.GetProperty("total").GetInt64().ShouldBe(6);
        Ids(first).ShouldBe(["a10", "a09"]);
        Ids(next).ShouldBe(["a08", "a07"]);
        Ids(await OfLargeAsync("table?columns=name&limit=2")).ShouldBe(["a05", "a06"]);
    }

    [Fact]
    public async Task Analyses_speak_of_the_stored_segment()
    {
        (await OfLargeAsync("breakdown?by=employees")).GetProperty("values")[0].GetProperty("rows").GetArrayLength().ShouldBeGreaterThan(0);
        (await OfLargeAsync("overlap?with=huge")).GetProperty("pairs")[0].GetProperty("both").GetInt64().ShouldBe(2);
        (await OfLargeAsync("near-misses")).GetProperty("total").GetInt64().ShouldBe(4);
        (await OfLargeAsync("clauses")).GetProperty("size").GetInt64().ShouldBe(6);
        (await OfLargeAsync("used-by")).GetProperty("uses").EnumerateArray().Select(use => use.GetProperty("name").GetString()).ShouldBe(["huge", "size_band"]);
        (await OfLargeAsync("explain?member=a04")).GetProperty("isNearMiss").GetBoolean().ShouldBeTrue();
        (await Http.GetAsync("/v1/segments/large/explain?member=nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Members_are_written_to_a_file()
    {
        HttpResponseMessage response = await Http.GetAsync("/v1/segments/large/export?columns=id,employees");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("large.csv");
        (await response.Content.ReadAsStringAsync()).Split('\n')[..3].ShouldBe(["id,employees", "a05,500", "a06,600"]);
        (await Http.GetAsync("/v1/segments/large/export?format=xlsx")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static IEnumerable<string?> Ids(JsonElement table) => table.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString());

    private Task<JsonElement> OfLargeAsync(string path) => GetAsync($"/v1/segments/large/{path}");
}
