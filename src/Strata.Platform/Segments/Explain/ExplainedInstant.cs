using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

/// <summary>Questions about rows at one T; the parts of an explanation share it.</summary>
internal sealed class ExplainedInstant(EntityEvaluator evaluator, IEntityData data, AsOf asOf)
{
    public AsOf AsOf => asOf;

    public ExplainedInstant At(long instant) => new(evaluator, data, asOf.At(instant));

    public bool IsTrue(BoundExpr expression, DataRow row) => evaluator.IsTrue(expression, row, asOf);

    public Truth Truth(BoundExpr expression, DataRow row) => evaluator.Evaluate(expression, row, asOf);

    public DataValue Value(BoundValue value, DataRow row) => evaluator.Value(value, row, asOf);

    public IReadOnlyList<DataRow> Matching(
        BoundSource source, BoundExpr? where, IReadOnlyList<BoundStep> steps, InstantRange? window, DataRow row) =>
        evaluator.Matching(source, where, steps, window, row, asOf);

    /// <summary>Who is asked of by <c>in segment</c>: the entity itself or the account of the contact; null where there is none.</summary>
    public StateRow? SegmentEntity(BoundInSegment member, DataRow row)
    {
        if (!member.ThroughAccount)
        {
            return row as StateRow;
        }

        return ((StateRow)row).Account.AsOf(asOf.Instant) is { } account ? data.Account(account) : null;
    }
}
