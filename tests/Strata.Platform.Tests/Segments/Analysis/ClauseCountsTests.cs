using Strata.Language.Catalog;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;

namespace Strata.Platform.Tests.Segments.Analysis;

public sealed class ClauseCountsTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Every_clause_says_what_it_does()
    {
        ClauseCounts counts = Count("employees >= 300 and (employees < 500 or employees > 900) and not (employees = 300 or employees = 200)");

        counts.Size.ShouldBe(2);
        counts.Clauses.Select(clause => (clause.Kind, clause.Level, clause.Text, clause.Alone, clause.Without, clause.SoleBlocker, clause.SoleReason)).ShouldBe(
        [
            ("clause", 0, "employees >= 300", 8, 3, 1, 0),
            ("or", 0, "employees < 500 or employees > 900", 5, 7, 5, 0),
            ("clause", 1, "employees < 500", 4, 1, 0, 1),
            ("clause", 1, "employees > 900", 1, 1, 0, 1),
            ("not", 0, "not (employees = 300 or employees = 200)", 8, 3, 1, 0),
            ("clause", 1, "employees = 300", 1, 3, 1, 0),
            ("clause", 1, "employees = 200", 1, 2, 0, 0),
        ]);
    }

    [Fact]
    public void Suppression_and_members_added_by_hand_count_too()
    {
        _test.Apply("segment: s\nwhere: employees >= 900\nexclude: employees = 1000\ninclude_list: [a01, a10]");

        ClauseCounts counts = Count("s");

        counts.Size.ShouldBe(2);
        counts.Clauses.Select(clause => (clause.Kind, clause.Text, clause.Alone, clause.Without, clause.SoleBlocker, clause.SoleReason)).ShouldBe(
        [
            ("clause", "employees >= 900", 2, null, null, null),
            ("include_list", "include_list", 2, 1, 0, 1),
            ("exclude", "employees = 1000", 1, 3, 1, 0),
        ]);
    }

    [Theory]
    [InlineData("employees between 300 and 500", "clause")]
    [InlineData("employees in (300, 400)", "clause")]
    [InlineData("employees != 300", "clause")]
    [InlineData("not (employees = 300)", "clause")]
    [InlineData("employees = 300 or employees = 400", "or clause clause")]
    [InlineData("not (employees = 300 and not (employees = 400 or employees = 500))", "not clause not clause clause")]
    public void What_is_one_clause_as_written_is_one(string text, string kinds) =>
        string.Join(' ', Count(text).Clauses.Select(clause => clause.Kind)).ShouldBe(kinds);

    private ClauseCounts Count(string text) => ClauseCounts.Count(
        _test.Workspace.Engine(), SegmentSelection.Find(_test.Workspace.Library, text, EntityKind.Account).Plan, _test.Workspace.Now, CancellationToken.None);
}
