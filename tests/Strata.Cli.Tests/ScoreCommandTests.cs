using System.Text.Json;

namespace Strata.Cli.Tests;

[Collection(DemoMarketTests.Name)]
public sealed class ScoreCommandTests(DemoMarket market)
{
    [Fact]
    public void A_score_is_trained_shown_and_explained()
    {
        market.Run("score", "train", "win", "--months", "60").Succeeded().ShouldContain("win, version 1");
        using JsonDocument card = JsonDocument.Parse(market.Run("score", "show", "win", "--json").Succeeded());
        card.RootElement.GetProperty("inUse").GetBoolean().ShouldBeTrue();
        card.RootElement.GetProperty("card").GetProperty("points").GetArrayLength().ShouldBeGreaterThan(0);
        market.Run("score", "show", "win", "--points").Succeeded().ShouldContain("Learnt from");
        string account = market.Run("list", "employees >= 0", "--columns", "id", "--limit", "1", "--format", "csv").Succeeded().Split('\n')[1];
        market.Run("score", "show", "win", "--account", account).Succeeded().ShouldContain("20 points double the odds");
        market.Run("score", "list").Succeeded().ShouldContain("in use");
    }

    [Fact]
    public void Lookalikes_come_with_reasons()
    {
        string found = market.Run("lookalikes", "employees >= 500", "--limit", "5").Succeeded();
        found.ShouldContain("What sets");
        found.ShouldContain("employees");
    }

    [Theory]
    [InlineData("score", "train", "wins")]
    [InlineData("score", "show", "expand")]
    [InlineData("lookalikes")]
    [InlineData("lookalikes", "employees > 1000000")]
    public void What_cannot_be_is_said(params string[] arguments) => market.Run(arguments).ExitCode.ShouldBe(1);
}
