using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Profile;
using Strata.Platform.Profile.Features;
using Strata.Platform.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Profile;

public sealed class ProfileFinderTests
{
    private static readonly string[] Industries = ["SaaS", "Retail", "Banking", "Hospitals"];

    [Fact]
    public void A_profile_is_a_definition_that_parses_checks_and_selects_whom_it_says()
    {
        using SmallSales sales = Planted(1200);

        IdealCustomerProfile profile = sales.Find();

        profile.Definition.ShouldBe("industry = \"SaaS\" and employees >= 200");
        profile.Disqualifiers.ShouldBe("ownership = \"Government\"");
        profile.Drivers.Select(driver => driver.Feature).ShouldBe(["employees", "industry", "ownership"], ignoreOrder: true);
        profile.Drivers.ShouldAllBe(driver => driver.OddsRatioInterval.Contains(driver.OddsRatio) && driver.Credible.Contains(driver.Shrunk) && driver.Q <= 0.05);
        profile.Drivers.ShouldAllBe(driver => driver.With.Deals + driver.Without.Deals == profile.Deals.Taught);
        profile.Sentence.ShouldStartWith("You win with SaaS companies with employees of 200 or more: ");
        profile.Market!.Accounts.ShouldBe(1200);
        profile.Market.Fitting.ShouldBe(Count(sales, $"({profile.Definition}) and not ({profile.Disqualifiers})"));

        Holdout holdout = profile.Holdout!;
        holdout.All.Deals.ShouldBe(300);
        (holdout.Fitting.Deals + holdout.Rest.Deals).ShouldBe(300);
        holdout.Lift!.Value.ShouldBe(holdout.Fitting.Rate!.Value / holdout.All.Rate!.Value, 1e-12);
        holdout.Lift.Value.ShouldBeGreaterThan(1.3);
        holdout.CoverageOfWins.ShouldBe((double)holdout.Fitting.Won / holdout.All.Won, 1e-12);
        holdout.P.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void A_saved_profile_is_an_ordinary_segment()
    {
        using SmallSales sales = Planted(1200);
        IdealCustomerProfile profile = sales.Find();

        ProfileSegment.Save(sales.Workspace, profile, "ideal", "test", sales.Now, CancellationToken.None);

        SegmentSelection saved = SegmentSelection.FindSegment(sales.Workspace.Library, "ideal");
        sales.Workspace.Reader.Count(saved.Plan, sales.Now).ShouldBe(profile.Market!.Fitting);
        saved.Definition!.Exclude.ShouldNotBeNull();
        saved.Definition.Description.ShouldBe(profile.Sentence);
    }

    [Fact]
    public void Accounts_are_seen_as_they_were_when_their_deal_was_created()
    {
        using var sales = new SmallSales();
        sales.Add(400, won: number => number % 2 == 0, account: number => [("employees", 100)]).Load();
        RowType account = sales.Workspace.Catalog.Account;

        // Whoever won grew afterwards: today's value would tell won from lost perfectly.
        var loader = new RowLoader(sales.Workspace.Connection, sales.Workspace.Catalog);
        loader.Upsert(account, [.. Enumerable.Range(0, 400).Where(number => number % 2 == 0).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = $"a{number:00000}", ["employees"] = 900 })], sales.Now.Instant - SmallSales.Day);
        sales.Workspace.Reader.Refresh();

        IdealCustomerProfile profile = sales.Find();

        profile.Drivers.ShouldBeEmpty();
        profile.Definition.ShouldBeNull();
        profile.Sentence.ShouldStartWith("Nothing known of the accounts tells");
    }

    [Fact]
    public void What_is_asked_of_the_past_knows_nothing_later()
    {
        using SmallSales sales = Planted(1200);
        var then = new AsOf(sales.Now.Instant - (200 * SmallSales.Day), sales.Now.Zone);

        IdealCustomerProfile profile = sales.Find(at: then);

        profile.Deals.Closed.Deals.ShouldBe(DealSet.Of(sales.Workspace, 24, then).Closed.Count);
        profile.Deals.Closed.Deals.ShouldBeLessThan(1200);
        profile.Deals.Open.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Fifty_deals_have_wide_intervals_and_it_is_said()
    {
        using SmallSales sales = Planted(50);

        IdealCustomerProfile profile = sales.Find();

        profile.Notes.ShouldContain(note => note.Contains("50 deals are few", StringComparison.Ordinal));
        (profile.Deals.Closed.Interval!.Value.High - profile.Deals.Closed.Interval.Value.Low).ShouldBeGreaterThan(0.2);
        (profile.Drivers.Count > 0 || profile.Leads.Count > 0).ShouldBeTrue();
    }

    [Fact]
    public void Three_deals_are_refused()
    {
        using var sales = new SmallSales();
        sales.Add(3, won: number => number == 0, account: _ => []).Load();

        UserError error = Refused(sales);

        error.Code.ShouldBe("deals");
        error.Message.ShouldBe("3 deals were closed in the last 24 months, 1 of them won: too few to tell anything from chance.");
        error.Fix.ShouldBe("It takes at least 20 closed deals, and 5 won and 5 lost ones.");
    }

    [Fact]
    public void No_won_deals_all_won_and_no_deals_are_refused()
    {
        using var none = new SmallSales();
        none.Add(1, won: _ => true, account: _ => [], deal: _ => [("is_closed", false), ("is_won", false), ("closed_at", null)]).Load();
        Refused(none).Message.ShouldBe("No deal was won or lost in the last 24 months.");

        using var lost = new SmallSales();
        lost.Add(60, won: _ => false, account: _ => []).Load();
        Refused(lost).Message.ShouldBe("None of the 60 deals closed in the last 24 months was won, so nothing tells what wins.");

        using var won = new SmallSales();
        won.Add(60, won: _ => true, account: _ => []).Load();
        Refused(won).Message.ShouldBe("All 60 deals closed in the last 24 months were won, so nothing tells them from lost ones.");
        Refused(won).Fix.ShouldBe("Import the deals that were lost too: many exports leave them out.");
    }

    [Fact]
    public void One_industry_only_is_named()
    {
        using var sales = new SmallSales();
        sales.Add(200, won: number => number % 3 == 0, account: number => [("industry", "SaaS"), ("employees", 50 + (number % 17))]).Load();

        IdealCustomerProfile profile = sales.Find();

        profile.Notes.ShouldContain("Nothing can be said of industry: every deal has the same value.");
        profile.Drivers.ShouldBeEmpty();
    }

    [Fact]
    public void Fields_that_are_all_missing_are_named()
    {
        using var sales = new SmallSales();
        sales.Add(200, won: number => number % 3 == 0, account: _ => []).Load();

        IdealCustomerProfile profile = sales.Find();

        profile.Notes.ShouldContain(note => note.StartsWith("Nothing can be said of employees, annual_revenue", StringComparison.Ordinal));
        profile.Notes.ShouldContain(note => note.StartsWith("Nothing is known of the accounts of these deals that could tell them apart", StringComparison.Ordinal));
    }

    [Fact]
    public void Dates_in_the_future_and_other_unusable_deals_are_counted_and_named()
    {
        using SmallSales sales = Planted(400, deal: number => number switch
        {
            < 10 => [("closed_at", Later(30))],
            < 15 => [("created_at", Later(10)), ("closed_at", Later(30))],
            < 22 => [("closed_at", null)],
            < 25 => [("created_at", null)],
            < 27 => [("created_at", Later(-1)), ("closed_at", Later(-9))],
            < 30 => [("account", "nobody")],
            _ => [],
        });

        IdealCustomerProfile profile = sales.Find();

        profile.Deals.Unusable.ShouldBe(
        [
            new UnusableDeals("are closed at a date in the future", 10),
            new UnusableDeals("do not say when they were closed", 7),
            new UnusableDeals("are dated in the future", 5),
            new UnusableDeals("do not say when they were created", 3),
            new UnusableDeals("belong to no account that is known", 3),
            new UnusableDeals("were closed before they were created", 2),
        ], ignoreOrder: true);
        profile.Deals.Closed.Deals.ShouldBe(370);
    }

    [Fact]
    public void All_dates_in_the_future_are_refused()
    {
        using var sales = new SmallSales();
        sales.Add(60, won: number => number % 2 == 0, account: _ => [], deal: _ => [("closed_at", Later(5))]).Load();

        Refused(sales).Message.ShouldBe("No deal was won or lost in the last 24 months. Left out: 60 that are closed at a date in the future.");
    }

    /// <summary>A field that was filled in when deals were won; its name does not give it away, its values do.</summary>
    [Fact]
    public void A_field_that_leaks_the_outcome_is_named_and_refused()
    {
        using SmallSales sales = Planted(600, account: (number, won) => [("growth_stage", won ? "Mature" : "Seed"), ("region", won ? "EMEA" : null)]);

        IdealCustomerProfile profile = sales.Find();

        profile.Refused.Where(refused => refused.Reason.StartsWith("It tells won deals from lost ones almost perfectly", StringComparison.Ordinal))
            .Select(refused => refused.Name).ShouldBe(["region", "growth_stage"], ignoreOrder: true);
        profile.Drivers.ShouldAllBe(driver => !driver.Clause.Contains("growth_stage", StringComparison.Ordinal) && !driver.Clause.Contains("region", StringComparison.Ordinal));
        sales.Find(new ProfileOptions { Allowed = ["growth_stage"] }).Drivers.ShouldContain(driver => driver.Feature.StartsWith("growth_stage", StringComparison.Ordinal));
    }

    /// <summary>The length of a call, the money that changed hands: not perfect, but better than everything else together.</summary>
    [Fact]
    public void A_field_without_history_that_says_more_than_everything_else_is_named_and_refused()
    {
        var random = new Random(11);
        double Normal() => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1);
        using SmallSales sales = Planted(1200, account: (_, won) => [("annual_revenue", (decimal)Math.Round(Math.Exp(10 + (won ? 1.6 : 0) + Normal())))]);

        IdealCustomerProfile profile = sales.Find();

        RefusedFeature refused = profile.Refused.Single(one => one.Name == "annual_revenue");
        refused.Reason.ShouldContain("than everything else together");
        profile.Drivers.Select(driver => driver.Feature).ShouldBe(["employees", "industry", "ownership"], ignoreOrder: true);
        sales.Find(new ProfileOptions { Allowed = ["annual_revenue"] }).Drivers.ShouldContain(driver => driver.Feature == "annual_revenue");
    }

    [Fact]
    public void A_field_that_is_filled_in_when_a_deal_ends_is_named_and_refused()
    {
        var random = new Random(12);
        using SmallSales sales = Planted(
            600,
            deal: number => number < 80 ? [("is_closed", false), ("is_won", false), ("closed_at", null)] : [],
            account: (number, _) => [("region", number < 80 ? null : random.Next(2) == 0 ? "EMEA" : "APAC")]);

        IdealCustomerProfile profile = sales.Find();

        profile.Refused.Single(one => one.Name == "region").Reason.ShouldBe("It is known at 100 % of the deals that have ended and 0 % of those that are open, so it is filled in when a deal ends.");
    }

    [Fact]
    public void Options_out_of_bounds_are_refused()
    {
        using SmallSales sales = Planted(100);

        Refused(sales, new ProfileOptions { Months = 0 }).Message.ShouldBe("The months to look back must be between 1 and 240.");
        Refused(sales, new ProfileOptions { HeldOut = 0.9 }).Code.ShouldBe("argument");
        Refused(sales, new ProfileOptions { LeastCoverage = 0 }).Code.ShouldBe("argument");
        UserError unknown = Refused(sales, new ProfileOptions { Allowed = ["helth"] });
        (unknown.Code, unknown.Fix!.Contains("health", StringComparison.Ordinal)).ShouldBe(("name", true));
        Refused(sales, new ProfileOptions { Months = 1 }).Fix!.ShouldContain("look further back with --months");
    }

    [Fact]
    public void A_profile_of_nothing_cannot_be_saved()
    {
        using var sales = new SmallSales();
        sales.Add(200, won: number => number % 3 == 0, account: _ => []).Load();
        IdealCustomerProfile profile = sales.Find();

        Should.Throw<UserErrorException>(() => ProfileSegment.Of(profile, "ideal")).Errors[0].Code.ShouldBe("profile");
    }

    private static long Later(int days) => Microseconds.FromInstant(NodaTime.Instant.FromUtc(2026, 11, 22, 0, 0)) + (days * SmallSales.Day);

    private static long Count(SmallSales sales, string text) => sales.Workspace.Reader.Count(SegmentSelection.Find(sales.Workspace.Library, text, EntityKind.Account).Plan, sales.Now);

    private static UserError Refused(SmallSales sales, ProfileOptions? options = null) => Should.Throw<UserErrorException>(() => sales.Find(options)).Errors[0];

    /// <summary>SaaS and 200 employees or more speak for, a government against; the rest is chance.</summary>
    private static SmallSales Planted(
        int count, Func<int, (string, object?)[]>? deal = null, Func<int, bool, (string, object?)[]>? account = null)
    {
        var random = new Random(6);
        var facts = Enumerable.Range(0, count).Select(_ =>
        {
            (string industry, int employees, bool government) = (Industries[random.Next(4)], (int)Math.Pow(10, 1 + (3 * random.NextDouble())), random.NextDouble() < 0.2);
            double logit = -1.1 + (industry == "SaaS" ? 1.8 : 0) + (employees >= 200 ? 1.4 : 0) - (government ? 1.8 : 0);
            return (industry, employees, government, Won: random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }).ToList();
        return new SmallSales().Add(
            count,
            number => facts[number].Won,
            number => [("industry", facts[number].industry), ("employees", facts[number].employees), ("ownership", facts[number].government ? "Government" : "Private"), .. account?.Invoke(number, facts[number].Won) ?? []],
            deal).Load();
    }
}
