using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Segments.Explain;

/// <summary>Answers <c>in top</c> from the warehouse, which knows everyone; each question once.</summary>
public sealed class SegmentRanks : IRankOracle
{
    private readonly SegmentReader _reader;
    private readonly Dictionary<(BoundTop Top, long Entity, long Instant), bool> _answers = [];

    /// <summary>Creates an oracle over a reader; it serves one thread, like the reader.</summary>
    public SegmentRanks(SegmentReader reader) => _reader = reader;

    /// <inheritdoc/>
    public bool IsInTop(BoundTop top, StateRow entity, AsOf asOf)
    {
        var question = (top, entity.Reference, asOf.Instant);
        if (!_answers.TryGetValue(question, out bool isIn))
        {
            _answers[question] = isIn = _reader.IsMember(new SegmentPlan(null, top.Entity, top, null, []), entity.Reference, asOf);
        }

        return isIn;
    }
}
