using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Platform.Audiences;

/// <summary>An audience index as an engine asks it: one of its own, or one that several engines share.</summary>
public interface IAudienceIndex : IDisposable
{
    /// <summary>How many members the segment has at T; null where the index does not serve it.</summary>
    long? Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <summary>The refs of the members at T; null where the index does not serve it.</summary>
    Bitmap? Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);
}
