using System.Text.Json;
using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Language.Json;

/// <summary>Writes trees as JSON.</summary>
internal static class TreeWriter
{
    public static void Condition(Utf8JsonWriter writer, Expr expression)
    {
        writer.WriteStartObject();
        switch (expression)
        {
            case AndExpr and: Conditions(writer, "and", and.Operands); break;
            case OrExpr or: Conditions(writer, "or", or.Operands); break;
            case NotExpr not: Member(writer, "not", not.Operand); break;
            case BooleanExpr boolean: writer.WriteString("path", boolean.Value.Text); break;
            case MembershipExpr membership: Membership(writer, membership); break;
            case SampleExpr sample:
                writer.WriteStartObject("sample");
                Number(writer, "percent", sample.Percent);
                writer.WriteString("salt", sample.Salt);
                writer.WriteEndObject();
                break;
            case TopExpr top: Top(writer, top); break;
            case QuantifiedExpr quantified: Quantified(writer, quantified); break;
            default: Comparison(writer, expression); break;
        }

        writer.WriteEndObject();
    }

    public static void Value(Utf8JsonWriter writer, ValueExpr value)
    {
        if (value is LiteralValue literal)
        {
            Constant(writer, literal.Literal);
            return;
        }

        writer.WriteStartObject();
        switch (value)
        {
            case PathValue path:
                writer.WriteString("path", path.Text);
                break;
            case ArithmeticValue arithmetic:
                writer.WriteStartArray(JsonNames.Arithmetic[arithmetic.Op]);
                Value(writer, arithmetic.Left);
                Value(writer, arithmetic.Right);
                writer.WriteEndArray();
                break;
            case AggregateValue aggregate:
                writer.WriteStartObject(Vocabulary.Aggregates[aggregate.Function]);
                Source(writer, aggregate.Source);
                if (aggregate.Property is not null)
                {
                    writer.WriteString("property", aggregate.Property);
                }

                Filter(writer, aggregate.Where);
                WindowMember(writer, aggregate.Window);
                writer.WriteEndObject();
                break;
            case TrendValue trend:
                writer.WriteStartObject("trend");
                Member(writer, "value", trend.Value);
                writer.WriteString("over", SegmentPrinter.Print(trend.Duration));
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"Unknown value {value.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    private static void Comparison(Utf8JsonWriter writer, Expr expression)
    {
        switch (expression)
        {
            case CompareExpr compare:
                writer.WriteStartObject("compare");
                Member(writer, "left", compare.Left);
                writer.WriteString("op", Vocabulary.Comparisons[compare.Op]);
                Member(writer, "right", compare.Right);
                writer.WriteEndObject();
                break;
            case BetweenExpr between:
                StartComparison(writer, "between", between.Value);
                Member(writer, "low", between.Low);
                Member(writer, "high", between.High);
                writer.WriteEndObject();
                break;
            case InListExpr list:
                StartComparison(writer, "in", list.Value);
                Constants(writer, list.Items);
                EndNegatable(writer, list.Negated);
                break;
            case UnderExpr under:
                StartComparison(writer, "under", under.Value);
                Texts(writer, under.Items);
                EndNegatable(writer, under.Negated);
                break;
            case TextMatchExpr match:
                StartComparison(writer, JsonNames.TextMatches[match.Op], match.Value);
                writer.WriteString("text", match.Pattern.Value);
                EndNegatable(writer, match.Negated);
                break;
            case HasExpr has:
                StartComparison(writer, "has", has.Value);
                writer.WriteString("mode", Vocabulary.HasModes[has.Mode]);
                Texts(writer, has.Items);
                writer.WriteEndObject();
                break;
            case KnownExpr known:
                Member(writer, known.Known ? "known" : "unknown", known.Value);
                break;
            default:
                Date(writer, expression);
                break;
        }
    }

    private static void Date(Utf8JsonWriter writer, Expr expression)
    {
        switch (expression)
        {
            case DateWithinExpr within:
                StartComparison(writer, within.Next ? "in_next" : "in_last", within.Value);
                writer.WriteString("duration", SegmentPrinter.Print(within.Duration));
                break;
            case DateMomentExpr moment:
                StartComparison(writer, moment.Before ? "before" : "after", moment.Value);
                Member(writer, "moment", moment.Moment);
                break;
            case DateAgoExpr ago:
                StartComparison(writer, ago.Before ? "before" : "after", ago.Value);
                writer.WriteString("ago", SegmentPrinter.Print(ago.Duration));
                break;
            default:
                throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    private static void StartComparison(Utf8JsonWriter writer, string name, ValueExpr value)
    {
        writer.WriteStartObject(name);
        Member(writer, "value", value);
    }

    private static void EndNegatable(Utf8JsonWriter writer, bool negated)
    {
        Flag(writer, "negated", negated);
        writer.WriteEndObject();
    }

    private static void Membership(Utf8JsonWriter writer, MembershipExpr membership)
    {
        writer.WriteStartObject(membership.IsList ? "in_list" : "in_segment");
        writer.WriteString("name", membership.Name);
        Flag(writer, "through_account", membership.ThroughAccount);
        writer.WriteEndObject();
    }

    private static void Top(Utf8JsonWriter writer, TopExpr top)
    {
        writer.WriteStartObject("top");
        Number(writer, top.IsPercent ? "percent" : "count", top.Limit);
        Member(writer, "by", top.By);
        if (top.Per is not null)
        {
            writer.WriteString("per", top.Per.Text);
        }

        if (top.Among is not null)
        {
            Member(writer, "among", top.Among);
        }

        writer.WriteEndObject();
    }

    private static void Quantified(Utf8JsonWriter writer, QuantifiedExpr quantified)
    {
        writer.WriteStartObject(Vocabulary.Quantifiers[quantified.Quantifier]);
        Source(writer, quantified.Source);
        Filter(writer, quantified.Where);
        if (quantified.Steps.Count > 0)
        {
            writer.WriteStartArray("then");
            foreach (SequenceStep step in quantified.Steps)
            {
                writer.WriteStartObject();
                Flag(writer, "absent", step.Absent);
                Source(writer, step.Source);
                Filter(writer, step.Where);
                writer.WriteString("within", SegmentPrinter.Print(step.Within));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        WindowMember(writer, quantified.Window);
        writer.WriteEndObject();
    }

    private static void Source(Utf8JsonWriter writer, SourceRef source) =>
        writer.WriteString("source", source.ThroughAccount ? $"account.{source.Name}" : source.Name);

    private static void Filter(Utf8JsonWriter writer, Expr? where)
    {
        if (where is not null)
        {
            Member(writer, "where", where);
        }
    }

    private static void WindowMember(Utf8JsonWriter writer, Window? window)
    {
        if (window is null)
        {
            return;
        }

        writer.WriteStartObject("window");
        switch (window)
        {
            case LastWindow last: writer.WriteString("last", SegmentPrinter.Print(last.Duration)); break;
            case PreviousWindow previous: writer.WriteString("previous", SegmentPrinter.Print(previous.Duration)); break;
            case ThisUnitWindow unit: writer.WriteString("this_unit", Vocabulary.Units[unit.Unit]); break;
            case PreviousUnitWindow unit: writer.WriteString("previous_unit", Vocabulary.Units[unit.Unit]); break;
            case SinceWindow since: Member(writer, "since", since.From); break;
            case BeforeWindow before: Member(writer, "before", before.Until); break;
            case BetweenWindow between:
                writer.WriteStartArray("between");
                Constant(writer, between.From);
                Constant(writer, between.To);
                writer.WriteEndArray();
                break;
            case EverWindow: writer.WriteBoolean("ever", true); break;
            default: throw new InvalidOperationException($"Unknown window {window.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    private static void Conditions(Utf8JsonWriter writer, string name, IEnumerable<Expr> operands)
    {
        writer.WriteStartArray(name);
        foreach (Expr operand in operands)
        {
            Condition(writer, operand);
        }

        writer.WriteEndArray();
    }

    private static void Member(Utf8JsonWriter writer, string name, Node node)
    {
        writer.WritePropertyName(name);
        switch (node)
        {
            case Expr expression: Condition(writer, expression); break;
            case ValueExpr value: Value(writer, value); break;
            case Literal literal: Constant(writer, literal); break;
            default: throw new InvalidOperationException($"Unknown node {node.GetType().Name}.");
        }
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    private static void Constants(Utf8JsonWriter writer, IEnumerable<Literal> items)
    {
        writer.WriteStartArray("items");
        foreach (Literal item in items)
        {
            Constant(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, IEnumerable<TextLiteral> items)
    {
        writer.WriteStartArray("items");
        foreach (TextLiteral item in items)
        {
            writer.WriteStringValue(item.Value);
        }

        writer.WriteEndArray();
    }

    private static void Constant(Utf8JsonWriter writer, Literal literal)
    {
        writer.WriteStartObject();
        switch (literal)
        {
            case TextLiteral text: writer.WriteString("text", text.Value); break;
            case NumberLiteral { IsPercent: true } number: Number(writer, "percent", number.Value * 100m); break;
            case NumberLiteral number: Number(writer, "number", number.Value); break;
            case BooleanLiteral boolean: writer.WriteBoolean("boolean", boolean.Value); break;
            case DateLiteral: writer.WriteString("date", LiteralText.Moment(literal)); break;
            case LocalDateTimeLiteral: writer.WriteString("local_time", LiteralText.Moment(literal)); break;
            case InstantLiteral: writer.WriteString("instant", LiteralText.Moment(literal)); break;
            default: throw new InvalidOperationException($"Unknown literal {literal.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes every digit, and no trailing zeros, so that equal trees are written alike.</summary>
    private static void Number(Utf8JsonWriter writer, string name, decimal value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(LiteralText.Plain(value));
    }
}
