using Strata.Language.Catalog;

namespace Strata.Language.Tests.Catalog;

public sealed class TaxonomyTests
{
    private static readonly Taxonomy Sample = new(
        "line",
        [new("Servers", "Hardware", ["SRV"]), new("Hardware", null, ["HW", "hw"]), new("Blades", "srv", [])]);

    [Fact]
    public void Finds_any_spelling_folded()
    {
        Sample.Find("srv")!.Name.ShouldBe("Servers");
        Sample.Find("SRV").ShouldBeNull();
    }

    [Fact]
    public void A_parent_may_be_named_by_any_spelling_and_come_later()
    {
        Sample.SpellingsUnder(Sample.Find("hardware")!).ShouldBe(["hardware", "hw", "servers", "srv", "blades"]);
        Sample.ParentOf(Sample.Find("blades")!)!.Name.ShouldBe("Servers");
        Sample.ParentOf(Sample.Find("hardware")!).ShouldBeNull();
    }

    [Fact]
    public void Additions_extend_nodes_and_may_move_them()
    {
        Taxonomy grown = Sample.With([new("hw", null, ["Kit"]), new("Racks", "Hardware", []), new("Blades", "Racks", ["Thin"])]);
        grown.Find("kit")!.Name.ShouldBe("Hardware");
        grown.SpellingsUnder(grown.Find("racks")!).ShouldBe(["racks", "blades", "thin"]);
        Sample.Find("kit").ShouldBeNull();
    }

    [Fact]
    public void A_spelling_of_two_nodes_is_refused() =>
        Fault([new("A", null, ["x"]), new("B", null, ["X"])]).ShouldContain("'X' is a spelling of both 'A' and 'B'");

    [Fact]
    public void An_unknown_parent_is_refused() => Fault([new("A", "Z", [])]).ShouldContain("the parent 'Z' of 'A' is not a node");

    [Fact]
    public void A_cycle_is_refused() => Fault([new("R", null, []), new("A", "B", []), new("B", "A", [])]).ShouldContain("is below itself");

    [Fact]
    public void A_blank_spelling_is_refused() => Fault([new("A", null, [" "])]).ShouldContain("is blank");

    [Fact]
    public void A_deferred_taxonomy_reads_once_and_only_when_asked()
    {
        int reads = 0;
        Taxonomy deferred = Taxonomy.Deferred("line", () =>
        {
            reads++;
            return Sample.Nodes;
        });
        reads.ShouldBe(0);
        deferred.Find("hw")!.Name.ShouldBe("Hardware");
        deferred.Nodes.Count.ShouldBe(3);
        reads.ShouldBe(1);
    }

    private static string Fault(TaxonomyNode[] nodes) => Should.Throw<UserErrorException>(() => new Taxonomy("t", nodes)).Errors[0].Message;
}
