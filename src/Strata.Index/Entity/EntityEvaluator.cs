using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Index.Entity;

/// <summary>
/// Evaluates checked expressions for one entity, over what <see cref="IEntityData"/> knows of it. Gives the same truth as every other
/// engine, and in addition how long it holds. As thread-safe as its data.
/// </summary>
public sealed class EntityEvaluator
{
    /// <summary>
    /// How many rows at most are looked at to extend a period on one side, where the truth stayed the same though something that it is
    /// made of changed (an average stays above its bound through each event that leaves). Past it the period is surely right, but it
    /// may be longer.
    /// </summary>
    public const long MaxRowsVisited = 3_000_000;

    private readonly IEntityData _data;
    private readonly IRankOracle _ranks;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="ranks">Answers <c>in top</c>.</param>
    public EntityEvaluator(IEntityData data, IRankOracle ranks)
    {
        _data = data;
        _ranks = ranks;
    }

    /// <summary>The truth at T alone.</summary>
    public bool IsTrue(BoundExpr expression, DataRow row, AsOf asOf) => At(expression, row, asOf).Value;

    /// <summary>The truth at T and the longest period around T in which it stays the same.</summary>
    /// <param name="expression">What is asked.</param>
    /// <param name="row">Of whom: an account or a contact, or a row of a collection or an event for a condition inside <c>where</c>.</param>
    /// <param name="asOf">T.</param>
    public Truth Evaluate(BoundExpr expression, DataRow row, AsOf asOf)
    {
        Stable now = At(expression, row, asOf);
        (long since, bool sinceIsExact) = ExtendBack(expression, row, asOf, now);
        (long until, bool untilIsExact) = ExtendForth(expression, row, asOf, now);
        return new Truth(now.Value, since, until, sinceIsExact, untilIsExact);
    }

    /// <summary>The value at T.</summary>
    public DataValue Value(BoundValue value, DataRow row, AsOf asOf) => new Evaluation(_data, _ranks, asOf).Value(value, row).Value;

    /// <summary>
    /// The rows that a quantifier or an aggregate finds at T: those of the source, in the window, that satisfy the condition and start
    /// a chain of the steps; events ascending by instant.
    /// </summary>
    public IReadOnlyList<DataRow> Matching(
        BoundSource source, BoundExpr? where, IReadOnlyList<BoundStep> steps, InstantRange? window, DataRow row, AsOf asOf) =>
        new Evaluation(_data, _ranks, asOf).Matching(source, where, steps, window, row);

    private Stable At(BoundExpr expression, DataRow row, AsOf asOf) => new Evaluation(_data, _ranks, asOf).Truth(expression, row);

    private Stable At(BoundExpr expression, DataRow row, AsOf asOf, ref long visited)
    {
        var evaluation = new Evaluation(_data, _ranks, asOf);
        Stable truth = evaluation.Truth(expression, row);
        visited += evaluation.RowsVisited;
        return truth;
    }

    private (long Edge, bool IsExact) ExtendForth(BoundExpr expression, DataRow row, AsOf asOf, Stable now)
    {
        long edge = now.Period.Until;
        if (edge <= asOf.Instant)
        {
            return (edge, false);
        }

        long visited = 0;
        while (edge <= Microseconds.Max)
        {
            Stable next = At(expression, row, asOf.At(edge), ref visited);
            if (next.Value != now.Value)
            {
                return (edge, true);
            }

            if (visited > MaxRowsVisited || next.Period.Until <= edge)
            {
                return (edge, false);
            }

            edge = next.Period.Until;
        }

        return (long.MaxValue, true);
    }

    private (long Edge, bool IsExact) ExtendBack(BoundExpr expression, DataRow row, AsOf asOf, Stable now)
    {
        long edge = now.Period.Since;
        if (now.Period.Until <= asOf.Instant)
        {
            return (edge, false);
        }

        long visited = 0;
        while (edge > Microseconds.Min)
        {
            Stable before = At(expression, row, asOf.At(edge - 1), ref visited);
            if (before.Value != now.Value)
            {
                return (edge, true);
            }

            if (visited > MaxRowsVisited || before.Period.Until < edge)
            {
                return (edge, false);
            }

            edge = before.Period.Since;
        }

        return (long.MinValue, true);
    }
}
