using Strata.Platform.Segments.Sizing;

namespace Strata.Platform.Tests.Segments.Sizing;

/// <summary>On a market with everything in it, every size that is suggested is the size there is.</summary>
public sealed class MarketSuggestionTests(Market market) : IClassFixture<Market>
{
    [Theory]
    [InlineData("target-accounts", 150)]
    [InlineData("target-accounts", 20)]
    [InlineData("intent-in-market-now", 40)]
    [InlineData("behavioural-abandoned-demo", 30)]
    [InlineData("retention-renewal-risk", 10)]
    [InlineData("industry under \"Commercial Banking\" and employees >= 100", 60)]
    [InlineData("count(page_view where seconds >= 10) in last 30 days >= 2 and avg(intent.score) > 40", 100)]
    [InlineData("trend(sum(usage.minutes), 60 days) < 0% and tags has any (\"Innovator\", \"Pragmatist\")", 50)]
    public void Suggested_sizes_are_counted(string segment, long size)
    {
        var found = SizeSuggestions.Find(
            market.Workspace.Engine(), market.Select(segment), now => SizeTarget.About(SizeTarget.About(size).Holds(now) ? size * 2 : size), market.Now, CancellationToken.None);

        found.Suggestions.ShouldNotBeEmpty($"{found.Size} members, wanted {found.Target}, {found.Counted} counted");
        foreach (SizeSuggestion suggestion in found.Suggestions)
        {
            string members = suggestion.Exclude is null ? suggestion.Where : $"({suggestion.Where}) and not ({suggestion.Exclude})";
            market.Count(members).ShouldBe(suggestion.Size, members);
        }
    }
}
