using System.Globalization;
using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Tests.Generation;

/// <summary>The planted causes can be found again in the files, by nothing cleverer than comparing win rates.</summary>
public sealed class PlantedDriverTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Deals_win_more_where_a_driver_holds(long seed)
    {
        using var universe = await GeneratedUniverse.CreateAsync(options => options with { Accounts = 20_000, Events = 0, Seed = seed });
        var truth = new PlantedTruth((ulong)seed);
        var accounts = universe.Read("accounts").ToDictionary(row => row["Account ID"], StringComparer.Ordinal);
        var installed = Installed(universe, truth.InstalledTechnology);
        var competing = Installed(universe, truth.CompetingTechnology);
        var deals = universe.Read("opportunities").Where(row => row["Closed"] == "true").ToList();
        WinRate(deals).ShouldBeInRange(0.2, 0.45);

        Lift(deals, deal => Is(accounts[deal["Account ID"]], "Industry", name => Fits(truth, name))).ShouldBeGreaterThan(0.1);
        Lift(deals, deal => Is(accounts[deal["Account ID"]], "Number of Employees", size => truth.IsFittingSize(int.Parse(size, CultureInfo.InvariantCulture))))
            .ShouldBeGreaterThan(0.06);
        Lift(deals, deal => Before(installed, deal)).ShouldBeGreaterThan(0.04);
        Lift(deals, deal => Before(competing, deal)).ShouldBeLessThan(-0.03);
    }

    [Fact]
    public async Task Deals_win_more_after_pricing_visits_and_executive_meetings()
    {
        using var universe = await GeneratedUniverse.CreateAsync(options => options with { Accounts = 20_000, Events = 100_000, Days = 600, Seed = 3 });
        var asOf = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        var events = universe.Read("events");
        var pricing = events.Where(row => row["page"] == "pricing" && row["account_id"].Length > 0).ToLookup(row => row["account_id"], Instant, StringComparer.Ordinal);
        var executives = universe.Read("contacts").Where(row => IsExecutive(row["Title"])).Select(row => row["Email"]).ToHashSet(StringComparer.Ordinal);
        var meetings = events.Where(row => row["event_type"] == "meeting" && executives.Contains(row["contact_email"]))
            .ToLookup(row => row["account_id"], Instant, StringComparer.Ordinal);
        var deals = universe.Read("opportunities").Where(row => row["Closed"] == "true" && Created(row) > asOf.AddDays(-570)).ToList();

        Lift(deals, deal => CountBefore(pricing, deal) >= 3).ShouldBeGreaterThan(0.06);
        Lift(deals, deal => CountBefore(meetings, deal) >= 1).ShouldBeGreaterThan(0.05);
    }

    private static bool IsExecutive(string title) =>
        new[] { "Chief", "CEO", "CFO", "CMO", "CRO", "CIO", "CTO", "COO", "VP", "Vice President", "President", "Founder", "Managing Director", "General Counsel" }
            .Any(word => title.Contains(word, StringComparison.Ordinal));

    private static int CountBefore(ILookup<string, DateTimeOffset> instants, Dictionary<string, string> deal) =>
        instants[deal["Account ID"]].Count(instant => instant <= Created(deal) && instant > Created(deal).AddDays(-30));

    private static DateTimeOffset Created(Dictionary<string, string> deal) => DateTimeOffset.Parse(deal["Created Date"], CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(Dictionary<string, string> row) => DateTimeOffset.Parse(row["timestamp"], CultureInfo.InvariantCulture);

    private static Dictionary<string, DateTimeOffset> Installed(GeneratedUniverse universe, int technology) => universe.Read("technologies")
        .Where(row => row["Product"] == Technologies.All[technology].Product)
        .ToDictionary(row => row["Account ID"], row => DateTimeOffset.Parse(row["First Seen"], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static bool? Before(Dictionary<string, DateTimeOffset> installed, Dictionary<string, string> deal) =>
        installed.TryGetValue(deal["Account ID"], out var seen) && seen <= Created(deal);

    private static bool Fits(PlantedTruth truth, string industry)
    {
        var index = Array.FindIndex(Industries.All, known => string.Equals(known.Name, industry, StringComparison.OrdinalIgnoreCase));
        index.ShouldBeGreaterThanOrEqualTo(0, industry);
        return truth.IsFittingIndustry(index);
    }

    private static bool? Is(Dictionary<string, string> account, string column, Func<string, bool> holds) =>
        account[column].Length == 0 ? null : holds(account[column]);

    private static double Lift(List<Dictionary<string, string>> deals, Func<Dictionary<string, string>, bool?> holds)
    {
        var groups = deals.ToLookup(holds);
        groups[true].Count().ShouldBeGreaterThan(50);
        return WinRate([.. groups[true]]) - WinRate([.. groups[false]]);
    }

    private static double WinRate(List<Dictionary<string, string>> deals) => deals.Count(deal => deal["Won"] == "true") / (double)deals.Count;
}
