using Strata.Index.Columns;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Language.Values;
using Node = Strata.Index.Nodes.Node;

namespace Strata.Index.Plans;

internal sealed partial class PlanCompiler
{
    private Node Quantified(BoundQuantified quantified, RowSet rows)
    {
        if (quantified.Source.Relation == SourceRelation.OfAccountOfContact)
        {
            return ThroughAccount(quantified, rows);
        }

        if (quantified.Steps.Count > 0)
        {
            return Sequence(quantified, rows);
        }

        if (quantified.Every)
        {
            return quantified.Where is null ? ConstantNode.True : NotNode.Of(Exists(quantified.Source, new BoundNot(quantified.Where), quantified.Window, rows));
        }

        return Exists(quantified.Source, quantified.Where, quantified.Window, rows);
    }

    /// <summary>
    /// A quantifier over the rows of a contact's account is one over those of the account; of a contact without an account it is false,
    /// or, for every, true.
    /// </summary>
    private Node ThroughAccount(BoundQuantified quantified, RowSet rows)
    {
        BoundSource source = quantified.Source with { Relation = SourceRelation.OfAccount };
        if (!quantified.Every)
        {
            return OfOwner(FieldOwner.Account, rows, accounts => Predicate(quantified with { Source = source }, accounts));
        }

        return NotNode.Of(OfOwner(
            FieldOwner.Account, rows, accounts => NotNode.Of(Predicate(quantified with { Source = source }, accounts))));
    }

    private Node Exists(BoundSource source, BoundExpr? where, InstantRange? window, RowSet rows)
    {
        if (source.IsEvent)
        {
            (long first, long last) = (window ?? InstantRange.Ever).ResolveForEvents(asOf);
            return first > last ? ConstantNode.False : AtLeast(1, Matching(source, where), first, last, rows);
        }

        RowSet own = RowsOf(source.Row);
        RequirePresent(source.Row, TableNames.AccountRef);
        Node? present = Present(own);
        if (present is null && where is BoundTextIn { Value: BoundField { Owner: FieldOwner.Self } field } test && OpenAtT(field, own) is null)
        {
            var column = (CodeColumn)ColumnOf(field, own);
            if (column.Dictionary.Count <= ushort.MaxValue)
            {
                return column.AmongTexts(test.Folded, state.AccountPostingsOf(own, field.Field, column, cancellation));
            }
        }

        Node condition = where is null ? ConstantNode.True : Predicate(where, own);
        condition = present is null ? condition : AndNode.Of([present, condition]);
        return condition is ConstantNode { Value: false } ? condition : new ExistsNode(own, condition);
    }

    /// <summary>The rows that exist at T, or null where all do.</summary>
    private Node? Present(RowSet rows)
    {
        if (rows.Type.StartField is not { } start)
        {
            return null;
        }

        RequirePresent(rows.Type, start);
        var column = (NumberColumn)state.ColumnOf(rows, rows.Type.Find(start)!, cancellation);
        return column.Greatest <= asOf.Instant ? null : NotNode.Of(column.Between(asOf.Instant + 1, long.MaxValue));
    }

    /// <summary>Entities with at least so many matching events in a window.</summary>
    private static Node AtLeast(int count, MatchingRows matching, long first, long last, RowSet rows) => matching switch
    {
        { SlotCount: 0 } => ConstantNode.False,
        _ when matching.Newest <= last => new NewestFromNode(matching, count, Math.Max(first, long.MinValue + 1), rows.Count),
        _ => new CountNode(matching, first, last, count, int.MaxValue, rows.Count),
    };

    /// <summary>
    /// The rows of a source that satisfy a condition, by whom they belong to. Kept where the condition does not depend on T; rows of a
    /// collection only where all of them exist at T.
    /// </summary>
    private MatchingRows Matching(BoundSource source, BoundExpr? where)
    {
        RowSet rows = RowsOf(source.Row);
        if (!source.IsEvent)
        {
            RequirePresent(source.Row, TableNames.AccountRef);
        }

        Node? present = source.IsEvent ? null : Present(rows);
        bool isKept = _isPresent && present is null && TimeDependence.IsTimeless(where);
        var key = new MatchingKey(source.Row.Kind, source.Row.Name, source.Relation, where);
        if (isKept && state.Find<MatchingRows>(key) is { } known)
        {
            return known;
        }

        Node condition = where is null ? ConstantNode.True : Predicate(where, rows);
        using NativeArray<ulong> bits = _runner.Bits(rows, present is null ? condition : AndNode.Of([present, condition]), state.Budget);
        MatchingRows matching = source.Relation == SourceRelation.OfContact
            ? MatchingRows.ByContact(state.Budget, rows, bits, RowsOf(state.Catalog.Contact).Count)
            : MatchingRows.ByAccount(state.Budget, rows, bits, RowsOf(state.Catalog.Account).Count);
        return isKept ? state.Keep(key, matching) : Own(matching);
    }

    private Node AggregateCompare(BoundAggregate aggregate, BoundNumberCompare test, BoundNumber bound, RowSet rows)
    {
        if (aggregate.Function == AggregateFunction.Count && aggregate.Source.Relation != SourceRelation.OfAccountOfContact)
        {
            return CountCompare(aggregate, test.Op, bound.Units, rows);
        }

        return AggregateTest(
            aggregate, rows, value => test with { Left = value }, value => Numbers.Holds(Numbers.OrderTo(value, bound), test.Op));
    }

    private Node CountCompare(BoundAggregate aggregate, CompareOp op, long units, RowSet rows)
    {
        // count × 10,000 against units: the least and the greatest whole number for which the comparison holds.
        (Int128 least, Int128 most) = op switch
        {
            CompareOp.Equal when units % FixedDecimal.UnitsPerOne != 0 => (1, 0),
            CompareOp.Equal => (units / FixedDecimal.UnitsPerOne, units / FixedDecimal.UnitsPerOne),
            CompareOp.Less => (Int128.MinValue, Floor(units - (Int128)1)),
            CompareOp.LessOrEqual => (Int128.MinValue, Floor(units)),
            CompareOp.Greater => (Floor(units) + 1, Int128.MaxValue),
            CompareOp.GreaterOrEqual => (Floor(units - (Int128)1) + 1, Int128.MaxValue),
            _ => throw new InvalidOperationException($"Operator {op} is not positive."),
        };
        if (least > most || most < 0)
        {
            return ConstantNode.False;
        }

        if (least <= 0 && most >= long.MaxValue)
        {
            return ConstantNode.True;
        }

        (long first, long last) = Window(aggregate);
        MatchingRows matching = Matching(aggregate.Source, aggregate.Where);
        bool isNewest = matching.Instants is not null && matching.Newest <= last && first <= last;
        if (!isNewest || least > MostKept || (most < Int128.MaxValue && most >= MostKept))
        {
            return new CountNode(matching, first, last, least, most, rows.Count);
        }

        Node enough = least <= 0 ? ConstantNode.True : AtLeast((int)least, matching, first, last, rows);
        return most == Int128.MaxValue ? enough : AndNode.Of([enough, NotNode.Of(AtLeast((int)most + 1, matching, first, last, rows))]);
    }

    /// <summary>Up to which k the k-th newest instants of a leaf are kept.</summary>
    private const int MostKept = 64;

    private static Int128 Floor(Int128 units)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(units, FixedDecimal.UnitsPerOne);
        return rest < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Entities whose aggregate passes a test that no missing value passes.</summary>
    private Node AggregateTest(BoundAggregate aggregate, RowSet rows, Func<BoundAggregate, BoundExpr> withValue, Func<DataValue, bool> holds)
    {
        if (aggregate.Source.Relation == SourceRelation.OfAccountOfContact)
        {
            BoundAggregate own = aggregate with { Source = aggregate.Source with { Relation = SourceRelation.OfAccount } };
            Node ofAccount = OfOwner(FieldOwner.Account, rows, accounts => Predicate(withValue(own), accounts));

            // A contact without an account has no rows, over which a count, sum or distinct is 0.
            return IsZeroOverNothing(aggregate) && holds(RowAggregateOf(own).Nothing)
                ? OrNode.Of([ofAccount, new RowTestNode(1, row => rows.AccountOf![row] < 0)])
                : ofAccount;
        }

        (long first, long last) = Window(aggregate);
        return new AggregateNode(Matching(aggregate.Source, aggregate.Where), first, last, RowAggregateOf(aggregate), holds, rows.Count);
    }

    private RowAggregate RowAggregateOf(BoundAggregate aggregate) =>
        RowAggregate.Create(aggregate.Function, aggregate.Of is null ? null : Reader(aggregate.Of, RowsOf(aggregate.Source.Row)));

    private (long First, long Last) Window(BoundAggregate aggregate) =>
        aggregate.Source.IsEvent ? (aggregate.Window ?? InstantRange.Ever).ResolveForEvents(asOf) : (long.MinValue, long.MaxValue);

    private static bool IsZeroOverNothing(BoundAggregate aggregate) =>
        aggregate.Function is AggregateFunction.Count or AggregateFunction.Sum or AggregateFunction.Distinct;

    private sealed record MatchingKey(RowKind Kind, string Type, SourceRelation Relation, BoundExpr? Where);
}
