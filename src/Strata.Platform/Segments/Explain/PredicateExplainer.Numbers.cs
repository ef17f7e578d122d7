using System.Globalization;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Platform.Segments.Explain;

internal sealed partial class PredicateExplainer
{
    private Predicate NumberCompare(BoundNumberCompare test, BoundExpr written, DataRow row, bool holds)
    {
        if (test.Right is not BoundNumber bound)
        {
            return Compare(test.Left, test.Op, test.Right, row, holds);
        }

        if (test.Left is BoundAggregate { Function: AggregateFunction.Count } count)
        {
            return CountCompare(count, test.Op, bound, row, holds);
        }

        bool asPercent = IsPercent(written);
        DataValue value = at.Value(test.Left, row);
        string wanted = $"{Words(test.Op)} {ValueText.Exact(bound.Units, asPercent)}";
        string actual = ActualOf(test.Left, row, asPercent);
        string label = ValueText.Label(test.Left);
        Evidence? evidence = EvidenceOf(test.Left, row);
        if (!value.IsKnown)
        {
            return new(actual, $"needs {wanted}", $"{label} becomes known and {wanted}", evidence);
        }

        string distance = Distance(value, bound, asPercent);
        bool isBelow = Order(value, bound) < 0;
        string missing = test.Op == CompareOp.Equal ? $"off by {distance}" : isBelow ? $"{distance} short" : $"{distance} too high";
        return new(actual, holds ? null : $"needs {wanted}: {missing}", ChangeOf(label, test.Op, bound, value, holds, asPercent), evidence, SizeOf(value, bound), MeasureOf(label, test.Op, holds));
    }

    /// <summary>The distance beside the greater of both numbers.</summary>
    private static double SizeOf(DataValue value, BoundNumber bound)
    {
        double number = Units(value), limit = bound.Units;
        return Math.Abs(number - limit) / Math.Max(1, Math.Max(Math.Abs(number), Math.Abs(limit)));
    }

    /// <summary>What moves which way, for changes of one number that include each other.</summary>
    private static string? MeasureOf(string label, CompareOp op, bool holds) =>
        op == CompareOp.Equal ? null : $"{label} {((op is CompareOp.Greater or CompareOp.GreaterOrEqual) != holds ? "rises" : "falls")}";

    private static double Units(DataValue value) => value.Kind switch
    {
        ValueKind.Double => value.Double * FixedDecimal.UnitsPerOne,
        ValueKind.Count => (double)value.Number * FixedDecimal.UnitsPerOne,
        _ => (double)value.Number,
    };

    private Predicate NumberBetween(BoundNumberCompare low, BoundNumberCompare high, BoundExpr written, DataRow row, bool holds)
    {
        if (holds)
        {
            // The nearer end is the smaller change.
            double value = Units(at.Value(low.Left, row));
            bool isLow = value - ((BoundNumber)low.Right).Units <= ((BoundNumber)high.Right).Units - value;
            return NumberCompare(isLow ? low : high, written, row, holds: true);
        }

        return NumberCompare(at.IsTrue(low, row) ? high : low, written, row, holds: false);
    }

    private static string ChangeOf(string label, CompareOp op, BoundNumber bound, DataValue value, bool holds, bool asPercent)
    {
        string limit = ValueText.Exact(bound.Units, asPercent);
        string distance = Distance(value, bound, asPercent);
        if (op == CompareOp.Equal)
        {
            return holds ? $"{label} becomes anything but {limit}" : $"{label} becomes {limit}";
        }

        bool rises = (op is CompareOp.Greater or CompareOp.GreaterOrEqual) != holds;
        bool toTheLimit = (op is CompareOp.GreaterOrEqual or CompareOp.LessOrEqual) != holds;
        string verb = rises ? "rises" : "falls";
        return toTheLimit
            ? $"{label} {verb} by {distance} to {limit}"
            : $"{label} {verb} {(rises ? "above" : "below")} {limit}, by more than {distance}";
    }

    private Predicate CountCompare(BoundAggregate count, CompareOp op, BoundNumber bound, DataRow row, bool holds)
    {
        RowType type = count.Source.Row;
        IReadOnlyList<DataRow> rows = at.Matching(count.Source, count.Where, [], count.Window, row);
        decimal limit = FixedDecimal.ToDecimal(bound.Units);
        long atLeast = (long)Math.Ceiling(limit), moreThan = (long)Math.Floor(limit) + 1;
        (long few, long many) = op switch
        {
            CompareOp.GreaterOrEqual => (atLeast, long.MaxValue),
            CompareOp.Greater => (moreThan, long.MaxValue),
            CompareOp.Less => (0, atLeast - 1),
            CompareOp.LessOrEqual => (0, moreThan - 1),
            _ => (atLeast, atLeast == moreThan - 1 ? atLeast : -1),
        };
        string Change(long number, string more) =>
            $"{Count(number)} {more} {RowNames.Noun(type, number)}{(count.Where is null ? "" : $" where {ValueText.Label(count.Where)}")}";
        string actual = $"{RowNames.Counted(rows.Count, type)} {(count.Where is null ? "counted" : rows.Count == 1 ? "matches" : "match")}";
        Evidence? evidence = rows.Count > 0 ? Rows(rows, count.Where) : null;
        if (holds)
        {
            // Where both ways lead out, the nearer one is the smaller change.
            long down = few > 0 ? rows.Count - few + 1 : long.MaxValue, up = many < long.MaxValue ? many - rows.Count + 1 : long.MaxValue;
            string change = down <= up ? Change(down, "fewer") : Change(up, "more");
            return new(actual, null, Math.Min(down, up) == long.MaxValue ? null : change, evidence, Math.Min(down, up));
        }

        if (many < few)
        {
            return new(actual, "no count is that number", null, evidence);
        }

        return rows.Count < few
            ? new(actual, $"needs {Count(few - rows.Count)} more", Change(few - rows.Count, "more"), evidence, few - rows.Count)
            : new(actual, $"{Count(rows.Count - many)} too many", many < 0 ? null : Change(rows.Count - many, "fewer"), evidence, rows.Count - many);
    }

    private static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static bool IsPercent(BoundExpr written) =>
        written.Origin.Node is CompareExpr { Right: LiteralValue { Literal: NumberLiteral { IsPercent: true } } };

    private static int Order(DataValue value, BoundNumber bound) => value.Kind switch
    {
        ValueKind.Double => value.Double.CompareTo(bound.Double),
        ValueKind.Count => (value.Number * FixedDecimal.UnitsPerOne).CompareTo(bound.Units),
        _ => value.Number.CompareTo(bound.Units),
    };

    private static string Distance(DataValue value, BoundNumber bound, bool asPercent) => value.Kind switch
    {
        ValueKind.Double => ValueText.Number(Math.Abs(value.Double - bound.Double), asPercent),
        ValueKind.Count => ValueText.Exact(Int128.Abs((value.Number * FixedDecimal.UnitsPerOne) - bound.Units), asPercent),
        _ => ValueText.Exact(Int128.Abs(value.Number - bound.Units), asPercent),
    };

    private static string Words(CompareOp op) => op switch
    {
        CompareOp.Equal => "exactly",
        CompareOp.Less => "less than",
        CompareOp.LessOrEqual => "at most",
        CompareOp.Greater => "more than",
        CompareOp.GreaterOrEqual => "at least",
        _ => "anything but",
    };
}
