using Strata.Language.Bound;

namespace Strata.Index.Live;

/// <summary>A segment in the circuit.</summary>
/// <param name="plan">What it is.</param>
/// <param name="formula">The same over leaves.</param>
/// <param name="leaves">The leaves.</param>
internal sealed class LiveSegmentState(SegmentPlan plan, LiveFormula formula, IReadOnlyList<LiveLeaf> leaves)
{
    public SegmentPlan Plan { get; } = plan;

    public LiveFormula Formula { get; } = formula;

    public IReadOnlyList<LiveLeaf> Leaves { get; } = leaves;

    /// <summary>Who is in.</summary>
    public EntityBits Members { get; set; } = new();
}
