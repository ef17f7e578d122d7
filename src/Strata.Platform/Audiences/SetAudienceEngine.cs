using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>An engine that says who is in as a set; what is shown of the members is read from the warehouse.</summary>
/// <param name="reader">Reads the values of members.</param>
public abstract class SetAudienceEngine(MemberReader reader) : IAudienceEngine
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
        reader.Ids(Members(plan, asOf, cancellation), cancellation);

    /// <inheritdoc/>
    public void List(
        SegmentPlan plan,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation) =>
        reader.List(Members(plan, asOf, cancellation), columns, sort, limit, asOf, read, cancellation);
}
