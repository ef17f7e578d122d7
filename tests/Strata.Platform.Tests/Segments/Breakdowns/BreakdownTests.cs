using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Breakdowns;

namespace Strata.Platform.Tests.Segments.Breakdowns;

public sealed class BreakdownTests(Market market) : IClassFixture<Market>
{
    /// <summary>Every row says by which condition it is selected; the language must agree, in the segment and in the market.</summary>
    [Theory]
    [InlineData("industry")]
    [InlineData("country")]
    [InlineData("ownership")]
    [InlineData("tags")]
    [InlineData("stage")]
    [InlineData("tier")]
    [InlineData("employees")]
    [InlineData("annual_revenue")]
    [InlineData("founded_at")]
    [InlineData("created_at")]
    [InlineData("engagement_points")]
    [InlineData("fit_score")]
    [InlineData("contract_value / 3")]
    [InlineData("count(page_view) in last 30 days")]
    [InlineData("count(opportunities where is_won)")]
    [InlineData("count(opportunities) / 3")]
    [InlineData("sum(usage.minutes) in last 90 days")]
    [InlineData("avg(intent.score)")]
    [InlineData("trend(sum(usage.minutes), 60 days)")]
    [InlineData("last(page_view)")]
    public void Rows_are_what_their_condition_selects(string by)
    {
        Breakdown breakdown = Find("employees >= 100", by);

        ValueBreakdown value = breakdown.Values.Single();
        value.Rows.ShouldNotBeEmpty();
        foreach (BreakdownRow row in value.Rows)
        {
            market.Count(row.Where).ShouldBe(row.MarketCount, row.Where);
            market.Count($"employees >= 100 and ({row.Where})").ShouldBe(row.Count, row.Where);
        }

        if (!value.IsSet)
        {
            value.Rows.Sum(row => row.Count).ShouldBe(breakdown.Size);
            value.Rows.Sum(row => row.MarketCount).ShouldBe(breakdown.Market);
            value.Rows.Sum(row => row.Share!.Value).ShouldBe(1, 1e-9);
        }

        value.Rows.Count(row => row.Value is null).ShouldBeLessThanOrEqualTo(1);
        value.Rows.Where(row => row.Value is not null).Select(row => row.Value).ShouldBeUnique();
    }

    [Theory]
    [InlineData("seniority")]
    [InlineData("opted_out")]
    [InlineData("account.industry")]
    [InlineData("account.tier")]
    [InlineData("account.employees")]
    [InlineData("count(email_click)")]
    public void Contacts_can_be_broken_down_too(string by)
    {
        var breakdown = Breakdown.Find(
            market.Workspace, market.Workspace.Engine(), market.Select("not opted_out", EntityKind.Contact).Plan, by, limit: 5, market.Now, CancellationToken.None);

        foreach (BreakdownRow row in breakdown.Values.Single().Rows)
        {
            market.Count(row.Where, EntityKind.Contact).ShouldBe(row.MarketCount, row.Where);
        }
    }

    [Fact]
    public void Index_compares_with_the_market()
    {
        Breakdown breakdown = Find("ownership = \"Private\"", "ownership");

        BreakdownRow only = breakdown.Values.Single().Rows[0];
        (only.Value, only.Share).ShouldBe(("Private", 1.0));
        only.Index!.Value.ShouldBe(100.0 * breakdown.Market / only.MarketCount, 1e-9);
        breakdown.Values.Single().Rows.Skip(1).ShouldAllBe(row => row.Count == 0 && row.Index == 0);
    }

    [Fact]
    public void Nobody_has_no_shares()
    {
        Breakdown breakdown = Find("employees < 0", "industry, employees");

        breakdown.Size.ShouldBe(0);
        breakdown.Values.SelectMany(value => value.Rows).ShouldAllBe(row => row.Count == 0 && row.Share == null && row.Index == null && row.MarketShare > 0);
    }

    [Fact]
    public void A_limit_leaves_categories_out_and_says_how_many()
    {
        ValueBreakdown all = Find("employees >= 100", "name").Values.Single();
        ValueBreakdown few = Find("employees >= 100", "name", limit: 3).Values.Single();

        few.Rows.Count.ShouldBe(3);
        few.MoreValues.ShouldBe(all.Rows.Count - 3);
    }

    [Theory]
    [InlineData("nothing", "There is no field 'nothing'")]
    [InlineData("id", "nothing to break down")]
    [InlineData(" , ", "nothing to break down")]
    [InlineData("employees +", "Column 'employees +'")]
    public void A_wrong_value_is_the_users_error(string by, string message) =>
        Should.Throw<UserErrorException>(() => Find("employees > 1", by)).Errors[0].Message.ShouldContain(message);

    private Breakdown Find(string segment, string by, long? limit = null) => Breakdown.Find(
        market.Workspace, market.Workspace.Engine(), market.Select(segment).Plan, by, limit, market.Now, CancellationToken.None);
}
