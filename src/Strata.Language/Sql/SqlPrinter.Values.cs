using System.Globalization;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Language.Sql;

public sealed partial class SqlPrinter
{
    /// <summary>Beyond how many operands the result of arithmetic is tested for being finite; fewer cannot leave the range of a double.</summary>
    private const int MaxFiniteOperands = 8;

    /// <summary>The value as it is compared (texts folded), NULL where it is missing.</summary>
    private string Value(BoundValue value, Frame frame) => value switch
    {
        BoundField field => Field(field, frame, TableNames.Compared(field.Field)),
        BoundNumber number => Parameter(new IntegerParameter(number.Units)),
        BoundArithmetic arithmetic => Arithmetic(arithmetic, frame),
        BoundAggregate aggregate => Aggregate(aggregate, frame),
        BoundEventInstant => frame.Column("ts"),
        BoundEventContact => frame.Column(TableNames.ContactRef),
        BoundSegmentation segmentation => SegmentationValue(segmentation, frame, "folded"),
        BoundOwnerValue owned => Owned(owned, frame, Value),
        _ => throw new InvalidOperationException($"Unknown value {value.GetType().Name}."),
    };

    /// <summary>The value as it is shown (texts as written).</summary>
    private string Shown(BoundValue value, Frame frame) => value switch
    {
        BoundField field => Field(field, frame, field.Field.Name),
        BoundSegmentation segmentation => SegmentationValue(segmentation, frame, "value"),
        BoundOwnerValue owned => Owned(owned, frame, Shown),
        _ => Value(value, frame),
    };

    private string Owned(BoundOwnerValue owned, Frame frame, Func<BoundValue, Frame, string> print)
    {
        Frame owner = frame.Join(owned.Owner, _catalog);
        return $"CASE WHEN {owner.Column("ref")} IS NOT NULL THEN {print(owned.Value, owner)} END";
    }

    private string Field(BoundField field, Frame frame, string column)
    {
        Frame owner = frame.Join(field.Owner, _catalog);
        Reads(field.Row, field.Field.Name);
        string stored = owner.Column(column);
        return field.Row is { Kind: RowKind.Collection, Name: "opportunities" } ? OpportunityField(field, owner, stored) : stored;
    }

    /// <summary>
    /// An opportunity is open, neither won nor lost, before its <c>closed_at</c>; and a closed one whose stages nobody recorded has no
    /// known stage before that (catalog.md, History).
    /// </summary>
    private string OpportunityField(BoundField field, Frame row, string stored)
    {
        string name = field.Field.Name;
        if (name is not ("is_closed" or "is_won" or "loss_reason" or "stage") || field.Row.Find("closed_at") is null)
        {
            return stored;
        }

        Reads(field.Row, "closed_at");
        string later = $"{row.Column("closed_at")} > {AsOfInstant}";
        if (name != "stage")
        {
            string before = name == "loss_reason" ? "NULL" : "FALSE";
            return $"CASE WHEN {later} THEN {before} ELSE {stored} END";
        }

        string recorded = _history.HasHistory(TableNames.Table(field.Row), "stage")
            ? $" AND {row.Column("ref")} NOT IN (SELECT ref FROM {SqlIdentifier.Quote(TableNames.History(field.Row))} WHERE field = {Parameter(new TextParameter("stage"))})"
            : "";
        Reads(field.Row, "is_closed");
        return $"CASE WHEN {later} AND {row.Column("is_closed")}{recorded} THEN NULL ELSE {stored} END";
    }

    private string Arithmetic(BoundArithmetic arithmetic, Frame frame)
    {
        string left = Double(arithmetic.Left, frame);
        string right = Double(arithmetic.Right, frame);

        // NULLIF is a macro that repeats its argument, so divisors within divisors would double the plan level by level.
        bool dividesByResult = arithmetic.Op == ArithmeticOp.Divide && arithmetic.Right is BoundArithmetic;
        string result = arithmetic.Op switch
        {
            ArithmeticOp.Add => $"({left} + {right})",
            ArithmeticOp.Subtract => $"({left} - {right})",
            ArithmeticOp.Multiply => $"({left} * {right})",
            _ when dividesByResult => $"({left} / {right})",
            _ => $"({left} / NULLIF({right}, 0.0))",
        };
        return dividesByResult || CountOperands(arithmetic) > MaxFiniteOperands ? _dialect.FiniteOrMissing(result) : result;
    }

    private static int CountOperands(BoundValue value) =>
        value is BoundArithmetic arithmetic ? CountOperands(arithmetic.Left) + CountOperands(arithmetic.Right) : 1;

    private string Double(BoundValue value, Frame frame) => value switch
    {
        BoundNumber number => Parameter(new DoubleParameter(number.Double)),
        { Kind: ValueKind.Exact } => $"({_dialect.ToDouble(Value(value, frame))} / 10000.0::DOUBLE)",
        { Kind: ValueKind.Count } => _dialect.ToDouble(Value(value, frame)),
        _ => Value(value, frame),
    };

    private string NumberCompare(BoundNumberCompare compare, Frame frame, bool negated)
    {
        if (compare.Left is BoundAggregate aggregate && compare.Right is BoundNumber number)
        {
            bool heldByNothing = IsZeroOverNothing(aggregate) && Holds(0L.CompareTo(number.Units), compare.Op);
            return Having(aggregate, value => $"{Scaled(value, aggregate.Kind, number)} {Sign(compare.Op)} {Constant(number, aggregate.Kind)}", heldByNothing, frame, negated);
        }

        (string left, string right) = Comparable(compare.Left, compare.Right, frame);
        return Leaf($"{left} {Sign(compare.Op)} {right}", negated);
    }

    private (string Left, string Right) Comparable(BoundValue left, BoundValue right, Frame frame)
    {
        if (!left.IsExactNumber || !right.IsExactNumber)
        {
            return (Double(left, frame), Double(right, frame));
        }

        bool counts = left.Kind == ValueKind.Count && right.Kind == ValueKind.Count;
        return counts ? (Value(left, frame), Value(right, frame)) : (Units(left, frame), Units(right, frame));
    }

    private string Units(BoundValue value, Frame frame) =>
        value.Kind == ValueKind.Count ? $"({Value(value, frame)} * 10000)" : Value(value, frame);

    private static bool IsWhole(BoundNumber number) => number.Units % Values.FixedDecimal.UnitsPerOne == 0;

    /// <summary>The aggregate in the unit that its constant is bound in: a count beside a whole number is left alone.</summary>
    private static string Scaled(string aggregate, ValueKind kind, BoundNumber number) =>
        kind == ValueKind.Count && !IsWhole(number) ? $"({aggregate} * 10000)" : aggregate;

    private string Constant(BoundNumber number, ValueKind kind) => kind switch
    {
        ValueKind.Double => Parameter(new DoubleParameter(number.Double)),
        ValueKind.Count when IsWhole(number) => Parameter(new IntegerParameter(number.Units / Values.FixedDecimal.UnitsPerOne)),
        _ => Parameter(new IntegerParameter(number.Units)),
    };

    private static bool Holds(int order, CompareOp op) => op switch
    {
        CompareOp.Equal => order == 0,
        CompareOp.Less => order < 0,
        CompareOp.LessOrEqual => order <= 0,
        CompareOp.Greater => order > 0,
        CompareOp.GreaterOrEqual => order >= 0,
        _ => throw new InvalidOperationException($"Operator {op} is not positive."),
    };

    private string SegmentationValue(BoundSegmentation segmentation, Frame frame, string column) =>
        $"(SELECT {column} FROM {SegmentationTable(segmentation.Segmentation)} s WHERE s.ref = {OwnerRef(segmentation.Owner, frame)})";

    /// <summary>The value of every entity under a segmentation: ref, value, folded; no row outside the universe.</summary>
    private string SegmentationTable(SegmentationPlan plan) => CommonTable(plan, "segmentation_", () =>
    {
        Frame entity = NewFrame(_catalog.Of(plan.Of));
        var conditions = plan.Parts.Select(part => Predicate(part.Where, entity)).ToList();
        string universe = plan.Universe is null ? "TRUE" : Predicate(plan.Universe, entity);
        string part = conditions.Count == 0
            ? "0"
            : $"CASE{string.Concat(conditions.Select((condition, at) => $" WHEN {condition} THEN {at.ToString(CultureInfo.InvariantCulture)}"))} ELSE {conditions.Count.ToString(CultureInfo.InvariantCulture)} END";
        var values = plan.Parts.Select(other => other.Value).Append(plan.Other).ToList();
        string Named(Func<string, string> text) => "CASE part" + string.Concat(values.Select((value, at) =>
            $" WHEN {at.ToString(CultureInfo.InvariantCulture)} THEN {Parameter(new TextParameter(text(value)))}")) + " END";
        return $"SELECT ref, {Named(text => text)} AS value, {Named(Values.TextFolding.Fold)} AS folded"
            + $" FROM (SELECT {entity.Column("ref")} AS ref, {part} AS part FROM {From(entity)} WHERE {universe})";
    });
}
