using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>Conditions that an event alone decides, once and for all: made into functions that are asked of each that arrives.</summary>
internal static class EventCondition
{
    /// <summary>The condition as a function; null where it depends on T or on anything but the event.</summary>
    public static Func<EventRow, bool>? Compile(BoundExpr? condition)
    {
        switch (condition)
        {
            case null:
                return static _ => true;
            case BoundConstant constant:
                return _ => constant.Value;
            case BoundAnd and:
                return Compile(and.Operands) is { } all ? happened => Array.TrueForAll(all, holds => holds(happened)) : null;
            case BoundOr or:
                return Compile(or.Operands) is { } any ? happened => Array.Exists(any, holds => holds(happened)) : null;
            case BoundNot not:
                return Compile(not.Operand) is { } negated ? happened => !negated(happened) : null;
            case BoundTextIn { Value: BoundField { Owner: FieldOwner.Self } field } test:
                return TextIn(field, test.Folded);
            case BoundNumberCompare { Left: BoundField { Owner: FieldOwner.Self } field, Right: BoundNumber number } compare:
                return NumberCompare(field, compare.Op, number.Units);
            case BoundTextMatch { Value: BoundField { Owner: FieldOwner.Self } } or BoundBooleanIs { Value: BoundField { Owner: FieldOwner.Self } }
                or BoundSetHas { Value: BoundField { Owner: FieldOwner.Self } } or BoundKnown { Value: BoundField { Owner: FieldOwner.Self } }:
                return happened => new Evaluation(NoData.Instance, NoData.Instance, NoData.AnyInstant).Truth(condition, happened).Value;
            default:
                return null;
        }
    }

    /// <summary>
    /// Whether a condition that holds for an event goes on to hold while its <see cref="GrowingProperties"/> grow: where it reads them, it
    /// asks whether they are known, or at least so large.
    /// </summary>
    public static bool StaysTrue(BoundExpr? condition) => condition switch
    {
        null => true,
        BoundAnd and => and.Operands.All(StaysTrue),
        BoundOr or => or.Operands.All(StaysTrue),
        BoundNumberCompare { Left: BoundField { Owner: FieldOwner.Self }, Right: BoundNumber, Op: CompareOp.Greater or CompareOp.GreaterOrEqual } => true,
        BoundKnown { Value: BoundField { Owner: FieldOwner.Self } } => true,
        _ => !BoundTree.Nodes(condition).OfType<BoundField>().Any(read => GrowingProperties.Contains(read.Row, read.Field.Name)),
    };

    /// <summary>A property that must have one of some values for the condition to hold, by its ordinal, and those; null where there is none.</summary>
    public static (int Ordinal, IReadOnlyList<string> Values)? Accepted(BoundExpr? condition) => condition switch
    {
        BoundAnd and => and.Operands.Select(Accepted).FirstOrDefault(accepted => accepted is not null),
        BoundTextIn { Value: BoundField { Owner: FieldOwner.Self } field } test => (EventRow.Ordinal(field.Row, field.Field.Name), test.Folded),
        _ => null,
    };

    private static Func<EventRow, bool>[]? Compile(IReadOnlyList<BoundExpr> operands)
    {
        Func<EventRow, bool>[] compiled = [.. operands.Select(Compile).OfType<Func<EventRow, bool>>()];
        return compiled.Length == operands.Count ? compiled : null;
    }

    private static Func<EventRow, bool> TextIn(BoundField field, IReadOnlyList<string> accepted)
    {
        int ordinal = EventRow.Ordinal(field.Row, field.Field.Name);
        if (accepted is [string only])
        {
            return happened => happened.Property(ordinal) is { IsKnown: true } value && string.Equals(value.Folded, only, StringComparison.Ordinal);
        }

        var any = accepted.ToHashSet(StringComparer.Ordinal);
        return happened => happened.Property(ordinal) is { IsKnown: true } value && any.Contains(value.Folded);
    }

    private static Func<EventRow, bool> NumberCompare(BoundField field, CompareOp op, long units)
    {
        int ordinal = EventRow.Ordinal(field.Row, field.Field.Name);
        return happened => happened.Property(ordinal) is { IsKnown: true } value && Numbers.Holds(value.Number.CompareTo(units), op);
    }

    /// <summary>For conditions that ask for nothing but the event.</summary>
    private sealed class NoData : IEntityData, IRankOracle
    {
        public static readonly NoData Instance = new();
        public static readonly AsOf AnyInstant = new(0, NodaTime.DateTimeZone.Utc);

        public bool TellsOfChanges => true;

        public StateRow? Account(long reference) => throw Unexpected();

        public StateRow? Contact(long reference) => throw Unexpected();

        public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => throw Unexpected();

        public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => throw Unexpected();

        public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => throw Unexpected();

        public bool IsInTop(BoundTop top, StateRow entity, AsOf asOf) => throw Unexpected();

        private static InvalidOperationException Unexpected() => new("A condition of one event asked for more.");
    }
}
