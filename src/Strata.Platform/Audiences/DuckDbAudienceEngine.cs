using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>Evaluates segments in the warehouse: any segment, as of any instant.</summary>
/// <param name="reader">The warehouse.</param>
public sealed class DuckDbAudienceEngine(SegmentReader reader) : IAudienceEngine
{
    /// <inheritdoc/>
    public string Name => AudienceEngines.DuckDb;

    /// <inheritdoc/>
    public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => reader.Count(plan, asOf, cancellation);

    /// <inheritdoc/>
    public MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var refs = new Bitmap(reader.RefCount(plan.Of));
        reader.MemberRefs(
            plan,
            asOf,
            chunk =>
            {
                foreach (long reference in chunk)
                {
                    // Rows may have come since it was asked how many there are.
                    refs = reference < refs.Length ? refs : refs.Resized(reference + 1);
                    refs.Add(reference);
                }
            },
            cancellation);
        return new MemberSet(plan.Of, refs);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => reader.MemberIds(plan, asOf, cancellation);

    /// <inheritdoc/>
    public void List(
        SegmentPlan plan,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation) => reader.List(plan, columns, sort, limit, asOf, read, cancellation);
}
