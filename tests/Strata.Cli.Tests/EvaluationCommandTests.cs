using System.Globalization;
using System.Text.Json;

namespace Strata.Cli.Tests;

[Collection(DemoMarketTests.Name)]
public sealed class EvaluationCommandTests(DemoMarket market)
{
    [Fact]
    public void Count_prints_the_number_alone()
    {
        string everyone = market.Ask("count", "employees is known or employees is unknown").Succeeded();
        everyone.ShouldBe("1000\n");
        long large = long.Parse(market.Ask("count", "employees >= 500").Succeeded(), CultureInfo.InvariantCulture);
        long others = long.Parse(market.Ask("count", "not employees >= 500").Succeeded(), CultureInfo.InvariantCulture);
        (large + others).ShouldBe(1000);
        large.ShouldBeInRange(1, 999);
    }

    [Fact]
    public void Count_knows_segments_contacts_files_and_json()
    {
        using JsonDocument json = JsonDocument.Parse(market.Ask("count", "target-market", "--json").Succeeded());
        json.RootElement.GetProperty("segment").GetString().ShouldBe("target-market");
        json.RootElement.GetProperty("asOf").GetString().ShouldBe("2026-11-22T00:00:00Z");
        long count = json.RootElement.GetProperty("count").GetInt64();

        market.Ask("count", "in segment(\"target-market\")").Succeeded().Trim().ShouldBe(count.ToString(CultureInfo.InvariantCulture));
        market.Ask("count", "TARGET-market").Succeeded().Trim().ShouldBe(count.ToString(CultureInfo.InvariantCulture));
        market.Ask("count", "--of", "contacts", "email is known").Succeeded().Trim().ShouldNotBe("0");
        string file = Path.Combine(market.Folder, "given.yaml");
        File.WriteAllText(file, "segment: given\nwhere: in segment(\"target-market\")\n");
        market.Ask("count", "given.yaml").Succeeded().Trim().ShouldBe(count.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_answer_depends_on_the_instant_asked_for()
    {
        const string recent = "count(page_view) in last 7 days > 0";

        market.Ask("count", recent).Succeeded().Trim().ShouldNotBe("0");
        market.Run("count", recent, "--as-of", "2020-01-01").Succeeded().Trim().ShouldBe("0");
    }

    [Fact]
    public void List_shows_columns_in_order()
    {
        string csv = market.Ask("list", "employees is known", "--columns", "id, employees, count(page_view) in last 30 days", "--sort", "employees desc", "--limit", "5", "--format", "csv").Succeeded();
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("id,employees,count(page_view) in last 30 days");
        long[] employees = [.. lines.Skip(1).Select(line => long.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        employees.Length.ShouldBe(5);
        employees.ShouldBe(employees.OrderDescending());

        market.Ask("list", "employees is known", "--columns", "id,employees", "--sort", "-employees", "--limit", "5", "--format", "csv").Succeeded()
            .Split('\n').Skip(1).Select(line => line.Split(',')[0]).ShouldBe(lines.Skip(1).Select(line => line.Split(',')[0]).Append(""));
        using JsonDocument json = JsonDocument.Parse(market.Ask("list", "employees is known", "--limit", "3", "--json").Succeeded());
        json.RootElement.GetArrayLength().ShouldBe(3);
        Outcome table = market.Ask("list", "employees is known", "--columns", "name", "--limit", "2");
        table.Succeeded().Split('\n')[0].ShouldBe("name");
        table.Error.ShouldContain("--limit 0 shows all");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    public void Export_writes_every_member(string extension)
    {
        string file = Path.Combine(market.Folder, "exported." + extension);

        market.Ask("export", "target-market", "--to", file, "--fields", "id,name").Succeeded().ShouldContain("written to");

        string count = market.Ask("count", "target-market").Succeeded().Trim();
        string written = extension switch
        {
            "csv" => (File.ReadLines(file).Count() - 1).ToString(CultureInfo.InvariantCulture),
            "ndjson" => File.ReadLines(file).Count().ToString(CultureInfo.InvariantCulture),
            "json" => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetArrayLength().ToString(CultureInfo.InvariantCulture),
            _ => File.ReadAllBytes(file).AsSpan(0, 4).SequenceEqual("PAR1"u8) ? count : "no Parquet file",
        };
        written.ShouldBe(count);
    }

    [Fact]
    public void Explain_says_why_and_why_not()
    {
        string member = market.Ask("list", "employees >= 500", "--columns", "id", "--limit", "1", "--format", "csv").Succeeded().Split('\n')[1];

        market.Ask("explain", "employees >= 500", "--account", member).Succeeded().ShouldContain("is in");
        string not = market.Ask("explain", "employees < 500", "--account", member).Succeeded();
        not.ShouldContain("is not in");
        not.ShouldContain("employees is");
        using JsonDocument json = JsonDocument.Parse(market.Ask("explain", "employees >= 500", "--account", member, "--json").Succeeded());
        json.RootElement.GetProperty("isMember").GetBoolean().ShouldBeTrue();
        market.Ask("explain", "employees >= 500").ExitCode.ShouldBe(1);
        market.Ask("explain", "employees >= 500", "--account", "nobody at all").ExitCode.ShouldBe(1);
    }

    [Fact]
    public void Catalog_shows_names_types_trees_and_values()
    {
        market.Ask("catalog").Succeeded().ShouldContain("page_view");
        market.Ask("catalog", "account").Succeeded().ShouldContain("employees");
        market.Ask("catalog", "page_view").Succeeded().ShouldContain("seconds");
        market.Ask("catalog", "account.ownership").Succeeded().ShouldContain("Private");
        market.Ask("catalog", "industry").Succeeded().ShouldContain("Fintech");
        using JsonDocument json = JsonDocument.Parse(market.Ask("catalog", "--json").Succeeded());
        json.RootElement.GetProperty("events").GetArrayLength().ShouldBeGreaterThan(10);
        Outcome wrong = market.Ask("catalog", "pagevew");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldContain("page_view");
    }

    [Fact]
    public void A_wrong_expression_is_shown_with_its_place_and_a_fix()
    {
        Outcome outcome = market.Ask("count", "employees > 1 and employes >= 500");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldBeEmpty();
        outcome.Error.ShouldBe(
            """
            error name 1:19: There is no field 'employes' on an account.
              | employees > 1 and employes >= 500
              |                   ^^^^^^^^
              Did you mean 'employees'?

            """);
    }

    [Fact]
    public void A_segment_that_there_is_not_gets_the_nearest_names()
    {
        Outcome outcome = market.Ask("count", "target-marked");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("There is no segment 'target-marked'");
        outcome.Error.ShouldContain("'target-market'");
    }
}
