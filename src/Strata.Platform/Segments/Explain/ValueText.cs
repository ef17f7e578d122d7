using System.Globalization;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Platform.Segments.Explain;

/// <summary>Values, clauses and lengths of time as people read them.</summary>
internal static class ValueText
{
    private const string Digits = "#,##0.####";

    /// <summary>A value; a ratio as a percentage where the clause was written so.</summary>
    public static string Of(DataValue value, bool asPercent = false)
    {
        if (!value.IsKnown)
        {
            return "unknown";
        }

        return value.Kind switch
        {
            ValueKind.Text => $"\"{value.Written}\"",
            ValueKind.Set => string.Join(", ", value.WrittenSet.Select(item => $"\"{item}\"")),
            ValueKind.Boolean => value.Boolean ? "true" : "false",
            ValueKind.Instant => Microseconds.ToText(value.Instant),
            ValueKind.Count => Number((double)value.Number, asPercent: false),
            ValueKind.Exact => Exact(value.Number, asPercent),
            ValueKind.Double => Number(value.Double, asPercent),
            _ => throw new InvalidOperationException($"Unknown kind {value.Kind}."),
        };
    }

    /// <summary>A number that was calculated.</summary>
    public static string Number(double value, bool asPercent) => asPercent
        ? (value * 100).ToString(Digits, CultureInfo.InvariantCulture) + "%"
        : value.ToString(Digits, CultureInfo.InvariantCulture);

    /// <summary>An exact number of units of 1/10,000.</summary>
    public static string Exact(Int128 units, bool asPercent) => asPercent
        ? ((decimal)units * 100 / FixedDecimal.UnitsPerOne).ToString(Digits, CultureInfo.InvariantCulture) + "%"
        : ((decimal)units / FixedDecimal.UnitsPerOne).ToString(Digits, CultureInfo.InvariantCulture);

    /// <summary>A length of time: <c>3 days 4 h</c>, <c>20 min</c>, <c>1 s</c>; its two greatest units.</summary>
    public static string Length(long microseconds)
    {
        (long Size, string Unit)[] units =
        [
            (Microseconds.PerDay, " days"), (3600 * Microseconds.PerSecond, " h"), (60 * Microseconds.PerSecond, " min"), (Microseconds.PerSecond, " s"), (1, " µs"),
        ];
        int first = Array.FindIndex(units, unit => microseconds >= unit.Size);
        if (first < 0)
        {
            return "0 s";
        }

        long whole = microseconds / units[first].Size;
        long rest = first + 1 < units.Length ? microseconds % units[first].Size / units[first + 1].Size : 0;
        string text = $"{whole}{(first == 0 && whole == 1 ? " day" : units[first].Unit)}";
        return rest == 0 ? text : $"{text} {rest}{units[first + 1].Unit}";
    }

    /// <summary>A value expression as written, or its field's name where nobody wrote it.</summary>
    public static string Label(BoundValue value) => value switch
    {
        { Origin.Node: ValueExpr written } => SegmentPrinter.PrintOnOneLine(written),
        BoundField field => field.Field.Name,
        BoundNumber number => Exact(number.Units, asPercent: false),
        _ => "the value",
    };

    /// <summary>A condition as written.</summary>
    public static string Label(BoundExpr expression) => expression switch
    {
        { Origin.Node: Expr written } => SegmentPrinter.PrintOnOneLine(written),
        BoundNot not => $"not ({Label(not.Operand)})",
        BoundAnd and => string.Join(" and ", and.Operands.Select(Label)),
        BoundOr or => string.Join(" or ", or.Operands.Select(Label)),
        _ => "the condition",
    };
}
