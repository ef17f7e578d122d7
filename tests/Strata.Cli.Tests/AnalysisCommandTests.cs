using System.Globalization;
using System.Text.Json;

namespace Strata.Cli.Tests;

[Collection(DemoMarketTests.Name)]
public sealed class AnalysisCommandTests(DemoMarket market)
{
    [Fact]
    public void Every_engine_counts_the_same()
    {
        string[] counts = [.. new[] { "index", "duckdb", "all" }.Select(engine => market.Ask("count", "target-market", "--engine", engine).Succeeded())];

        counts.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        market.Ask("list", "target-market", "--limit", "2", "--columns", "id,name", "--engine", "all").Succeeded()
            .ShouldBe(market.Ask("list", "target-market", "--limit", "2", "--columns", "id,name", "--engine", "duckdb").Succeeded());
        string member = market.Ask("list", "in top 10% by employees", "--columns", "id", "--limit", "1", "--format", "csv").Succeeded().Split('\n')[1];
        market.Ask("explain", "in top 10% by employees", "--account", member, "--engine", "all").Succeeded().ShouldContain("is in");
        market.Ask("count", "target-market", "--engine", "oracle").ExitCode.ShouldBe(1);
    }

    [Fact]
    public void Count_says_what_each_clause_does()
    {
        string table = market.Ask("count", "target-accounts", "--per-clause").Succeeded();
        table.ShouldContain("kept out by it alone");
        table.ShouldContain("exclude any(subscriptions where status = \"Cancelled\")");

        using JsonDocument json = JsonDocument.Parse(market.Ask("count", "target-accounts", "--per-clause", "--json").Succeeded());
        long count = json.RootElement.GetProperty("count").GetInt64();
        market.Ask("count", "target-accounts").Succeeded().Trim().ShouldBe(count.ToString(CultureInfo.InvariantCulture));
        json.RootElement.GetProperty("clauses").EnumerateArray()
            .ShouldAllBe(clause => clause.GetProperty("without").GetInt64() == count + clause.GetProperty("soleBlocker").GetInt64() - clause.GetProperty("soleReason").GetInt64());
    }

    [Fact]
    public void Overlap_lists_combinations_that_add_up()
    {
        using JsonDocument json = JsonDocument.Parse(market.Ask("overlap", "total-market", "target-market", "employees >= 500", "--json").Succeeded());
        json.RootElement.GetProperty("intersections").EnumerateArray().Sum(one => one.GetProperty("size").GetInt64())
            .ShouldBe(json.RootElement.GetProperty("inAny").GetInt64());
        json.RootElement.GetProperty("pairs").GetArrayLength().ShouldBe(3);

        Outcome table = market.Ask("overlap", "total-market", "target-market", "employees >= 500", "--limit", "1");
        table.Succeeded().ShouldContain("Jaccard");
        table.Error.ShouldContain("--limit 0 shows all");
    }

    [Theory]
    [InlineData("committees are those of accounts", "committee", "role-economic-buyers")]
    [InlineData("has no role 'Juggler'", "committee", "target-accounts", "--roles", "Juggler")]
    [InlineData("There is no template 'nothing'", "templates", "show", "nothing")]
    [InlineData("a category of products", "templates", "show", "sales-play")]
    public void Wrong_input_of_what_knows_no_instant_says_what_is_wrong(string message, params string[] arguments)
    {
        Outcome outcome = market.Run(arguments);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain(message);
    }

    [Fact]
    public void A_segmentation_is_validated_and_a_list_is_made()
    {
        string table = market.Ask("validate", "tier", "--engine", "all").Succeeded();
        table.ShouldContain("separation");
        using JsonDocument json = JsonDocument.Parse(market.Ask("validate", "tier", "--json").Succeeded());
        json.RootElement.GetProperty("criteria").GetArrayLength().ShouldBe(6);

        market.Ask("tal", "--fit", "annual_revenue", "--timing", "engagement_points", "--engine", "all").Succeeded().ShouldContain("Nothing is stored");
        using JsonDocument list = JsonDocument.Parse(market.Ask("tal", "--fit", "annual_revenue", "--limit", "3", "--json").Succeeded());
        list.RootElement.GetProperty("accounts").GetArrayLength().ShouldBe(3);
        market.Run("committee", "target-accounts", "--json").Succeeded().ShouldContain("Economic buyer");
    }

    [Theory]
    [InlineData("There is no segment 'nowhere'", "overlap", "target-market", "nowhere")]
    [InlineData("is made of accounts and 'role-economic-buyers' of contacts", "overlap", "target-market", "role-economic-buyers")]
    [InlineData("1 segment cannot be compared", "overlap", "target-market")]
    [InlineData("is made of accounts and", "funnel", "target-market", "role-economic-buyers")]
    [InlineData("There is no field 'nothing'", "breakdown", "target-market", "--by", "nothing")]
    [InlineData("--by", "breakdown", "target-market")]
    [InlineData("'radio' is no channel", "suggest", "target-market", "--channel", "radio")]
    [InlineData("said in several ways", "suggest", "target-market", "--channel", "email", "--size", "5")]
    [InlineData("at least 9 and at most 3", "suggest", "target-market", "--min", "9", "--max", "3")]
    [InlineData("There is no field 'employes'", "funnel", "target-market", "employes > 3")]
    [InlineData("There is no option '--nothing'", "funnel", "target-market", "--nothing")]
    [InlineData("There is no segmentation 'shape'", "validate", "shape")]
    [InlineData("months to look back", "validate", "tier", "--months", "0")]
    [InlineData("has a value of 'fit_score'", "tal")]
    [InlineData("is no capacity of a tier", "tal", "--fit", "annual_revenue", "--capacity", "1:1=none")]
    public void Wrong_input_says_what_is_wrong(string message, params string[] arguments)
    {
        Outcome outcome = market.Ask(arguments);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain(message);
    }

    [Fact]
    public void Funnel_ends_in_the_segment()
    {
        using JsonDocument json = JsonDocument.Parse(market.Ask("funnel", "target-accounts", "--json").Succeeded());
        long[] sizes = [.. json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("size").GetInt64())];
        sizes[0].ShouldBe(1000);
        sizes.ShouldBe(sizes.OrderDescending());
        market.Ask("count", "target-accounts").Succeeded().Trim().ShouldBe(sizes[^1].ToString(CultureInfo.InvariantCulture));
        market.Ask("funnel", "total-market", "target-market").Succeeded().ShouldContain("all accounts");
    }

    [Fact]
    public void Breakdown_adds_up()
    {
        using JsonDocument json = JsonDocument.Parse(market.Ask("breakdown", "target-market", "--by", "employees,ownership", "--json").Succeeded());
        long size = json.RootElement.GetProperty("size").GetInt64();
        json.RootElement.GetProperty("market").GetInt64().ShouldBe(1000);
        foreach (JsonElement breakdown in json.RootElement.GetProperty("breakdowns").EnumerateArray())
        {
            breakdown.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("count").GetInt64()).ShouldBe(size);
        }

        Outcome table = market.Ask("breakdown", "target-market", "--by", "name", "--limit", "2");
        table.Succeeded().ShouldContain("share of market");
        table.Error.ShouldContain("values more");
    }

    [Fact]
    public void Suggest_says_what_to_change_and_counts_it()
    {
        long size = long.Parse(market.Ask("count", "target-market").Succeeded(), CultureInfo.InvariantCulture);
        string wanted = (size / 2).ToString(CultureInfo.InvariantCulture);
        using JsonDocument json = JsonDocument.Parse(market.Ask("suggest", "target-market", "--max", wanted, "--json").Succeeded());
        JsonElement first = json.RootElement.GetProperty("suggestions")[0];
        market.Ask("count", first.GetProperty("where").GetString()!).Succeeded().Trim().ShouldBe(first.GetProperty("size").GetInt64().ToString(CultureInfo.InvariantCulture));
        first.GetProperty("reaches").GetBoolean().ShouldBeTrue();

        market.Ask("suggest", "target-market", "--max", wanted).Succeeded().ShouldContain("becomes");
        market.Ask("suggest", "target-market", "--min", "1").Succeeded().ShouldContain("That is so already.");
        market.Ask("suggest", "employees < 20 and any(usage) in last 1 day", "--min", "900").Succeeded().ShouldContain("No single change reaches it. The nearest:");
        market.Ask("suggest", "opted_out", "--of", "contacts", "--size", "3").Succeeded().ShouldContain("No change of a single clause");
    }

    [Fact]
    public void A_segment_below_its_minimum_is_said_to_be_too_small()
    {
        string file = Path.Combine(market.Folder, "tiny.yaml");
        File.WriteAllText(file, "segment: tiny\nwhere: in top 3 by employees\nminimum: {display: 100, email: 3, sales: 4}\n");

        Outcome count = market.Ask("count", "tiny.yaml");
        count.Succeeded().ShouldBe("3\n");
        count.Error.ShouldContain("'tiny' has 3 accounts, fewer than the minimum for sales (4), display (100)");
        market.Ask("count", "tiny.yaml", "--json").Succeeded().ShouldContain("\"tooSmallFor\"");
        market.Ask("suggest", "tiny.yaml").Succeeded().ShouldContain("wanted: at least 4");
        market.Ask("suggest", "tiny.yaml", "--channel", "email").Succeeded().ShouldContain("That is so already.");
        market.Ask("segments").Succeeded().ShouldContain("too small for");
    }
}
