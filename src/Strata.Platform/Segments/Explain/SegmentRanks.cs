using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;

namespace Strata.Platform.Segments.Explain;

/// <summary>Answers <c>in top</c> by an engine, which knows everyone; each question once.</summary>
public sealed class SegmentRanks : IRankOracle
{
    private readonly IAudienceEngine _engine;
    private readonly Dictionary<(BoundTop Top, long Entity, long Instant), bool> _answers = [];

    /// <summary>Creates an oracle over an engine; it serves one thread, like the engine.</summary>
    public SegmentRanks(IAudienceEngine engine) => _engine = engine;

    /// <inheritdoc/>
    public bool IsInTop(BoundTop top, StateRow entity, AsOf asOf)
    {
        var question = (top, entity.Reference, asOf.Instant);
        if (!_answers.TryGetValue(question, out bool isIn))
        {
            _answers[question] = isIn = _engine.Members(new SegmentPlan(null, top.Entity, top, null, []), asOf, CancellationToken.None)[entity.Reference];
        }

        return isIn;
    }
}
