using System.Text.Json;

namespace Strata.Cli.Tests;

[Collection(DemoMarketTests.Name)]
public sealed class DemoTests(DemoMarket market)
{
    [Fact]
    public void It_tells_the_whole_story()
    {
        string output = market.Demo.Succeeded();

        output.ShouldContain("recognised without a map");
        output.ShouldContain("technographic-salesforce-no-automation");
        output.ShouldContain("From the market to the target accounts");
        output.ShouldContain("✓ account");
        output.ShouldContain("✗ account");
        output.ShouldContain("target-accounts.csv");
        File.Exists(Path.Combine(market.Folder, ".strata-demo", "universe", "truth.json")).ShouldBeTrue();
        File.ReadLines(Path.Combine(market.Folder, ".strata-demo", "target-accounts.csv")).Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Its_funnel_narrows()
    {
        using JsonDocument result = JsonDocument.Parse(market.Run("demo", "--no-serve", "--accounts", "1000", "--events", "20000", "--json").Succeeded());

        long[] sizes = [.. result.RootElement.GetProperty("result").GetProperty("funnel").EnumerateArray().Select(layer => layer.GetProperty("size").GetInt64())];
        sizes.Length.ShouldBe(4);
        sizes[0].ShouldBe(1000);
        sizes.Zip(sizes.Skip(1)).ShouldAllBe(pair => pair.First > pair.Second);
        sizes[^1].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void It_does_not_touch_another_market()
    {
        Outcome outcome = market.Run("demo", "--no-serve", "--accounts", "999", "--events", "20000");

        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("holds another demo");
    }
}
