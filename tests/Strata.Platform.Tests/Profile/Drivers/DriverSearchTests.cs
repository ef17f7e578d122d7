using Strata.Platform.Profile.Drivers;

namespace Strata.Platform.Tests.Profile.Drivers;

/// <summary>The search must recover a known truth, and find nothing where there is nothing.</summary>
public sealed class DriverSearchTests
{
    [Fact]
    public void Finds_what_was_planted_with_its_size_and_the_band_where_it_lies()
    {
        var deals = new MadeUpDeals(seed: 1, count: 6000);
        double[] runs = deals.AddFlag("Salesforce", 0.3), competes = deals.AddFlag("Pardot", 0.2), employees = deals.AddNumber("employees");
        int[] industry = deals.AddCategory("industry", "SaaS", "Retail", "Energy", "Media");
        AddNoise(deals, 60);

        (DriverFindings found, _) = deals.Search(row =>
            -1.2 + (0.8 * runs[row]) - (0.9 * competes[row]) + (employees[row] is >= 200 and < 2000 ? 0.8 : 0) + (industry[row] == 0 ? 0.7 : 0));

        found.Leaves.Select(leaf => leaf.Clause).ShouldBe(
        [
            "any(technologies where product = \"Salesforce\")",
            "any(technologies where product = \"Pardot\")",
            "employees >= 200 and employees < 2000",
            "industry = \"SaaS\"",
        ], ignoreOrder: true);
        double[] planted = [0.8, -0.9, 0.8, 0.7];
        string[] starts = ["any(technologies where product = \"S", "any(technologies where product = \"P", "employees", "industry"];
        for (int at = 0; at < planted.Length; at++)
        {
            int driver = found.Leaves.ToList().FindIndex(leaf => leaf.Clause.StartsWith(starts[at], StringComparison.Ordinal));
            Math.Abs(found.Effect(driver) - planted[at]).ShouldBeLessThan(3 * found.Error(driver));
        }
    }

    /// <summary>Of 40 searches where nothing tells won from lost, no more find something than the rate that is asked for, by chance.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(3000)]
    public void Finds_nothing_where_there_is_nothing(int count)
    {
        int wrong = Enumerable.Range(0, 40).Count(seed =>
        {
            var deals = new MadeUpDeals(seed + 100, count);
            AddNoise(deals, 60);
            return deals.Search(_ => -0.5).Found.Leaves.Count > 0;
        });

        // Of 40 with a chance of 0.05 each, more than 6 come in 0.7 % of all worlds.
        wrong.ShouldBeLessThanOrEqualTo(6);
    }

    /// <summary>Four hundred deals of twenty accounts that differ by luck: what an account has seems to matter, and must not.</summary>
    [Fact]
    public void Deals_of_one_account_are_not_taken_for_so_many_witnesses()
    {
        int wrong = 0;
        double dependence = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            var deals = new MadeUpDeals(seed + 500, count: 1200, dealsOfAccount: 30);
            AddNoise(deals, 40);
            DriverFindings found = deals.Search(_ => 0, accountNoise: 1).Found;
            wrong += found.Leaves.Count > 0 ? 1 : 0;
            dependence += found.Dependence / 30;
        }

        dependence.ShouldBeGreaterThan(3);
        wrong.ShouldBeLessThanOrEqualTo(6);
    }

    /// <summary>What merely comes with a driver says nothing by itself.</summary>
    [Fact]
    public void Company_of_a_driver_is_no_driver()
    {
        var deals = new MadeUpDeals(seed: 3, count: 5000);
        double[] runs = deals.AddFlag("Salesforce", 0.4), comes = deals.AddFlag("Outreach", 0.5);
        for (int row = 0; row < comes.Length; row++)
        {
            // Three of four who run the one run the other.
            comes[row] = row % 4 == 0 ? comes[row] : runs[row];
        }

        DriverFindings found = deals.Search(row => -0.8 + (0.9 * runs[row])).Found;

        found.Leaves.Select(leaf => leaf.Label).ShouldBe(["Salesforce"]);
        found.Alone.Single(question => question.Best.Leaf.Label == "Outreach").P.ShouldBeLessThan(1e-6);
    }

    /// <summary>A pair that adds to its parts is found; parts that merely add up are no pair.</summary>
    [Theory]
    [InlineData(1.2, true)]
    [InlineData(0.0, false)]
    public void Pairs_are_found_where_they_say_more_than_their_parts(double together, bool isFound)
    {
        var deals = new MadeUpDeals(seed: 4, count: 6000);
        double[] one = deals.AddFlag("Salesforce", 0.4), other = deals.AddFlag("Slack", 0.4);
        AddNoise(deals, 20);
        (DriverFindings found, TrainingSet set) = deals.Search(row => -1 + (0.5 * one[row]) + (0.5 * other[row]) + (together * one[row] * other[row]));

        Leaf[] leaves = [.. found.Leaves.Concat(found.Alone.OrderBy(question => question.P).Select(question => question.Best.Leaf)).Distinct().Take(20)];
        IReadOnlyList<PairFinding> pairs = new PairSearch(set, found.Model, 30).Find(leaves, CancellationToken.None);

        pairs.Any(pair => new[] { pair.First.Label, pair.Second.Label }.Order(StringComparer.Ordinal).SequenceEqual(["Salesforce", "Slack"])).ShouldBe(isFound);
        pairs.Count.ShouldBe(isFound ? 1 : 0);
    }

    private static void AddNoise(MadeUpDeals deals, int flags)
    {
        for (int at = 0; at < flags; at++)
        {
            deals.AddFlag($"noise {at}", 0.05 + (0.9 * at / flags));
        }

        deals.AddNumber("noise number");
        deals.AddCategory("noise category", "a", "b", "c", "d", "e", "f", "g", "h");
    }
}
