using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Validation;
using Strata.Warehouse.Query;

namespace Strata.Platform.Tests.Segments.Validation;

public sealed class PartitionReaderTests
{
    [Fact]
    public void Who_comes_while_it_is_read_is_in_no_group()
    {
        var parts = new SegmentationPart[] { new("first", new BoundConstant(true)), new("second", new BoundConstant(true)) };
        var reader = new PartitionReader(new GrowingEngine(), new SegmentationPlan("tier", EntityKind.Account, null, [.. parts], "Other"), CancellationToken.None);

        Partition first = reader.At(new AsOf(0, DateTimeZone.Utc)), second = reader.At(new AsOf(1, DateTimeZone.Utc));
        first.Groups.Select(group => group.Count()).ShouldBe([100, 0, 0]);
        second.Groups.Select(group => group.Count()).ShouldBe([100, 0, 0]);
        (first.GroupOf(99), second.GroupOf(100)).ShouldBe((0, -1));
    }

    /// <summary>Everybody is in, and each time somebody more.</summary>
    private sealed class GrowingEngine : IAudienceEngine
    {
        private long _length = 100;

        public string Name => "growing";

        public MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
        {
            var everybody = new Bitmap(_length++);
            everybody.Fill();
            return new MemberSet(plan.Of, everybody);
        }

        public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => throw new NotSupportedException();

        public IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => throw new NotSupportedException();

        public void List(
            SegmentPlan plan,
            IReadOnlyList<BoundValue> columns,
            IReadOnlyList<(int Column, bool Descending)> sort,
            long? limit,
            AsOf asOf,
            Action<MemberRow> read,
            CancellationToken cancellation) => throw new NotSupportedException();
    }
}
