using Strata.Index;
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
public sealed class IndexAudienceEngine(AudienceIndex index, IAudienceEngine warehouse, MemberReader reader)
    : SetAudienceEngine(reader), IDisposable
{
    private CancellationToken _last;

    /// <inheritdoc/>
    public override string Name => AudienceEngines.Index;

    /// <inheritdoc/>
    public override long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
        index.Count(plan, asOf, _last = cancellation) ?? warehouse.Count(plan, asOf, cancellation);

    /// <inheritdoc/>
    public override MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return index.Members(plan, asOf, _last = cancellation) is { } refs ? new MemberSet(plan.Of, refs) : warehouse.Members(plan, asOf, cancellation);
    }

    /// <summary>Keeps what the index built for the next process, unless the last question was called off, and frees it.</summary>
    public void Dispose()
    {
        try
        {
            index.Checkpoint(_last);
        }
        catch (OperationCanceledException)
        {
            // Whoever calls off a question does not want to wait for this either; it is built again when it is needed.
        }

        index.Dispose();
    }
}
