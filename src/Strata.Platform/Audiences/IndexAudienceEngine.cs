using Strata.Index;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>
/// Evaluates segments in the index in memory. What the index does not serve (an instant before the newest change of a field, more than
/// its memory allows) is evaluated in the warehouse, with the same answer.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="warehouse">Answers what the index does not serve.</param>
/// <param name="reader">Reads the values of members.</param>
public sealed class IndexAudienceEngine(AudienceIndex index, IAudienceEngine warehouse, MemberReader reader) : IAudienceEngine, IDisposable
{
    /// <inheritdoc/>
    public string Name => AudienceEngines.Index;

    /// <inheritdoc/>
    public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
        index.Count(plan, asOf, cancellation) ?? warehouse.Count(plan, asOf, cancellation);

    /// <inheritdoc/>
    public MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return index.Members(plan, asOf, cancellation) is { } refs ? new MemberSet(plan.Of, refs) : warehouse.Members(plan, asOf, cancellation);
    }

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

    /// <inheritdoc/>
    public void Dispose() => index.Dispose();
}
