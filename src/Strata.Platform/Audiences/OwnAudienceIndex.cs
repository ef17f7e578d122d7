using Strata.Index;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Platform.Audiences;

/// <summary>An index that one engine alone asks. When it is disposed, what it built is kept for the next process.</summary>
/// <param name="index">The index.</param>
public sealed class OwnAudienceIndex(AudienceIndex index) : IAudienceIndex
{
    private CancellationToken _last;

    /// <inheritdoc/>
    public long? Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => index.Count(plan, asOf, _last = cancellation);

    /// <inheritdoc/>
    public Bitmap? Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => index.Members(plan, asOf, _last = cancellation);

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
