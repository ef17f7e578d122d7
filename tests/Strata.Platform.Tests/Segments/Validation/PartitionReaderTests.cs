using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Tests.Audiences;

namespace Strata.Platform.Tests.Segments.Validation;

public sealed class PartitionReaderTests
{
    [Fact]
    public void Who_comes_while_it_is_read_is_in_no_group()
    {
        long length = 100;
        var everybody = new MadeUpEngine("growing", (plan, _) =>
        {
            var set = new Bitmap(length++);
            set.Fill();
            return new MemberSet(plan.Of, set);
        });
        var parts = new SegmentationPart[] { new("first", new BoundConstant(true)), new("second", new BoundConstant(true)) };
        var reader = new PartitionReader(everybody, new SegmentationPlan("tier", EntityKind.Account, null, [.. parts], "Other"), CancellationToken.None);

        Partition first = reader.At(new AsOf(0, DateTimeZone.Utc)), second = reader.At(new AsOf(1, DateTimeZone.Utc));
        first.Groups.Select(group => group.Count()).ShouldBe([100, 0, 0]);
        second.Groups.Select(group => group.Count()).ShouldBe([100, 0, 0]);
        (first.GroupOf(99), second.GroupOf(100)).ShouldBe((0, -1));
    }
}
