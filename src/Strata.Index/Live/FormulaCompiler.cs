using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Index.Live;

/// <summary>
/// Takes a checked segment apart into leaves and the formula over them: everything that is true or false of the entity by itself is a
/// leaf; what only combines them, other segments and segmentations of the same entity included, is formula.
/// </summary>
/// <param name="of">Whose truth.</param>
/// <param name="leafOf">
/// The leaf of a <see cref="RecentCondition"/>, a <see cref="BoundTop"/>, or any other <see cref="BoundExpr"/>; the same for equal ones.
/// </param>
internal sealed class FormulaCompiler(EntityKind of, Func<object, LiveLeaf> leafOf)
{
    /// <summary>The formula of an expression.</summary>
    public LiveFormula Compile(BoundExpr expression) => expression switch
    {
        BoundConstant constant => new LiveFormula.Constant(constant.Value),
        BoundAnd and => new LiveFormula.All([.. and.Operands.Select(Compile)]),
        BoundOr or => new LiveFormula.Any([.. or.Operands.Select(Compile)]),
        BoundNot not => new LiveFormula.Not(Compile(not.Operand)),
        BoundInSegment { ThroughAccount: false } member => Compile(member.Segment.Membership),
        BoundTextIn { Value: BoundSegmentation { Owner: FieldOwner.Self } value } test => Compile(ChosenPart.Of(value.Segmentation, test.Folded)),
        BoundTop top => new LiveFormula.Leaf(leafOf(top)),
        BoundQuantified { Steps.Count: 0, Window: { } window } quantified => Quantified(quantified, window),
        BoundNumberCompare { Left: BoundAggregate { Window: not null } aggregate, Right: BoundNumber number } compare =>
            Compare(compare, aggregate, number),
        BoundInstantIn { Value: BoundAggregate { Window: { } window } newest } test when IsNewest(newest) =>
            Recent(test, new RecentCondition(newest.Source, newest.Where, window, 1, DistinctContacts: false, test.Range)),
        BoundKnown { Value: BoundAggregate { Window: { } window } newest } test when IsNewest(newest) =>
            Recent(test, new RecentCondition(newest.Source, newest.Where, window, 1, DistinctContacts: false)),
        _ => new LiveFormula.Leaf(leafOf(expression)),
    };

    private LiveFormula Recent(BoundExpr expression, RecentCondition condition) => new LiveFormula.Leaf(leafOf(IsServed(condition) ? condition : expression));

    private bool IsServed(RecentCondition condition) =>
        condition.IsServed && condition.Source.Relation == (of == EntityKind.Account ? SourceRelation.OfAccount : SourceRelation.OfContact);

    private static bool IsNewest(BoundAggregate aggregate) => aggregate is { Function: AggregateFunction.Max, Of: BoundEventInstant };

    /// <summary>Every event satisfies where none is there that does not.</summary>
    private LiveFormula Quantified(BoundQuantified quantified, InstantRange window)
    {
        BoundExpr? where = !quantified.Every ? quantified.Where : new BoundNot(quantified.Where ?? new BoundConstant(true));
        var condition = new RecentCondition(quantified.Source, where, window, 1, DistinctContacts: false);
        if (!IsServed(condition))
        {
            return new LiveFormula.Leaf(leafOf(quantified));
        }

        var some = new LiveFormula.Leaf(leafOf(condition));
        return quantified.Every ? new LiveFormula.Not(some) : some;
    }

    private LiveFormula Compare(BoundNumberCompare compare, BoundAggregate aggregate, BoundNumber number)
    {
        bool distinct = aggregate is { Function: AggregateFunction.Distinct, Of: BoundEventContact };
        if (!distinct && aggregate.Function != AggregateFunction.Count)
        {
            return new LiveFormula.Leaf(leafOf(compare));
        }

        long floor = (long)Math.Floor((decimal)number.Units / FixedDecimal.UnitsPerOne);
        long ceiling = (long)Math.Ceiling((decimal)number.Units / FixedDecimal.UnitsPerOne);
        LiveFormula? formula = compare.Op switch
        {
            CompareOp.GreaterOrEqual => AtLeast(aggregate, distinct, ceiling),
            CompareOp.Greater => AtLeast(aggregate, distinct, floor + 1),
            CompareOp.Less => Negated(AtLeast(aggregate, distinct, ceiling)),
            CompareOp.LessOrEqual => Negated(AtLeast(aggregate, distinct, floor + 1)),
            CompareOp.Equal when floor == ceiling => Exactly(aggregate, distinct, floor),
            CompareOp.Equal => new LiveFormula.Constant(false),
            _ => throw new InvalidOperationException($"Unknown operator {compare.Op}."),
        };
        return formula ?? new LiveFormula.Leaf(leafOf(compare));
    }

    private LiveFormula? Exactly(BoundAggregate aggregate, bool distinct, long count) =>
        AtLeast(aggregate, distinct, count) is { } atLeast && Negated(AtLeast(aggregate, distinct, count + 1)) is { } notMore
            ? new LiveFormula.All([atLeast, notMore])
            : null;

    private static LiveFormula? Negated(LiveFormula? formula) => formula is null ? null : new LiveFormula.Not(formula);

    /// <summary>Null where the newest events are not enough to know.</summary>
    private LiveFormula? AtLeast(BoundAggregate aggregate, bool distinct, long count)
    {
        if (count <= 0)
        {
            return new LiveFormula.Constant(true);
        }

        var condition = new RecentCondition(aggregate.Source, aggregate.Where, aggregate.Window!, (int)Math.Min(count, int.MaxValue), distinct);
        return IsServed(condition) ? new LiveFormula.Leaf(leafOf(condition)) : null;
    }
}
