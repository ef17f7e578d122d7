using System.Globalization;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Targeting.Committees;
using Strata.Platform.Targeting.Templates;
using Strata.Platform.Tests.Segments;
using Strata.Testing;

namespace Strata.Platform.Tests.Targeting;

public sealed class TargetListTests(Market market) : IClassFixture<Market>
{
    private static readonly TargetOptions Options = new(Fit: "annual_revenue", Timing: "engagement_points", Capacity: new TierCapacity(12, 40), Name: "tal-test", TierName: "tal_tier");

    /// <summary>The definitions are evaluated by the language; here the same is decided account by account, from its values.</summary>
    [Fact]
    public void Tiers_are_those_of_the_matrix_and_the_capacity()
    {
        TargetAccountList list = Build(Options).Read(int.MaxValue);
        List<(string Id, double? Fit, double? Timing)> candidates = Values("in segment(\"total-market\") and in segment(\"target-market\")");
        candidates.Count.ShouldBe((int)list.Steps[^2].Size);
        var ranked = candidates.OrderByDescending(one => one.Fit ?? double.MinValue).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string tier, int capacity) in new[] { (TierNames.OneToOne, 12), (TierNames.OneToFew, 40), (TierNames.OneToMany, int.MaxValue) })
        {
            foreach ((string id, _, _) in ranked.Where(one => !expected.ContainsKey(one.Id) && MayBe(tier, one, list)).Take(capacity).ToList())
            {
                expected[id] = tier;
            }
        }

        list.Accounts.ToDictionary(account => account.Id, account => account.Tier).ShouldBe(expected, ignoreOrder: true);
        list.Matrix.Sum(cell => cell.Count).ShouldBe(candidates.Count);
        list.Tiers.Sum(tier => tier.Size).ShouldBe(list.Steps[^1].Size);
        list.Steps[^1].Size.ShouldBe(list.Matrix.Where(cell => cell.Tier is not null).Sum(cell => cell.Count));
    }

    [Fact]
    public void Stored_definitions_have_the_same_members()
    {
        TargetListBuilder builder = Build(Options with { Name = "tal-stored", TierName = "tal_stored_tier" });
        TargetAccountList list = builder.Read(0);

        new DefinitionReconciler(market.Workspace, builder.Definitions, removeOthers: false).Apply("test", null, market.Now, CancellationToken.None);

        market.Count("tal-stored").ShouldBe(list.Steps[^1].Size);
        foreach (TargetTier tier in list.Tiers)
        {
            market.Count($"in segment(\"tal-stored\") and tal_stored_tier = \"{tier.Name}\"").ShouldBe(tier.Size, tier.Name);
        }
    }

    [Fact]
    public void Every_account_is_told_why()
    {
        TargetListBuilder builder = Build(Options);
        TargetAccountList list = builder.Read(20);

        list.Accounts[0].Reason.ShouldContain("place 1 by annual_revenue");
        list.Accounts.ShouldAllBe(account => account.Reason.Contains(account.FitGrade, StringComparison.Ordinal) && account.Reason.Contains(account.TimingGrade, StringComparison.Ordinal));
        builder.Explain(list.Accounts[0].Id)[^1].ShouldContain("go 1:1");
        string outside = Values("not in segment(\"target-market\") and in segment(\"total-market\")")[0].Id;
        builder.Explain(outside)[1].ShouldBe("It is not on the list: it falls at 'target-market'.");
    }

    [Fact]
    public void Suppressed_accounts_are_taken_out_and_counted()
    {
        IReadOnlyList<Strata.Platform.Segments.Definitions.WrittenDefinition> suppression = DefinitionTemplate.Find("suppression").Read(Repository.PathOf("samples"), market.Workspace, null);
        new DefinitionReconciler(market.Workspace, DefinitionTemplate.Missing(market.Workspace, suppression).Missing, removeOthers: false).Apply("test", null, market.Now, CancellationToken.None);

        TargetAccountList list = Build(Options with { Suppressions = ["suppress-customers"] }).Read(0);

        TargetStep step = list.Steps.Single(step => step.Label == "not suppress-customers");
        step.Removed.ShouldBe(market.Count("in segment(\"total-market\") and in segment(\"target-market\") and any(subscriptions where status = \"Active\")"));
        step.Removed.ShouldBeGreaterThan(0);
        list.Definitions[0].ShouldContain("exclude: |\n  in segment(\"suppress-customers\")");
    }

    [Fact]
    public void Every_template_is_valid()
    {
        foreach (DefinitionTemplate template in DefinitionTemplate.All)
        {
            var play = new SalesPlayOptions("Marketing automation", "Lumenar Activate");
            IReadOnlyList<Strata.Platform.Segments.Definitions.WrittenDefinition> definitions = template.Read(Repository.PathOf("samples"), market.Workspace, play);
            definitions.Count.ShouldBeGreaterThan(0);
            new DefinitionReconciler(market.Workspace, definitions, removeOthers: false).Invalid.ShouldBeEmpty(template.Name);
        }

        Should.Throw<UserErrorException>(() => DefinitionTemplate.Find("nothing")).Message.ShouldContain("There is no template 'nothing'");
        Should.Throw<UserErrorException>(() => DefinitionTemplate.Find("sales-play").Read("", market.Workspace, new SalesPlayOptions(null, "x"))).Message.ShouldContain("category");
        Should.Throw<UserErrorException>(() => DefinitionTemplate.Find("sales-play").Read("", market.Workspace, new SalesPlayOptions("Toasters", "x"))).Message.ShouldContain("Toasters");
    }

    [Fact]
    public void Committees_are_those_of_the_contacts()
    {
        SegmentPlan everybody = market.Select("employees >= 0 or employees is unknown").Plan;
        var columns = MemberColumns.Parse(market.Workspace.Library, EntityKind.Contact, "buying_role", sort: null);
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        var accounts = market.Workspace.Connection.Query("SELECT id, account_ref FROM contact", [], row => (row.GetRequiredText(0), row.GetNullableInt64(1)))
            .ToDictionary(contact => contact.Item1, contact => contact.Item2, StringComparer.Ordinal);
        var roles = new HashSet<(string Role, long? Account)>();
        market.Workspace.Engine("duckdb").List(
            market.Select("email is known or email is unknown", EntityKind.Contact).Plan, values, order, null, market.Workspace.Now,
            row => roles.Add(((string)row.Cells[0]!, accounts[row.Id])), CancellationToken.None);

        var coverage = CommitteeCoverage.Find(
            market.Workspace, market.Workspace.Engine("duckdb"), everybody, "buying_role", CommitteeCoverage.UsualRoles, 5, market.Workspace.Now, CancellationToken.None);

        coverage.Size.ShouldBe(600);
        foreach (RoleCoverage role in coverage.Roles)
        {
            role.Accounts.ShouldBe(roles.Count(one => one.Role == role.Role && one.Account is not null), role.Role);
        }

        coverage.ByRolesCovered.Sum().ShouldBe(600);
        coverage.Accounts.ShouldAllBe(account => account.Has.Count + account.Missing.Count == 5 && account.Missing.Count > 0);
        Should.Throw<UserErrorException>(() => CommitteeCoverage.Find(market.Workspace, market.Workspace.Engine(), everybody, "buying_role", ["Juggler"], 5, market.Workspace.Now, CancellationToken.None))
            .Message.ShouldContain("no role 'Juggler'");
    }

    [Theory]
    [InlineData("fit_score", null, null, "has a value of 'fit_score'")]
    [InlineData("industry", null, null, "'industry' is no number")]
    [InlineData("annual_revenue", "nowhere", null, "There is no segment 'nowhere'")]
    [InlineData("annual_revenue", "role-economic-buyers", null, "There is no segment 'role-economic-buyers' of accounts")]
    [InlineData("annual_revenue", null, "nobody", "There is no segment 'nobody'")]
    public void Wrong_input_says_what_is_wrong(string fit, string? profile, string? suppression, string message) =>
        Should.Throw<UserErrorException>(() => Build(Options with { Fit = fit, Profile = profile, Suppressions = suppression is null ? null : [suppression] })).Message.ShouldContain(message);

    [Theory]
    [InlineData("1:1=0")]
    [InlineData("1:1")]
    [InlineData("1:two=5")]
    [InlineData("1:1=-5")]
    public void A_capacity_is_a_number_of_a_tier(string text) => Should.Throw<UserErrorException>(() => TierCapacity.Parse(text)).Message.ShouldContain(text);

    [Fact]
    public void A_capacity_that_is_not_said_is_the_usual() => TierCapacity.Parse("1:many=9").ShouldBe(new TierCapacity(150, 2000, 9));

    private static bool MayBe(string tier, (string Id, double? Fit, double? Timing) one, TargetAccountList list)
    {
        bool isA = one.Fit >= list.Fit.Upper, isB = one.Fit >= list.Fit.Lower, isHot = one.Timing >= list.Timing.Upper, isWarm = one.Timing > 0;
        return tier switch
        {
            TierNames.OneToOne => (isA && isWarm) || (isB && isHot),
            TierNames.OneToFew => one.Fit is not null && (isA || (isB && isWarm) || isHot),
            _ => isB || isWarm,
        };
    }

    private TargetListBuilder Build(TargetOptions options) => new(market.Workspace, market.Workspace.Engine("duckdb"), options with { Suppressions = options.Suppressions ?? [] }, market.Now);

    private List<(string Id, double? Fit, double? Timing)> Values(string where)
    {
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) =
            MemberColumns.Parse(market.Workspace.Library, EntityKind.Account, "annual_revenue, engagement_points", sort: null).Query();
        var found = new List<(string, double?, double?)>();
        market.Workspace.Engine("duckdb").List(
            market.Select(where).Plan, values, order, null, market.Now,
            row => found.Add((row.Id, Number(row.Cells[0]), Number(row.Cells[1]))), CancellationToken.None);
        return found;
    }

    private static double? Number(object? cell) => cell is null ? null : Convert.ToDouble(cell, CultureInfo.InvariantCulture);
}
