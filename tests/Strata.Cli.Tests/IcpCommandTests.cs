using System.Text.Json;

namespace Strata.Cli.Tests;

[Collection(DemoMarketTests.Name)]
public sealed class IcpCommandTests(DemoMarket market)
{
    [Fact]
    public void The_report_says_what_the_JSON_says()
    {
        using JsonDocument json = JsonDocument.Parse(market.Run("icp", "--months", "36", "--as-of", "2026-11-22", "--json").Succeeded());
        string report = market.Run("icp", "--months", "36", "--as-of", "2026-11-22").Succeeded();

        JsonElement profile = json.RootElement;
        report.ShouldStartWith(profile.GetProperty("sentence").GetString()!);
        profile.GetProperty("deals").GetProperty("at").GetString().ShouldBe("2026-11-22T00:00:00Z");
        JsonElement[] drivers = [.. profile.GetProperty("drivers").EnumerateArray(), .. profile.GetProperty("leads").EnumerateArray()];
        drivers.ShouldNotBeEmpty();
        drivers.ShouldAllBe(driver => report.Contains(driver.GetProperty("label").GetString()!, StringComparison.Ordinal));
        drivers.ShouldAllBe(driver => market.Ask("count", driver.GetProperty("clause").GetString()!).ExitCode == 0);
        profile.GetProperty("refused").EnumerateArray().Select(refused => refused.GetProperty("name").GetString()).ShouldContain("arr");
        report.ShouldContain("It is known of customers only");
    }

    [Fact]
    public void It_is_stored_through_a_server_as_without_one()
    {
        string folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;
        StrataProcess.Shell(folder, "strata demo --no-serve --accounts 3000 --events 20000 --as-of 2026-11-22 --data alone && cp -r alone served").Succeeded();
        string[] command = ["icp", "--months", "36", "--as-of", "2026-11-22", "--save", "ideal"];
        string alone = StrataProcess.Run(folder, [.. command, "--data", "alone"]).Succeeded();
        using (var server = new ServedDirectory(folder, "served"))
        {
            StrataProcess.Run(folder, [.. command, "--data", "served"]).Succeeded().ShouldBe(alone);
            Size("served").ShouldBe(Size("alone"));
        }

        Directory.Delete(folder, recursive: true);

        string Size(string data) => StrataProcess.Run(folder, "count", "ideal", "--as-of", "2026-11-22", "--data", data).Succeeded();
    }

    [Theory]
    [InlineData("in the last 2 months", "--as-of", "2024-02-01", "--months", "2")]
    [InlineData("between 1 and 240", "--months", "1000")]
    [InlineData("There is no field or collection of accounts 'helth'", "--allow", "helth")]
    [InlineData("'soon' is not an instant", "--as-of", "soon")]
    [InlineData("share of deals to hold out", "--holdout", "2")]
    public void What_is_wrong_is_told(string message, params string[] arguments)
    {
        Outcome outcome = market.Run(["icp", .. arguments]);

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ReplaceLineEndings(" ").ShouldContain(message);
    }
}
