using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Values;

namespace Strata.Index.Entity;

/// <summary>Numbers as the language compares them and reckons with them.</summary>
internal static class Numbers
{
    /// <summary>An exact number or a count in units of 1/10,000.</summary>
    public static Int128 Units(DataValue value) => value.Kind == ValueKind.Count ? value.Number * FixedDecimal.UnitsPerOne : value.Number;

    /// <summary>The order of two known numbers or instants of one kind.</summary>
    public static int Order(DataValue left, DataValue right) =>
        left.Kind == ValueKind.Double ? left.Double.CompareTo(right.Double) : left.Number.CompareTo(right.Number);

    /// <summary>The order of a known number to a constant: exact beside an exact number, else of doubles.</summary>
    public static int OrderTo(DataValue value, BoundNumber constant) => value.Kind == ValueKind.Double
        ? value.Double.CompareTo(constant.Double)
        : Units(value).CompareTo(constant.Units);

    /// <summary>The operand of arithmetic and of comparisons with doubles; a literal counts as the double nearest to what was written.</summary>
    public static double Double(BoundValue expression, DataValue value)
    {
        if (expression is BoundNumber literal)
        {
            return literal.Double;
        }

        return value.Kind switch
        {
            ValueKind.Double => value.Double,
            ValueKind.Count => (double)value.Number,
            ValueKind.Exact => (double)value.Number / FixedDecimal.UnitsPerOne,
            _ => throw new InvalidOperationException($"{value.Kind} is no number."),
        };
    }

    public static double Apply(ArithmeticOp op, double left, double right) => op switch
    {
        ArithmeticOp.Add => left + right,
        ArithmeticOp.Subtract => left - right,
        ArithmeticOp.Multiply => left * right,
        ArithmeticOp.Divide => right == 0 ? double.NaN : left / right,
        _ => throw new InvalidOperationException($"Unknown operator {op}."),
    };

    /// <summary>Whether a comparison holds, from the sign of left compared to right.</summary>
    public static bool Holds(int order, CompareOp op) => op switch
    {
        CompareOp.Equal => order == 0,
        CompareOp.NotEqual => order != 0,
        CompareOp.Less => order < 0,
        CompareOp.LessOrEqual => order <= 0,
        CompareOp.Greater => order > 0,
        CompareOp.GreaterOrEqual => order >= 0,
        _ => throw new InvalidOperationException($"Unknown operator {op}."),
    };
}
