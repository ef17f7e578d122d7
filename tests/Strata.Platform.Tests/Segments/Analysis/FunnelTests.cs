using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;

namespace Strata.Platform.Tests.Segments.Analysis;

public sealed class FunnelTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Layers_are_added_one_by_one()
    {
        Funnel funnel = Follow("employees >= 300", "employees <= 800 or employees = 1000", "employees != 500");

        funnel.Layers.Select(layer => layer.Size).ShouldBe([10, 8, 7, 6]);
        funnel.Layers.Select(layer => layer.OfPrevious).ShouldBe([null, 0.8, 7.0 / 8, 6.0 / 7]);
        funnel.Layers.Select(layer => layer.OfAll).ShouldBe([1, 0.8, 0.7, 0.6]);
        funnel.Layers[0].Label.ShouldBe("all accounts");
    }

    [Fact]
    public void A_single_segment_is_followed_clause_by_clause_to_its_members()
    {
        _test.Apply("segment: s\nwhere: employees >= 300 and (employees < 600 or employees = 1000)\nexclude: employees = 400\ninclude_list: [a01, nobody]");

        Funnel funnel = Follow("s");

        funnel.Layers.Select(layer => (layer.Label, layer.Size)).ShouldBe(
        [
            ("all accounts", 10),
            ("employees >= 300", 8),
            ("employees < 600 or employees = 1000", 4),
            ("added by hand (include_list)", 5),
            ("not (employees = 400) (exclude)", 4),
        ]);
        funnel.Layers[^1].Size.ShouldBe(_test.Count("s"));
    }

    [Fact]
    public void Nobody_left_has_no_shares_of_nobody()
    {
        Funnel funnel = Follow("employees > 5000 and employees > 6000");

        funnel.Layers.Select(layer => (layer.Size, layer.OfPrevious)).ShouldBe([(10, null), (0, 0), (0, null)]);
    }

    [Fact]
    public void A_market_without_anybody_is_no_fault() =>
        Funnel.Follow(_test.Workspace.Engine(), [SegmentSelection.Find(_test.Workspace.Library, "opted_out", EntityKind.Contact)], _test.Workspace.Now, CancellationToken.None)
            .Layers.ShouldAllBe(layer => layer.Size == 0 && layer.OfAll == null);

    [Fact]
    public void Nothing_to_go_through_is_the_users_error() =>
        Should.Throw<UserErrorException>(() => Follow()).Errors.Single().Code.ShouldBe("argument");

    private Funnel Follow(params string[] texts) => Funnel.Follow(
        _test.Workspace.Engine(),
        [.. texts.Select(text => SegmentSelection.Find(_test.Workspace.Library, text, EntityKind.Account))],
        _test.Workspace.Now,
        CancellationToken.None);
}
