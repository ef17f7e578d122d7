using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>
/// Says who is in a segment. Every engine gives the same answer to the same question, exactly; they differ in how fast. Used by one
/// thread at a time. A question that an engine does not serve itself it hands on; none is refused and none is estimated.
/// </summary>
public interface IAudienceEngine
{
    /// <summary>Its name, as <c>--engine</c> takes it.</summary>
    string Name { get; }

    /// <summary>How many members the segment has at T.</summary>
    long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <summary>The members at T; the set is the caller's to change.</summary>
    MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <summary>The ids of the members at T, ascending by their UTF-8 bytes.</summary>
    IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);

    /// <summary>The members at T with values of theirs, texts as written.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="columns">What of them, in the scope of the entity.</param>
    /// <param name="sort">Which columns to sort by, in order; −1 stands for the id. Missing values come last, ties go by id.</param>
    /// <param name="limit">How many at the most, or null for all.</param>
    /// <param name="asOf">T.</param>
    /// <param name="read">Called for each member in order.</param>
    /// <param name="cancellation">Stops the work.</param>
    void List(
        SegmentPlan plan,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation);
}
