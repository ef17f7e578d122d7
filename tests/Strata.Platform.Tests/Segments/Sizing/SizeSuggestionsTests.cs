using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Tests.Segments.Library;

namespace Strata.Platform.Tests.Segments.Sizing;

/// <summary>Ten accounts of 100 to 1000 employees, founded 1 to 10 days ago.</summary>
public sealed class SizeSuggestionsTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("employees >= 500", 8, "employees >= 300", 8)]
    [InlineData("employees >= 500", 2, "employees >= 810", 2)]
    [InlineData("500 <= employees", 8, "300 <= employees", 8)]
    [InlineData("employees between 400 and 600", 5, "employees between 400 and 800", 5)]
    [InlineData("employees between 400 and 600", 5, "employees between 200 and 600", 5)]
    [InlineData("founded_at in last 3 days", 5, "founded_at in last 6 days", 5)]
    [InlineData("founded_at before 3 days ago", 5, "founded_at before 5 days ago", 5)]
    [InlineData("founded_at after 2026-11-18", 6, "founded_at after 2026-11-15", 6)]
    [InlineData("founded_at >= 2026-11-18T00:00:00Z", 6, "founded_at >= 2026-11-16T00:00:00Z", 6)]
    [InlineData("not (employees < 500)", 8, "not (employees < 300)", 8)]
    [InlineData("in top 20% by employees", 5, "in top 41% by employees", 5)]
    [InlineData("in top 3 by employees", 5, "in top 5 by employees", 5)]
    [InlineData("employees = 400", 7, "employees >= 400", 7)]
    [InlineData("employees = 400", 4, "employees <= 400", 4)]
    [InlineData("employees in (100, 200, 300)", 2, "employees in (200, 300)", 2)]
    [InlineData("employees > 200 and employees < 400", 2, "employees > 190", 2)]
    [InlineData("employees > 5000", 1, "employees > 990", 1)]
    public void A_constant_is_moved_no_further_than_it_must(string text, long wanted, string changed, long reached)
    {
        SizeSuggestions found = Find(text, _ => new SizeTarget(wanted, wanted, wanted));

        SizeSuggestion suggestion = found.Suggestions.First(one => one.Changed == changed);
        (suggestion.Size, suggestion.Reaches, suggestion.InExclude).ShouldBe((reached, true, false));
        Count(suggestion.Where).ShouldBe(reached);
    }

    [Fact]
    public void Clauses_can_be_dropped_wherever_they_stand()
    {
        SizeSuggestions or = Find("employees >= 300 and (employees <= 400 or employees = 900) and not (employees = 300 or employees = 200)", _ => new SizeTarget(7, 7, 7));
        or.Suggestions.ShouldContain(one => one.Changed == null && one.Clause == "employees <= 400 or employees = 900");
        SizeSuggestions not = Find("employees >= 300 and (employees <= 400 or employees = 900) and not (employees = 300 or employees = 200)", _ => new SizeTarget(3, 3, 3));
        not.Suggestions.ShouldContain(one => one.Changed == null && one.Clause == "employees = 300");
        SizeSuggestions and = Find("employees >= 300 and employees < 500 and employees != 300", _ => new SizeTarget(2, 2, 2));
        and.Suggestions.ShouldContain(one => one.Changed == null && one.Clause == "employees != 300");
    }

    [Fact]
    public void The_suppression_is_a_clause_too()
    {
        _test.Apply("segment: s\nwhere: employees >= 500\nexclude: employees >= 700\ninclude_list: [a01]");

        SizeSuggestions found = Find("s", _ => new SizeTarget(7, 7, 7));

        found.Size.ShouldBe(3);
        found.Suggestions.ShouldContain(one => one.Clause == "employees >= 700" && one.InExclude && one.Changed == null && one.Exclude == null);
        found.Suggestions.ShouldContain(one => one.Changed == "employees >= 1100" && one.Exclude == "employees >= 1100");
    }

    [Fact]
    public void What_cannot_be_reached_gets_the_nearest()
    {
        SizeSuggestions found = Find("employees >= 500 and founded_at in last 3 days", _ => new SizeTarget(9, 10, 9));

        found.IsReached.ShouldBeFalse();
        found.Suggestions.ShouldNotBeEmpty();
        found.Suggestions.ShouldAllBe(one => !one.Reaches && one.Size > found.Size);
        found.Suggestions.Select(one => Math.Abs(9 - one.Size)).ShouldBe(found.Suggestions.Select(one => Math.Abs(9 - one.Size)).Order());
    }

    [Fact]
    public void A_change_that_goes_too_far_is_among_the_nearest()
    {
        SizeSuggestion found = Find("employees = 500 and name is unknown", _ => new SizeTarget(3, 3, 3)).Suggestions.Single(one => one.Changed == null && one.Clause == "employees = 500");

        (found.Size, found.Reaches).ShouldBe((10, false));
    }

    [Fact]
    public void A_segment_of_the_wanted_size_is_left_alone()
    {
        SizeSuggestions found = Find("employees >= 500", _ => SizeTarget.About(6));

        (found.IsReached, found.Suggestions.Count, found.Counted).ShouldBe((true, 0, 0));
    }

    [Fact]
    public void Nothing_to_change_is_no_fault()
    {
        SizeSuggestions found = Find("name is known", _ => SizeTarget.About(6));

        (found.IsReached, found.Suggestions.Count).ShouldBe((false, 0));
    }

    [Fact]
    public void Without_a_wish_the_least_minimum_that_is_missed_is_the_target()
    {
        _test.Apply("segment: s\nwhere: employees >= 500\nminimum: {display: 9, email: 5, sales: 8}\n---\nsegment: t\nwhere: employees >= 500\nminimum: {display: 1, email: 1, sales: 1}");

        Find("s", null).Target.ShouldBe("at least 8");
        Find("employees >= 500", null).Target.ShouldBe("at least 50");
        Find("t", null).ShouldSatisfyAllConditions(found => found.IsReached.ShouldBeTrue(), found => found.Target.ShouldBeNull());
        SizeSuggestions.OfChannel(Select("s"), Channel.Display, 6).Min.ShouldBe(9);
        SizeSuggestions.OfChannel(Select("employees > 1"), Channel.Email, 6).Min.ShouldBe(500);
    }

    [Fact]
    public void An_invalid_segment_is_to_be_mended_first()
    {
        _test.Apply("segment: s\nwhere: employees >= 500");
        _test.Apply("segment: s\nwhere: in list(\"nowhere\")");

        Should.Throw<UserErrorException>(() => Find("s", _ => SizeTarget.About(9))).Errors.Single().Fix!.ShouldContain("Mend");
    }

    [Fact]
    public void Targets_that_make_no_sense_are_refused()
    {
        Should.Throw<UserErrorException>(() => SizeTarget.About(0));
        Should.Throw<UserErrorException>(() => SizeTarget.Between(-1, null, 5));
        Should.Throw<UserErrorException>(() => SizeTarget.Between(10, 5, 5));
    }

    [Theory]
    [InlineData(10, null, 5, "at least 10")]
    [InlineData(null, 10, 50, "at most 10")]
    [InlineData(1000, 2000, 50, "1,000 to 2,000")]
    [InlineData(7, 7, 50, "7")]
    public void Targets_are_said_in_words(int? min, int? max, long size, string words) => SizeTarget.Between(min, max, size).ToString().ShouldBe(words);

    [Fact]
    public void Shrinking_below_a_minimum_is_said_once()
    {
        SizeGuard.WarningOfShrinking(new(), 600, 40).ShouldBe("40 is fewer than the minimum for sales (50), email (500).");
        SizeGuard.WarningOfShrinking(new(), 600, 550).ShouldBeNull();
        SizeGuard.WarningOfShrinking(new(), 40, 20).ShouldBeNull();
        SizeGuard.TooSmallFor(new(Display: 0, Email: 0, Sales: 0), 0).ShouldBeEmpty();
    }

    [Fact]
    public void A_size_alone_means_about_that() => SizeTarget.About(1000).ShouldBe(new SizeTarget(950, 1050, 1000));

    private SizeSuggestions Find(string text, Func<long, SizeTarget>? target) =>
        SizeSuggestions.Find(_test.Workspace.Engine(), Select(text), target, _test.Workspace.Now, CancellationToken.None);

    private SegmentSelection Select(string text) => SegmentSelection.Find(_test.Workspace.Library, text, EntityKind.Account);

    private long Count(string text) => _test.Workspace.Reader.Count(Select(text).Plan, _test.Workspace.Now);
}
