using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Platform.Audiences;

/// <summary>
/// Evaluates segments in the index in memory. What the index does not serve (an instant before the newest change of a field, more than
/// its memory allows) is evaluated in the warehouse, with the same answer.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="warehouse">Answers what the index does not serve.</param>
/// <param name="reader">Reads the values of members.</param>
public sealed class IndexAudienceEngine(IAudienceIndex index, IAudienceEngine warehouse, MemberReader reader)
    : SetAudienceEngine(reader), IDisposable
{
    /// <inheritdoc/>
    public override string Name => AudienceEngines.Index;

    /// <inheritdoc/>
    public override long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
        index.Count(plan, asOf, cancellation) ?? warehouse.Count(plan, asOf, cancellation);

    /// <inheritdoc/>
    public override MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return index.Members(plan, asOf, cancellation) is { } refs ? new MemberSet(plan.Of, refs) : warehouse.Members(plan, asOf, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => index.Dispose();
}
