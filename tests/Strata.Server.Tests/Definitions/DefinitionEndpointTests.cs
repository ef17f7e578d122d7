using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Definitions;

public sealed class DefinitionEndpointTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: large
        name: Large accounts
        of: accounts
        where: employees >= 500
        minimum: {display: 6, email: 4, sales: 2}
        ---
        segment: small
        of: accounts
        where: employees < 300
        """;

    [Fact]
    public async Task Text_and_json_edit_each_other()
    {
        JsonElement where = (await PostAsync("check", new { where = new { text = "employees>=500 and name is known" } })).GetProperty("where");
        JsonElement back = (await PostAsync("check", new { where = new { json = where.GetProperty("json") } })).GetProperty("where");

        where.GetProperty("canonical").GetString().ShouldBe("employees >= 500 and name is known");
        back.GetProperty("text").GetString().ShouldBe("employees >= 500 and name is known");
        JsonElement.DeepEquals(back.GetProperty("json"), where.GetProperty("json")).ShouldBeTrue();
        where.GetProperty("clauses").EnumerateArray().Select(clause => (clause.GetProperty("path").GetString(), clause.GetProperty("column").GetInt32(), clause.GetProperty("length").GetInt32()))
            .ShouldBe([("$", 1, 32), ("$.and[0]", 1, 14), ("$.and[1]", 20, 13)]);
    }

    [Fact]
    public async Task What_is_wrong_is_no_error_but_told_with_place_and_clause()
    {
        JsonElement evaluated = await PostAsync("evaluate", new { where = new { text = "name is known and\nemployes >= 500" } });

        evaluated.TryGetProperty("size", out _).ShouldBeFalse();
        evaluated.GetProperty("everyone").GetInt64().ShouldBe(10);
        JsonElement problem = evaluated.GetProperty("definition").GetProperty("where").GetProperty("problems")[0];
        problem.GetProperty("code").GetString().ShouldBe("name");
        problem.GetProperty("path").GetString().ShouldBe("$.and[1]");
        problem.GetProperty("where").GetProperty("line").GetInt32().ShouldBe(2);
        problem.GetProperty("fix").GetString()!.ShouldContain("employees");
    }

    [Fact]
    public async Task Every_clause_and_every_step_is_counted()
    {
        JsonElement evaluated = await PostAsync(
            "evaluate",
            new { where = new { text = "employees >= 300 and (employees < 500 or employees > 900)" }, exclude = new { text = "employees = 1000" }, minimum = new { display = 3, email = 2, sales = 1 } });

        evaluated.GetProperty("size").GetInt64().ShouldBe(2);
        evaluated.GetProperty("clauses").EnumerateArray().Select(clause => (clause.GetProperty("path").GetString(), clause.GetProperty("alone").GetInt64())).ShouldBe(
            [("$.and[0]", 8), ("$.and[1]", 5), ("$.and[1].or[0]", 4), ("$.and[1].or[1]", 1), ("exclude", 1)]);
        evaluated.GetProperty("funnel").EnumerateArray().Select(layer => layer.GetProperty("size").GetInt64()).ShouldBe([10, 8, 3, 2]);
        evaluated.GetProperty("tooSmallFor").EnumerateArray().Select(channel => channel.GetString()).ShouldBe(["display"]);
    }

    [Fact]
    public async Task Members_come_in_the_order_asked_for()
    {
        JsonElement members = await PostAsync("members", new { definition = new { where = new { text = "employees >= 800" } }, columns = "name, employees", sort = "employees desc", limit = 2 });

        members.GetProperty("total").GetInt64().ShouldBe(3);
        members.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("cells")[1].GetDecimal()).ShouldBe([1000, 900]);
    }

    [Fact]
    public async Task Who_would_enter_and_leave_is_told()
    {
        JsonElement compared = await PostAsync("compare", new { definition = new { where = new { text = "employees between 400 and 700" } }, segment = "large" });

        compared.GetProperty("before").GetInt64().ShouldBe(6);
        compared.GetProperty("after").GetInt64().ShouldBe(4);
        compared.GetProperty("entering").GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ShouldBe(["a04"]);
        compared.GetProperty("leaving").GetProperty("count").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task Overlaps_near_misses_and_advice_speak_of_what_is_not_stored()
    {
        object definition = new { where = new { text = "employees >= 900 and name is known" }, minimum = new { display = 6, email = 4, sales = 3 } };
        JsonElement overlap = await PostAsync("overlap", new { definition, segments = new[] { "large" } });
        JsonElement misses = await PostAsync("near-misses", new { definition });
        JsonElement advice = await PostAsync("advice", new { definition });

        overlap.GetProperty("pairs")[0].GetProperty("both").GetInt64().ShouldBe(2);
        misses.GetProperty("total").GetInt64().ShouldBe(8);
        misses.GetProperty("clauses")[0].GetProperty("path").GetString().ShouldBe("$.and[0]");
        advice.GetProperty("channels").EnumerateArray().ShouldAllBe(channel => !channel.GetProperty("isEnough").GetBoolean());
        advice.GetProperty("suggestions")[0].GetProperty("size").GetInt64().ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task The_catalog_tells_fields_operators_and_definitions()
    {
        JsonElement catalog = await Http.GetFromJsonAsync<JsonElement>("/v1/catalog");

        JsonElement account = catalog.GetProperty("sources").EnumerateArray().Single(source => source.GetProperty("name").GetString() == "account");
        account.GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("name").GetString() == "industry").GetProperty("taxonomy").GetString().ShouldBe("industry");
        catalog.GetProperty("definitions").EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldBe(["large", "small"], ignoreOrder: true);
        catalog.GetProperty("types").EnumerateArray().Single(type => type.GetProperty("type").GetString() == "number").GetProperty("operators").EnumerateArray()
            .Select(one => one.GetString()).ShouldContain("between");
    }

    [Fact]
    public async Task Values_and_categories_complete_what_is_typed()
    {
        JsonElement names = await Http.GetFromJsonAsync<JsonElement>("/v1/catalog/values?source=account&field=name&text=account%201");
        JsonElement industries = await Http.GetFromJsonAsync<JsonElement>("/v1/catalog/values?source=account&field=industry&text=finance");

        names.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("value").GetString()).ShouldBe(["Account 1", "Account 10"]);
        industries.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("name").GetString()).ShouldContain("Finance and Insurance");
        (await Http.GetAsync("/v1/catalog/values?source=account&field=none")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("page view", "accounts", "any(page_view) in last 30 days")]
    [InlineData("large", "accounts", "in segment(\"large\")")]
    [InlineData("large", "contacts", "account in segment(\"large\")")]
    [InlineData("technologies", "contacts", "any(account.technologies)")]
    public async Task Words_find_conditions(string text, string of, string condition)
    {
        JsonElement found = await Http.GetFromJsonAsync<JsonElement>($"/v1/catalog/search?text={text}&of={of}");

        found.GetProperty("conditions").EnumerateArray().Select(one => one.TryGetProperty("text", out JsonElement given) ? given.GetString() : null).ShouldContain(condition);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        HttpResponseMessage response = await Http.PostAsJsonAsync($"/v1/definitions/{path}", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await TestServer.JsonOf(response);
    }
}
