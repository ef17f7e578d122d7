using System.Net;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Accounts;

/// <summary>Lists of accounts: searched, filtered, sorted, page by page.</summary>
public sealed class AccountListTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: large
        of: accounts
        where: employees >= 500
        ---
        segment: people
        of: contacts
        where: email is known
        """;

    [Theory]
    [InlineData("q=account 10", "a10")]
    [InlineData("q=A03.EXAMPLE", "a03")]
    [InlineData("q=somebody@a04.example", "a04")]
    [InlineData("q=a0&limit=2&sort=-employees", "a09 a08")]
    [InlineData("q=nobody", "")]
    [InlineData("where=employees between 200 and 400", "a02 a03 a04")]
    [InlineData("where=large&sort=-employees&limit=3", "a10 a09 a08")]
    [InlineData("segment=large&where=employees < 700", "a05 a06")]
    [InlineData("segment=large&q=account 1", "a10")]
    [InlineData("id=a07&id=a02&id=none", "a07 a02")]
    public async Task Accounts_are_searched_filtered_and_sorted(string query, string ids) => Ids(await GetAsync($"/v1/accounts?{query}")).ShouldBe(ids);

    [Fact]
    public async Task The_best_match_comes_first()
    {
        JsonElement page = await GetAsync("/v1/accounts?q=account 1");

        Ids(page).ShouldBe("a01 a10");
        page.GetProperty("rows")[0].GetProperty("name").GetString().ShouldBe("Account 1");
    }

    [Fact]
    public async Task Pages_are_of_one_answer_though_data_changes()
    {
        JsonElement first = await GetAsync("/v1/accounts?sort=-employees&limit=4&fields=name,employees * 2");
        await Server.SeedAsync(Definitions);
        JsonElement second = await GetAsync($"/v1/accounts?sort=-employees&limit=4&fields=name&cursor={first.GetProperty("nextCursor").GetString()}");
        JsonElement third = await GetAsync($"/v1/accounts?sort=-employees&limit=4&fields=name&cursor={second.GetProperty("nextCursor").GetString()}");

        first.GetProperty("total").GetInt32().ShouldBe(10);
        first.GetProperty("rows")[0].GetProperty("fields").GetProperty("employees * 2").GetDecimal().ShouldBe(2000);
        $"{Ids(first)} {Ids(second)} {Ids(third)}".ShouldBe("a10 a09 a08 a07 a06 a05 a04 a03 a02 a01");
        third.TryGetProperty("nextCursor", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/accounts?segment=none", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/v1/accounts?segment=people", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/accounts?where=employes > 5", HttpStatusCode.BadRequest, "name")]
    [InlineData("/v1/accounts?sort=nothing", HttpStatusCode.BadRequest, "name")]
    [InlineData("/v1/accounts?cursor=!", HttpStatusCode.BadRequest, "argument")]
    [InlineData("/v1/accounts?limit=1001", HttpStatusCode.BadRequest, "argument")]
    public async Task Wrong_questions_get_problems(string path, HttpStatusCode status, string code)
    {
        HttpResponseMessage response = await Http.GetAsync(path);

        response.StatusCode.ShouldBe(status);
        (await TestServer.JsonOf(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Searching_is_by_value_and_never_by_statement() => Ids(await GetAsync("/v1/accounts?q=' OR 1=1 --")).ShouldBe("");

    private static string Ids(JsonElement page) => string.Join(' ', page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
}
