using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Catalog;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Quality.Duplicates.Blocking;
using Strata.Platform.Quality.Duplicates.Weighing;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Quality.Duplicates;

/// <summary>Who is compared, what is said of it, and what keeps groups apart.</summary>
public sealed class DuplicateFinderTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_evidence_adds_up_to_the_likelihood()
    {
        Accounts(
            ("n1", "Northern Lights Energy GmbH", "northern-lights.example", "Kiel"), ("n2", "Northern Lights Energy", "northern-lights.example", "Kiel"),
            ("o1", "Orion Freight", "orion.example", "Bonn"), ("p1", "Pallas Insurance", "pallas.example", "Kiel"));

        DuplicateCandidate pair = Find().Candidates.ShouldHaveSingleItem();

        (pair.First.Id, pair.Second.Id).ShouldBe(("n1", "n2"));
        pair.IsSure.ShouldBeTrue();
        pair.Evidence.Select(one => one.Code).ShouldBe(["same-domain", "same-name", "same-city"], ignoreOrder: true);
        pair.Evidence.ShouldAllBe(one => one.Weight > 0 && !one.Text.Contains('{'));
        double bits = pair.Prior + pair.Evidence.Sum(one => one.Weight);
        (1 / (1 + Math.Pow(2, -bits))).ShouldBe(pair.Score, 0.001);
    }

    [Fact]
    public void Contradictions_count_against()
    {
        Accounts(("n1", "Northern Lights Energy", "north.example", "Kiel"), ("n2", "Northern Lights Energy", "nordlicht.example", "Lima"));

        Find(0).Candidates.Single().Evidence.Where(one => one.Weight < 0).Select(one => one.Code).ShouldBe(["other-domain", "other-city"], ignoreOrder: true);
    }

    [Fact]
    public void Who_was_called_different_is_not_proposed()
    {
        Accounts(("n1", "Northern Lights Energy", "north.example", "Kiel"), ("n2", "Northern Lights Energy", "north.example", "Kiel"));
        new DistinctPairs(_test.Workspace).Add(EntityKind.Account, "n2", "n1", "ann");

        Find().Total.ShouldBe(0);
        Find().Groups.ShouldBeEmpty();
    }

    [Fact]
    public void Blocks_are_bounded_and_give_each_pair_once() => Prop.ForAll(
        Gen.Choose(0, 30).ListOf(3).ListOf().ToArbitrary(),
        drawn =>
        {
            int[][] keys = [.. drawn.Select(its => its.ToArray()), .. Enumerable.Range(0, Blocks.Largest + 1).Select(_ => new[] { 99 })];
            Blocks blocks = Blocks.Build(keys.Length, (record, its) => its.AddRange(keys[record].Select(key => (ulong)key)), CancellationToken.None);
            var pairs = new List<(int, int)>();
            for (int block = 0; block < blocks.Count; block++)
            {
                int[] members = [.. blocks.Members(block)];
                members.Length.ShouldBeInRange(2, Blocks.Largest);
                pairs.AddRange(members.SelectMany((one, i) => members.Skip(i + 1).Select(other => (one, other))).Where(pair => blocks.IsFirstOf(block, pair.one, pair.other)));
            }

            HashSet<int> usual = [.. Enumerable.Range(0, 31).Where(key => keys.Count(its => its.Contains(key)) <= Blocks.Largest)];
            pairs.Distinct().Count().ShouldBe(pairs.Count);
            pairs.Order().ShouldBe(Enumerable.Range(0, keys.Length).SelectMany(a => Enumerable.Range(a + 1, keys.Length - a - 1).Select(b => (a, b)))
                .Where(pair => keys[pair.a].Intersect(keys[pair.b]).Any(usual.Contains)));
            blocks.Skipped.ShouldBeGreaterThanOrEqualTo(1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_contradiction_keeps_a_chain_apart()
    {
        // 1 - 2 - 3 - 4 are alike one by one; 1 and 4 cannot be one.
        var refused = new HashSet<(int, int)>();
        List<(List<int> Members, double Weakest)> groups = Grouping.Of(
            [(1, 2), (2, 3), (3, 4)], (a, b) => (Math.Min(a, b), Math.Max(a, b)) == (1, 4) ? -9 : 5, refused);

        groups.ShouldHaveSingleItem().Members.Order().ShouldBe([1, 2, 3]);
        refused.ShouldBe([(3, 4)]);
    }

    private DuplicateList Find(double least = DuplicateFinder.StandardScore) => new DuplicateFinder(_test.Workspace).Find(EntityKind.Account, least, 100, CancellationToken.None);

    private void Accounts(params (string Id, string Name, string Domain, string City)[] rows) => new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog).Upsert(
        _test.Workspace.Catalog.Account,
        [.. rows.Select(row => new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = row.Id, ["name"] = row.Name, ["domain"] = row.Domain, ["city"] = row.City })],
        _test.Workspace.Now.Instant);
}
