using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Live;

namespace Strata.Server.Tests.Reading;

public sealed class ReadEndpointTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: large
        name: Large accounts
        of: accounts
        where: employees >= 500
        ---
        segment: small
        of: accounts
        where: employees < 300
        """;

    [Fact]
    public async Task Segments_come_by_page_with_their_sizes()
    {
        JsonElement first = await GetAsync("/v1/segments?limit=1");
        JsonElement second = await GetAsync($"/v1/segments?limit=1&cursor={first.GetProperty("nextCursor").GetString()}");

        first.GetProperty("segments")[0].GetProperty("name").GetString().ShouldBe("large");
        first.GetProperty("segments")[0].GetProperty("size").GetInt64().ShouldBe(6);
        second.GetProperty("segments")[0].GetProperty("name").GetString().ShouldBe("small");
        second.TryGetProperty("nextCursor", out _).ShouldBeFalse();
        JsonElement detail = await GetAsync("/v1/segments/large");
        detail.GetProperty("segment").GetProperty("title").GetString().ShouldBe("Large accounts");
        detail.GetProperty("definition").GetString()!.ShouldContain("employees >= 500");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&at=2030-01-01")]
    public async Task Every_member_comes_once_over_the_pages(string at)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            JsonElement page = await GetAsync($"/v1/segments/large/members?limit=4&fields=name,employees{at}&cursor={cursor}");
            page.GetProperty("total").GetInt64().ShouldBe(6);
            ids.AddRange(page.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("id").GetString()!));
            page.GetProperty("members")[0].GetProperty("fields").GetProperty("employees").GetDecimal().ShouldBeGreaterThanOrEqualTo(500);
            cursor = page.TryGetProperty("nextCursor", out JsonElement next) ? next.GetString() : null;
        }
        while (cursor is not null);

        ids.ShouldBe(["a05", "a06", "a07", "a08", "a09", "a10"]);
    }

    [Fact]
    public async Task The_past_is_as_it_was_told()
    {
        string before = await InstantAsync();
        await Server.SeedAsync(Definitions.Replace("employees >= 500", "employees >= 900", StringComparison.Ordinal));
        string after = await InstantAsync();
        await Server.SeedAsync(Definitions.Replace("employees >= 500", "employees >= 200", StringComparison.Ordinal));

        (await MembersAsync($"&at={before}")).ShouldBe((1, "a05 a06 a07 a08 a09 a10"));
        (await MembersAsync($"&at={after}")).ShouldBe((2, "a09 a10"));
        (await MembersAsync("")).ShouldBe((3, "a02 a03 a04 a05 a06 a07 a08 a09 a10"));
        (await SegmentsAsync("a07", $"?at={before}")).ShouldBe("large 1");
        (await SegmentsAsync("a07", $"?at={after}")).ShouldBe("");
        (await SegmentsAsync("a07", "")).ShouldBe("large 3");
    }

    [Fact]
    public async Task Before_the_log_begins_the_past_is_evaluated()
    {
        await Server.SeedAsync(Definitions.Replace("employees >= 500", "employees >= 900", StringComparison.Ordinal));

        (await MembersAsync("&at=2020-01-01")).ShouldBe((2, "a09 a10"));
    }

    [Fact]
    public async Task Counts_take_a_name_a_text_or_a_tree()
    {
        (await CountAsync("\"large\"")).ShouldBe(6);
        (await CountAsync("\"employees between 200 and 400\"")).ShouldBe(3);
        (await CountAsync("""{"compare": {"left": {"path": "employees"}, "op": ">=", "right": {"number": 900}}}""")).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place_and_remedy()
    {
        HttpResponseMessage response = await Http.PostAsJsonAsync("/v1/count", new { definition = "employes >= 500" });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonElement problem = await TestServer.JsonOf(response);
        problem.GetProperty("code").GetString().ShouldBe("name");
        problem.GetProperty("where").GetProperty("column").GetInt32().ShouldBe(1);
        problem.GetProperty("fix").GetString()!.ShouldContain("employees");
    }

    [Theory]
    [InlineData("/v1/segments/none", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/segments/none/members", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/accounts/none", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/contacts/none", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/segments?cursor=!", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/segments?limit=0", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/segments?limit=x", HttpStatusCode.BadRequest, "request")]
    [InlineData("/v1/segments/large/members?at=yesterday", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/segments/large/members?fields=nothing", HttpStatusCode.BadRequest, "name")]
    [InlineData("/v1/accounts/a05?explain=none", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/icp", HttpStatusCode.BadRequest, "deals")]
    [InlineData("/v1/icp?months=0", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/icp?at=yesterday", HttpStatusCode.BadRequest, "argument")]
    public async Task Wrong_questions_get_problems(string path, HttpStatusCode status, string code)
    {
        HttpResponseMessage response = await Http.GetAsync(path);

        response.StatusCode.ShouldBe(status);
        (await TestServer.JsonOf(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_file_of_the_servers_is_never_read_for_a_caller()
    {
        string file = Path.Combine(Server.Server.Host.Directory.FullPath, "secret.yaml");
        await File.WriteAllTextAsync(file, "segment: secret\nof: accounts\nwhere: employees >= 500\n");

        (await Http.PostAsJsonAsync("/v1/count", new { definition = file })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_account_is_shown_with_sources_segments_and_reasons()
    {
        JsonElement account = await GetAsync("/v1/accounts/a05.example?explain=small");

        account.GetProperty("id").GetString().ShouldBe("a05");
        JsonElement field = account.GetProperty("fields").EnumerateArray().Single(one => one.GetProperty("field").GetString() == "employees");
        field.GetProperty("value").GetDecimal().ShouldBe(500);
        field.GetProperty("ageDays").GetInt64().ShouldBe(1);
        account.GetProperty("segments").EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldBe(["large"]);
        account.GetProperty("explanation").GetProperty("isMember").GetBoolean().ShouldBeFalse();
        (await GetAsync("/v1/accounts/a01/segments")).GetProperty("segments")[0].GetProperty("name").GetString().ShouldBe("small");
    }

    [Fact]
    public async Task A_changed_definition_is_seen_at_once()
    {
        (await GetAsync("/v1/segments/large")).GetProperty("segment").GetProperty("size").GetInt64().ShouldBe(6);
        await Server.SeedAsync("segment: large\nof: accounts\nwhere: employees >= 900\n");

        (await GetAsync("/v1/segments/large")).GetProperty("segment").GetProperty("size").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        JsonElement paths = (await GetAsync("/openapi/v1.json")).GetProperty("paths");

        paths.EnumerateObject().Select(path => path.Name).ShouldContain("/v1/segments/{segment}/members");
        paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ShouldAllBe(operation => operation.Value.GetProperty("summary").GetString()!.Length > 10);
        string[] described =
        [
            .. paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")),
        ];
        MappedOperations().Except(described, StringComparer.Ordinal).ShouldBeEmpty();
        JsonElement track = paths.GetProperty("/v1/track").GetProperty("post");
        track.GetProperty("operationId").GetString().ShouldBe("track");
        track.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString().ShouldEndWith("/TrackingMessage");
        track.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ShouldContain("429");
        paths.GetProperty("/v1/lookup").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString())
            .ShouldBe(["ip", "email", "domain", "anonymous_id", "fields"]);
    }

    /// <summary>What the server answers below <c>/v1</c>, but for what is left out of the description on purpose: short forms of others.</summary>
    private IEnumerable<string> MappedOperations() => Server.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => (method, path: string.Join('/', endpoint.RoutePattern.PathSegments.Select(Text)))))
        .Select(operation => $"{operation.method} /{operation.path}");

    private static string Text(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternLiteralPart literal => literal.Content,
        _ => "",
    }));

    private async Task<long> CountAsync(string definition)
    {
        HttpResponseMessage response = await Http.PostAsync("/v1/count", new StringContent($$"""{"definition": {{definition}}}""", System.Text.Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await TestServer.JsonOf(response)).GetProperty("count").GetInt64();
    }

    /// <summary>An instant up to which everything is told, and after which something else is.</summary>
    private async Task<string> InstantAsync()
    {
        var live = Server.Server.Services.GetRequiredService<ILiveMemberships>();
        long begin = live.Now;
        while (live.Now <= begin)
        {
            await Task.Delay(5);
        }

        return Microseconds.ToText(live.Now - 1);
    }

    private async Task<(long Version, string Ids)> MembersAsync(string query)
    {
        JsonElement page = await GetAsync($"/v1/segments/large/members?limit=100{query}");
        return (page.GetProperty("version").GetInt64(), string.Join(' ', page.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("id").GetString())));
    }

    private async Task<string> SegmentsAsync(string account, string query)
    {
        JsonElement answer = await GetAsync($"/v1/accounts/{account}/segments{query}");
        return string.Join(' ', answer.GetProperty("segments").EnumerateArray().Select(segment => $"{segment.GetProperty("name")} {segment.GetProperty("version")}"));
    }
}
