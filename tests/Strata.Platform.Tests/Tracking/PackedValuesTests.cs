using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Tracking;

public sealed class PackedValuesTests
{
    [Fact]
    public void What_is_held_is_given_back_and_the_room_is_used_again()
    {
        DataValue[] values =
        [
            DataValue.Missing, DataValue.OfText("Größe", "grösse"), DataValue.OfText("same", "same"), DataValue.OfBoolean(true), DataValue.OfInstant(-5),
            DataValue.OfUnits(-125_000), DataValue.OfUnits((Int128)long.MaxValue + 1), DataValue.OfSet(["B"], ["b"]), DataValue.OfDouble(0.25),
        ];
        var type = new RowType(RowKind.Event, "event", []);
        var packer = new ValuePacker();
        packer.Pack(new EventRow(type, new string('x', 2_000), 0, null, [DataValue.OfText("longer than what follows", "longer than what follows")]), 1);
        var held = new PackedValues(packer.Pack(new EventRow(type, "id", 0, null, values), values.Length), packer.Others);

        var found = new DataValue[values.Length];
        held.CopyTo(found);
        held.Id.ShouldBe("id");
        found.ShouldBe(values);
        (found[1].Written, found[2].Written, found[7].WrittenSet[0]).ShouldBe(("Größe", "same", "B"));
    }
}
