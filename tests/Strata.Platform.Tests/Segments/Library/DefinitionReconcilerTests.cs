using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Tests.Segments.Library;

public sealed class DefinitionReconcilerTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_change_is_a_version_with_author_reason_and_delta_and_survives_the_process()
    {
        _test.Apply("segment: Big\nwhere: employees >= 500");
        _test.Apply("segment: big\nwhere: employees >= 800");
        _test.Reopen();

        IReadOnlyList<StoredVersion> versions = _test.Workspace.Control.History("segment", "BIG");
        versions.Select(version => version.Version).ShouldBe([1, 2]);
        versions.Select(version => (version.Size, version.Entered, version.Left)).ShouldBe([(6, 6, 0), (3, 0, 3)]);
        versions.ShouldAllBe(version => version.Author == "test" && version.Reason == "because" && version.At == _test.Workspace.Now.Instant);
        versions[0].Text.ShouldBe("segment: Big\nwhere: employees >= 500");
        _test.Count("big").ShouldBe(3);
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing()
    {
        _test.Apply("segment: big\nwhere: employees >= 500");

        DefinitionReconciler again = _test.Reconcile("# other layout, same meaning\nsegment: big\nwhere: |\n  EMPLOYEES >= 500\n");

        again.Changes.ShouldBeEmpty();
        again.Apply("test", null, _test.Workspace.Now, CancellationToken.None).ShouldBeEmpty();
        _test.Workspace.Control.LatestRevision().ShouldBe(1);
    }

    [Fact]
    public void A_difference_reaches_those_that_refer_to_what_changes()
    {
        _test.Apply("segment: big\nwhere: employees >= 500\n---\nsegment: old-and-big\nwhere: in segment(\"big\") and founded_at before 7 days ago\n---\nsegment: small\nwhere: employees < 500");

        IReadOnlyList<SegmentDifference> differences = _test.Reconcile("segment: big\nwhere: employees >= 900").Differences(_test.Workspace.Now, withIds: true, CancellationToken.None);

        differences.Select(difference => (difference.Segment.Name, difference.Change)).ShouldBe([("big", ChangeKind.Changed), ("old-and-big", null)]);
        differences[0].Leaving.ShouldBe(["a05", "a06", "a07", "a08"]);
        differences[0].Delta.ShouldBe(new MembershipDelta(2, 0, 4));
        differences[1].Leaving.ShouldBe(["a08"]);
        differences[1].Entering.ShouldBeEmpty();
    }

    [Fact]
    public void Taking_away_what_is_used_is_refused_and_names_its_users()
    {
        _test.Apply("segment: big\nwhere: employees >= 500\n---\nsegment: user\nwhere: in segment(\"big\")\n---\nlist: unused\nmembers: [a1]");

        UserError error = Should.Throw<UserErrorException>(() => _test.Reconcile("segment: user\nwhere: in segment(\"big\")", removeOthers: true)).Errors.Single();

        error.Code.ShouldBe("reference");
        error.Message.ShouldContain("'big' is used by 'user'");
    }

    [Fact]
    public void Taking_away_is_a_version_too()
    {
        _test.Apply("segment: big\nwhere: employees >= 500\n---\nsegment: small\nwhere: employees < 500");

        _test.Apply("segment: small\nwhere: employees < 500", removeOthers: true);

        _test.Workspace.Library.FindSegment("big").ShouldBeNull();
        StoredVersion last = _test.Workspace.Control.History("segment", "big")[^1];
        (last.Version, last.Deleted, last.Size, last.Left).ShouldBe((2, true, 0, 6));
        Should.Throw<UserErrorException>(() => SegmentSelection.FindSegment(_test.Workspace.Library, "big")).Errors.Single().Code.ShouldBe("reference");
    }

    [Fact]
    public void Without_being_asked_nothing_is_taken_away()
    {
        _test.Apply("segment: big\nwhere: employees >= 500");

        DefinitionReconciler change = _test.Reconcile("segment: small\nwhere: employees < 500");

        change.NotGiven.Select(definition => definition.Name).ShouldBe(["big"]);
    }

    [Fact]
    public void A_broken_reference_makes_a_definition_invalid_and_it_keeps_its_last_members()
    {
        _test.Apply("segment: big\nwhere: employees >= 500\n---\nsegment: leaning\nwhere: in segment(\"big\")");

        _test.Apply("segment: big\nwhere: in list(\"nowhere\")");
        _test.Reopen();

        LibraryEntry big = _test.Workspace.Library.FindSegment("big")!;
        big.IsValid.ShouldBeFalse();
        big.Warning!.ShouldContain("keeps the members of its last valid version");
        _test.Count("big").ShouldBe(6);
        _test.Workspace.Library.FindSegment("leaning")!.IsValid.ShouldBeFalse();
        _test.Count("leaning").ShouldBe(6);
        Should.Throw<UserErrorException>(() => SegmentSelection.Find(_test.Workspace.Library, "not in segment(\"big\")", default)).Errors[0].Code.ShouldBe("reference");
    }

    [Fact]
    public void What_was_never_valid_has_no_members()
    {
        _test.Apply("segment: dangling\nwhere: in segment(\"nowhere\")");

        Should.Throw<UserErrorException>(() => _test.Count("dangling")).Errors.Single().Code.ShouldBe("reference");
    }

    [Fact]
    public void An_invalid_definition_is_valid_again_when_what_it_needs_is_there()
    {
        _test.Apply("segment: leaning\nwhere: in segment(\"big\")");

        _test.Apply("segment: big\nwhere: employees >= 500");

        _test.Workspace.Library.FindSegment("leaning")!.IsValid.ShouldBeTrue();
        _test.Count("leaning").ShouldBe(6);
    }

    [Theory]
    [InlineData("segment: s\nwhere: employes > 1", "name")]
    [InlineData("segment: s\nwhere: employees = \"many\"", "type")]
    [InlineData("segment: s\nwhere: in segment(\"s\")", "cycle")]
    public void A_definition_that_is_wrong_in_itself_is_refused_and_nothing_is_stored(string text, string code)
    {
        Should.Throw<UserErrorException>(() => _test.Apply("segment: fine\nwhere: employees > 1\n---\n" + text)).Errors.ShouldContain(error => error.Code == code);

        _test.Workspace.Control.LatestRevision().ShouldBe(0);
    }

    [Fact]
    public void Two_versions_and_two_instants_can_be_compared()
    {
        _test.Apply("segment: s\nwhere: employees >= 500");
        _test.Apply("segment: s\nwhere: founded_at in last 3 days");
        var comparison = new SegmentComparison(_test.Workspace, CancellationToken.None);

        MemberMoves edit = comparison.OfVersions(_test.Workspace.Control.History("segment", "s"), 1, 2, _test.Workspace.Now);
        (edit.SizeBefore, edit.SizeAfter).ShouldBe((6, 2));
        edit.Entered.ShouldBe(["a01", "a02"]);
        edit.Left.ShouldBe(["a05", "a06", "a07", "a08", "a09", "a10"]);

        MemberMoves time = comparison.OfInstants(
            SegmentSelection.FindSegment(_test.Workspace.Library, "s").Plan, _test.Workspace.Now.At(_test.Workspace.Now.Instant - (3 * 86_400_000_000L)), _test.Workspace.Now);
        time.Entered.ShouldBe(["a01", "a02"]);
        time.Left.ShouldBe(["a03", "a04", "a05"]);
    }
}
