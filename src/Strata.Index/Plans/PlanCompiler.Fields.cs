using Strata.Index.Columns;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Node = Strata.Index.Nodes.Node;

namespace Strata.Index.Plans;

internal sealed partial class PlanCompiler
{
    /// <summary>What a test of one row through its readers costs, in nanoseconds, roughly.</summary>
    private const double ReadCost = 40;

    private Node TextIn(BoundTextIn test, RowSet rows) =>
        OfValue(test.Value, rows, value => test with { Value = value }, column => ((CodeColumn)column).AmongTexts(test.Folded));

    private Node TextMatch(BoundTextMatch test, RowSet rows) => OfValue(
        test.Value, rows, value => test with { Value = value }, column => ((CodeColumn)column).Where(text => TextMatching.IsMatch(test, text)));

    private Node SetHas(BoundSetHas test, RowSet rows) => OfValue(test.Value, rows, value => test with { Value = value }, column =>
    {
        var set = (SetColumn)column;
        return test.All
            ? AndNode.Of([.. test.Groups.Select(group => set.HasOneOf(group))])
            : set.HasOneOf(test.Groups.SelectMany(group => group));
    });

    private Node BooleanIs(BoundBooleanIs test, RowSet rows)
    {
        if (test.Value is not BoundField { Owner: FieldOwner.Self } field || OpenAtT(field, rows) is not { } open)
        {
            return OfValue(test.Value, rows, value => test with { Value = value }, column => ((BooleanColumn)column).Is(test.Expected));
        }

        // Before it is closed an opportunity is neither closed nor won, whatever is stored.
        Node stored = ((BooleanColumn)ColumnOf(field, rows)).Is(test.Expected);
        return test.Expected ? AndNode.Of([stored, NotNode.Of(open)]) : OrNode.Of([stored, open]);
    }

    private Node Known(BoundKnown test, RowSet rows)
    {
        switch (test.Value)
        {
            case BoundAggregate aggregate when IsZeroOverNothing(aggregate):
                return ConstantNode.True;
            case BoundAggregate aggregate:
                return AggregateTest(aggregate, rows, value => new BoundKnown(value), static value => value.IsKnown);
            case BoundField { Owner: FieldOwner.Self, Field.Type: Language.Catalog.FieldType.Boolean } field when OpenAtT(field, rows) is { } open:
                return OrNode.Of([ColumnOf(field, rows).Known, open]);
            case BoundField or BoundOwnerValue or BoundSegmentation:
                return OfValue(test.Value, rows, value => test with { Value = value }, column => column.Known);
            case BoundEventContact:
                return new RowTestNode(1, row => rows.ContactOf![row] >= 0);
            default:
                ValueReader reader = Reader(test.Value, rows);
                return new RowTestNode(ReadCost, row => reader.At(row).IsKnown);
        }
    }

    private Node InstantIn(BoundInstantIn test, RowSet rows)
    {
        (long first, long last) = test.Range.Resolve(asOf);
        if (first > last)
        {
            return ConstantNode.False;
        }

        switch (test.Value)
        {
            case BoundEventInstant:
                return new RowTestNode(1, row => rows.Instants![row] >= first && rows.Instants[row] <= last);
            case BoundAggregate aggregate:
                return AggregateTest(
                    aggregate, rows, value => test with { Value = value }, value => value.Instant >= first && value.Instant <= last);
            case BoundField or BoundOwnerValue { Value: BoundField or BoundOwnerValue }:
                return OfValue(test.Value, rows, value => test with { Value = value }, column => ((NumberColumn)column).Between(first, last));
            default:
                ValueReader reader = Reader(test.Value, rows);
                return new RowTestNode(ReadCost, row => reader.At(row) is { IsKnown: true } value && value.Instant >= first && value.Instant <= last);
        }
    }

    private Node NumberCompare(BoundNumberCompare test, RowSet rows)
    {
        if (test.Left is BoundNumber && test.Right is not BoundNumber)
        {
            return NumberCompare(test with { Left = test.Right, Op = Mirrored(test.Op), Right = test.Left }, rows);
        }

        if (test.Right is BoundNumber bound)
        {
            switch (test.Left)
            {
                case BoundField or BoundOwnerValue { Value: BoundField or BoundOwnerValue }:
                    (long low, long high) = RangeOf(test.Op, bound.Units);
                    return OfValue(test.Left, rows, value => test with { Left = value }, column => ((NumberColumn)column).Between(low, high));
                case BoundAggregate aggregate:
                    return AggregateCompare(aggregate, test, bound, rows);
                case BoundOwnerValue owned:
                    return OfOwner(owned.Owner, rows, owners => Predicate(test with { Left = owned.Value }, owners));
            }
        }

        return test.Left.IsExactNumber && test.Right.IsExactNumber
            ? Compare(test.Left, test.Right, rows, (left, right) => Numbers.Holds(Numbers.Units(left).CompareTo(Numbers.Units(right)), test.Op))
            : Compare(test.Left, test.Right, rows, (left, right) =>
                Numbers.Holds(Numbers.Double(test.Left, left).CompareTo(Numbers.Double(test.Right, right)), test.Op));
    }

    /// <summary>A test of two values, row by row; false where one of them is missing.</summary>
    private RowTestNode Compare(BoundValue left, BoundValue right, RowSet rows, Func<DataValue, DataValue, bool> holds)
    {
        ValueReader first = Reader(left, rows), second = Reader(right, rows);
        return new RowTestNode(2 * ReadCost, row =>
            first.At(row) is { IsKnown: true } one && second.At(row) is { IsKnown: true } other && holds(one, other));
    }

    /// <summary>
    /// A test of one field, segmentation or value of an owner: on the column of the rows themselves, or on the owners' for an owner's.
    /// </summary>
    private Node OfValue(BoundValue value, RowSet rows, Func<BoundValue, BoundExpr> withValue, Func<Column, Node> test)
    {
        switch (value)
        {
            case BoundField { Owner: FieldOwner.Self } field:
                Node node = test(ColumnOf(field, rows));
                return OpenAtT(field, rows) is { } open ? AndNode.Of([node, NotNode.Of(open)]) : node;
            case BoundField field:
                return OfOwner(field.Owner, rows, owners => Predicate(withValue(field with { Owner = FieldOwner.Self }), owners));
            case BoundSegmentation { Owner: FieldOwner.Self } segmentation:
                return test(SegmentationColumn(segmentation.Segmentation));
            case BoundSegmentation segmentation:
                return OfOwner(segmentation.Owner, rows, owners => Predicate(withValue(segmentation with { Owner = FieldOwner.Self }), owners));
            case BoundOwnerValue owned:
                return OfOwner(owned.Owner, rows, owners => Predicate(withValue(owned.Value), owners));
            default:
                throw new InvalidOperationException($"{value.GetType().Name} has no column.");
        }
    }

    private Column ColumnOf(BoundField field, RowSet rows)
    {
        RequirePresent(rows.Type, field.Field.Name);
        return state.ColumnOf(rows, field.Field, cancellation);
    }

    /// <summary>
    /// For a field of an opportunity that is what it is only once it is closed: the rows for which that is later than T. Null where
    /// there are none.
    /// </summary>
    private Node? OpenAtT(BoundField field, RowSet rows)
    {
        if (!OpportunityHistory.Applies(field.Row, field.Field.Name))
        {
            return null;
        }

        RequirePresent(rows.Type, "closed_at");
        var closedAt = (NumberColumn)state.ColumnOf(rows, rows.Type.Find("closed_at")!, cancellation);
        if (closedAt.Greatest <= asOf.Instant)
        {
            return null;
        }

        Node later = closedAt.Between(asOf.Instant + 1, long.MaxValue);
        if (!string.Equals(field.Field.Name, "stage", StringComparison.Ordinal))
        {
            return later;
        }

        RequirePresent(rows.Type, "is_closed");
        var isClosed = (BooleanColumn)state.ColumnOf(rows, rows.Type.Find("is_closed")!, cancellation);
        return AndNode.Of([later, isClosed.Is(true), NotNode.Of(new BitsNode(WithRecordedStages(rows), 0.1))]);
    }

    /// <summary>Opportunities whose stages were recorded; of others only that of the end is known.</summary>
    private NativeArray<ulong> WithRecordedStages(RowSet rows)
    {
        var key = (nameof(WithRecordedStages), rows.Type.Name);
        if (state.Find<NativeArray<ulong>>(key) is { } known)
        {
            return known;
        }

        HashSet<long> refs = [.. state.Source.RefsWithHistory(rows.Type, "stage", cancellation)];
        return state.Keep(key, new ColumnLoader(state.Source, state.Budget, cancellation).RowsOfRefs(rows, refs), rows);
    }

    /// <summary>The whole numbers, of units, for which a comparison with a constant holds.</summary>
    private static (long Low, long High) RangeOf(CompareOp op, long units) => op switch
    {
        CompareOp.Equal => (units, units),
        CompareOp.Less => (long.MinValue, units - 1),
        CompareOp.LessOrEqual => (long.MinValue, units),
        CompareOp.Greater => (units + 1, long.MaxValue),
        CompareOp.GreaterOrEqual => (units, long.MaxValue),
        _ => throw new InvalidOperationException($"Operator {op} is not positive."),
    };

    private static CompareOp Mirrored(CompareOp op) => op switch
    {
        CompareOp.Less => CompareOp.Greater,
        CompareOp.LessOrEqual => CompareOp.GreaterOrEqual,
        CompareOp.Greater => CompareOp.Less,
        CompareOp.GreaterOrEqual => CompareOp.LessOrEqual,
        _ => op,
    };
}
