using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;

namespace Strata.Platform.Tests.Segments.Analysis;

public sealed class OverlapTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Combinations_are_exclusive_and_exact()
    {
        Overlap overlap = Find("employees >= 500", "employees <= 700", "employees = 600");

        overlap.Sets.Select(set => (set.Name, set.Size)).ShouldBe([("employees >= 500", 6), ("employees <= 700", 7), ("employees = 600", 1)]);
        overlap.InAny.ShouldBe(10);
        overlap.Intersections.Select(intersection => (string.Join("", intersection.Sets), intersection.Size))
            .ShouldBe([("1", 4), ("0", 3), ("01", 2), ("012", 1)]);
        overlap.Intersections.Sum(intersection => intersection.Share).ShouldBe(1, 1e-9);
        overlap.Pairs.Select(pair => (pair.First, pair.Second, pair.Both, pair.Jaccard))
            .ShouldBe([(0, 1, 3L, 0.3), (0, 2, 1L, 1.0 / 6), (1, 2, 1L, 1.0 / 7)]);
    }

    /// <summary>Thresholds that are spread over the accounts make every combination differ; each is held to what the engine counts of it.</summary>
    [Fact]
    public void Twenty_segments_agree_with_the_counts_of_their_combinations()
    {
        string[] texts = [.. Enumerable.Range(0, Overlap.MaxSets).Select(at => $"employees {(at % 2 == 0 ? ">=" : "<")} {50 * (at + 1)}")];

        Overlap overlap = Find(texts);

        overlap.Intersections.Sum(intersection => intersection.Size).ShouldBe(overlap.InAny);
        overlap.InAny.ShouldBe(10);
        foreach (OverlapIntersection intersection in overlap.Intersections)
        {
            string exactly = string.Join(" and ", texts.Select((text, at) => intersection.Sets.Contains(at) ? text : $"not ({text})"));
            _test.Workspace.Engine(AudienceEngines.DuckDb).Count(Select(exactly).Plan, _test.Workspace.Now, CancellationToken.None).ShouldBe(intersection.Size, exactly);
        }
    }

    [Fact]
    public void Segments_without_anybody_have_no_combination()
    {
        Overlap overlap = Find("employees > 5000", "employees > 6000");

        (overlap.InAny, overlap.Intersections.Count, overlap.Pairs.Single().Jaccard).ShouldBe((0, 0, 0.0));
    }

    [Fact]
    public void Too_few_too_many_one_twice_and_mixed_entities_are_refused()
    {
        Refused("employees > 1").Message.ShouldContain("1 segment cannot");
        Refused([.. Enumerable.Range(0, 21).Select(at => $"employees > {at}")]).Fix!.ShouldContain("2 to 20");
        Refused("employees > 1", "EMPLOYEES > 1").Message.ShouldContain("given twice");
        Should.Throw<UserErrorException>(() => Overlap.Find(
            _test.Workspace.Engine(),
            [Select("employees > 1"), SegmentSelection.Find(_test.Workspace.Library, "opted_out", EntityKind.Contact)],
            _test.Workspace.Now,
            CancellationToken.None)).Errors.Single().Message.ShouldBe("'employees > 1' is made of accounts and 'opted_out' of contacts.");
    }

    private UserError Refused(params string[] texts) => Should.Throw<UserErrorException>(() => Find(texts)).Errors.Single();

    private Overlap Find(params string[] texts) =>
        Overlap.Find(_test.Workspace.Engine(), [.. texts.Select(Select)], _test.Workspace.Now, CancellationToken.None);

    private SegmentSelection Select(string text) => SegmentSelection.Find(_test.Workspace.Library, text, EntityKind.Account);
}
