using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Index.Entity;

/// <summary>
/// One evaluation at one T. Every node gives its truth or value together with a period in which it surely stays the same; the rules of
/// <see cref="Stable"/> combine them.
/// </summary>
internal sealed partial class Evaluation(IEntityData data, IRankOracle ranks, AsOf asOf)
{
    private readonly long _now = asOf.Instant;

    /// <summary>How many rows of sources were looked at so far.</summary>
    public long RowsVisited { get; private set; }

    /// <summary>The truth of an expression that stands in a row.</summary>
    public Stable Truth(BoundExpr expression, DataRow row) => expression switch
    {
        BoundConstant constant => Stable.Always(constant.Value),
        BoundAnd and => All(and.Operands, row),
        BoundOr or => Any(or.Operands, row),
        BoundNot not => Truth(not.Operand, row).Not(),
        BoundTextIn test => Test(test.Value, row, value => FoldedSets.Contains(test.Folded, value.Folded)),
        BoundTextEqual test => Test(test.Left, test.Right, row, (left, right) => string.Equals(left.Folded, right.Folded, StringComparison.Ordinal)),
        BoundTextMatch test => Test(test.Value, row, value => TextMatching.IsMatch(test, value.Folded)),
        BoundSetHas test => Test(test.Value, row, value => SetHas(test, value)),
        BoundNumberCompare test => NumberCompare(test, row),
        BoundBooleanIs test => Test(test.Value, row, value => value.Boolean == test.Expected),
        BoundBooleanEqual test => Test(test.Left, test.Right, row, (left, right) => left.Boolean == right.Boolean),
        BoundInstantIn test => InstantIn(test, row),
        BoundInstantCompare test => Test(test.Left, test.Right, row, (left, right) => Numbers.Holds(left.Instant.CompareTo(right.Instant), test.Op)),
        BoundKnown test => Known(test, row),
        BoundQuantified quantified => Quantified(quantified, row),
        BoundInSegment member => InSegment(member, row),
        BoundInList member => InList(member, row),
        BoundTop top => new Stable(ranks.IsInTop(top, (StateRow)row, asOf), ranks.TellsOfChanges ? Period.Always : Period.Point(_now)),
        BoundSample sample => Stable.Always(SampleBucket.Of(sample.Salt, row.Id) < sample.Threshold),
        _ => throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}."),
    };

    private Stable All(IReadOnlyList<BoundExpr> operands, DataRow row)
    {
        Stable result = Stable.Always(true);
        for (int i = 0; i < operands.Count && !result.SettlesAnd; i++)
        {
            result = result.And(Truth(operands[i], row));
        }

        return result;
    }

    private Stable Any(IReadOnlyList<BoundExpr> operands, DataRow row)
    {
        Stable result = Stable.Always(false);
        for (int i = 0; i < operands.Count && !result.SettlesOr; i++)
        {
            result = result.Or(Truth(operands[i], row));
        }

        return result;
    }

    /// <summary>A test of a known value; false while the value is missing.</summary>
    private Stable Test(BoundValue value, DataRow row, Func<DataValue, bool> holds)
    {
        StableValue read = Value(value, row);
        return new Stable(read.Value.IsKnown && holds(read.Value), read.Period);
    }

    /// <summary>A test of two known values; false while one of them is missing.</summary>
    private Stable Test(BoundValue left, BoundValue right, DataRow row, Func<DataValue, DataValue, bool> holds)
    {
        StableValue first = Value(left, row), second = Value(right, row);
        Stable known = new Stable(first.Value.IsKnown, first.Period).And(new Stable(second.Value.IsKnown, second.Period));
        return known.Value ? new Stable(holds(first.Value, second.Value), known.Period) : known;
    }

    private Stable NumberCompare(BoundNumberCompare test, DataRow row)
    {
        if (test.Left is BoundAggregate aggregate && test.Right is BoundNumber bound && Threshold(aggregate, test.Op, bound, row) is { } held)
        {
            return held;
        }

        return test.Left.IsExactNumber && test.Right.IsExactNumber
            ? Test(test.Left, test.Right, row, (left, right) => Numbers.Holds(Numbers.Units(left).CompareTo(Numbers.Units(right)), test.Op))
            : Test(test.Left, test.Right, row, (left, right) =>
                Numbers.Holds(Numbers.Double(test.Left, left).CompareTo(Numbers.Double(test.Right, right)), test.Op));
    }

    private Stable InstantIn(BoundInstantIn test, DataRow row)
    {
        if (test.Value is BoundAggregate aggregate)
        {
            return ExtremeIn(aggregate, test.Range, row);
        }

        StableValue read = Value(test.Value, row);
        return read.Value.IsKnown
            ? BoundCrossing.Contains(test.Range, read.Value.Instant, asOf).Within(read.Period)
            : new Stable(false, read.Period);
    }

    private Stable Known(BoundKnown test, DataRow row)
    {
        if (test.Value is BoundAggregate { Function: AggregateFunction.Min or AggregateFunction.Max or AggregateFunction.Avg } aggregate)
        {
            return AnyRow(aggregate, row, static _ => Stable.Always(true));
        }

        StableValue read = Value(test.Value, row);
        return new Stable(read.Value.IsKnown, read.Period);
    }

    private static bool SetHas(BoundSetHas test, DataValue value)
    {
        bool HasOneOf(IReadOnlyList<string> group) => value.FoldedSet.Any(category => group.Contains(category, StringComparer.Ordinal));
        return test.All ? test.Groups.All(HasOneOf) : test.Groups.Any(HasOneOf);
    }

    private Stable InSegment(BoundInSegment member, DataRow row)
    {
        (DataRow? entity, Period period) = Owner(row, member.ThroughAccount ? FieldOwner.Account : FieldOwner.Self);
        return entity is null ? new Stable(false, period) : Member(member.Segment, entity).Within(period);
    }

    private Stable Member(SegmentPlan plan, DataRow entity)
    {
        Stable chosen = plan.IncludeIds.Count > 0 && FoldedSets.Contains(plan.IncludeIds, entity.Id)
            ? Stable.Always(true)
            : Truth(plan.Where, entity);
        return plan.Exclude is null || chosen.SettlesAnd ? chosen : chosen.And(Truth(plan.Exclude, entity).Not());
    }

    private Stable InList(BoundInList member, DataRow row)
    {
        (DataRow? entity, Period period) = Owner(row, member.ThroughAccount ? FieldOwner.Account : FieldOwner.Self);
        return new Stable(entity is not null && FoldedSets.Contains(member.Ids, entity.Id), period);
    }
}
