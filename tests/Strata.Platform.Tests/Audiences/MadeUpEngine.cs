using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Warehouse.Query;

namespace Strata.Platform.Tests.Audiences;

/// <summary>An engine that says who is in, and nothing else.</summary>
internal sealed class MadeUpEngine(string name, Func<SegmentPlan, AsOf, MemberSet> members) : IAudienceEngine
{
    public string Name => name;

    public MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => members(plan, asOf);

    public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => members(plan, asOf).Count;

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
