using System.Globalization;
using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Language.Syntax;

/// <summary>
/// Prints the canonical text of a tree. Reading it again gives the same tree. What fits into 100 columns stands on one line; otherwise
/// each operand of the outermost <c>and</c> / <c>or</c> has a line of its own, and so on inwards. There are no more parentheses than the
/// tree needs, but for those around a comparison after <c>not</c>, which a reader needs.
/// </summary>
public static class SegmentPrinter
{
    /// <summary>The columns that a line is kept within where that is possible.</summary>
    public const int Width = 100;

    /// <summary>The canonical text of a condition.</summary>
    public static string Print(Expr expression) => Condition(expression).Layout(Width);

    /// <summary>The canonical text of a value.</summary>
    public static string Print(ValueExpr value) => Doc.Group(Value(value)).Layout(Width);

    /// <summary>The canonical text of a condition on one line however long, for tables and messages (a text constant may still hold line ends).</summary>
    public static string PrintOnOneLine(Expr expression) => Condition(expression).Layout(int.MaxValue);

    /// <summary>The canonical text of a value on one line however long.</summary>
    public static string PrintOnOneLine(ValueExpr value) => Doc.Group(Value(value)).Layout(int.MaxValue);

    /// <summary>A window as it is written: <c>in last 30 days</c>.</summary>
    public static string Print(Window window) => window switch
    {
        LastWindow last => $"in last {Print(last.Duration)}",
        PreviousWindow previous => $"in previous {Print(previous.Duration)}",
        ThisUnitWindow unit => $"in this {Vocabulary.Units[unit.Unit]}",
        PreviousUnitWindow unit => $"in previous {Vocabulary.Units[unit.Unit]}",
        SinceWindow since => $"since {Print(since.From)}",
        BetweenWindow between => $"between {Print(between.From)} and {Print(between.To)}",
        BeforeWindow before => $"before {Print(before.Until)}",
        EverWindow => "ever",
        _ => throw new InvalidOperationException($"Unknown window {window.GetType().Name}."),
    };

    /// <summary>A duration as it is written: <c>1 quarter</c>, <c>30 days</c>.</summary>
    public static string Print(Duration duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.Count} {Vocabulary.Units[duration.Unit]}{(duration.Count == 1 ? "" : "s")}");

    /// <summary>A constant as it is written.</summary>
    public static string Print(Literal literal) => literal switch
    {
        TextLiteral text => LiteralText.Quote(text.Value),
        NumberLiteral number => LiteralText.Number(number.Value, number.IsPercent),
        BooleanLiteral boolean => boolean.Value ? "true" : "false",
        _ => LiteralText.Moment(literal),
    };

    private static Doc Condition(Expr expression) => expression switch
    {
        AndExpr and => Chain("and ", and.Operands, operand => operand is AndExpr or OrExpr),
        OrExpr or => Chain("or ", or.Operands, operand => operand is OrExpr),
        NotExpr not => Doc.Concat("not ", Parenthesised(not.Operand, not.Operand is AndExpr or OrExpr || IsComparison(not.Operand))),
        BooleanExpr boolean => boolean.Value.Text,
        MembershipExpr membership => Membership(membership),
        TopExpr top => Top(top),
        SampleExpr sample => $"in sample ({LiteralText.Plain(sample.Percent)}%, {LiteralText.Quote(sample.Salt)})",
        QuantifiedExpr quantified => Doc.Group(
            Vocabulary.Quantifiers[quantified.Quantifier],
            Call(Source(quantified.Source), quantified.Where, quantified.Steps),
            Windowed(quantified.Window)),
        _ => Comparison(expression),
    };

    private static Doc Comparison(Expr expression) => expression switch
    {
        CompareExpr compare => Doc.Group(Value(compare.Left), $" {Vocabulary.Comparisons[compare.Op]} ", Value(compare.Right)),
        BetweenExpr between => Doc.Group(
            Left(between.Value, between.Low is not (NumberLiteral or TextLiteral or BooleanLiteral)), $" between {Print(between.Low)} and {Print(between.High)}"),
        InListExpr list => Doc.Group(Value(list.Value), Negated(list.Negated, "in "), Items(list.Items)),
        UnderExpr under => Doc.Group(
            Value(under.Value), Negated(under.Negated, "under "), under.Items.Count == 1 ? Print(under.Items[0]) : Items(under.Items)),
        TextMatchExpr match => Doc.Group(
            Value(match.Value), Negated(match.Negated, Vocabulary.TextMatches[match.Op]), $" {Print(match.Pattern)}"),
        HasExpr has => Doc.Group(Value(has.Value), $" has {Vocabulary.HasModes[has.Mode]} ", Items(has.Items)),
        KnownExpr known => Doc.Group(Value(known.Value), known.Known ? " is known" : " is unknown"),
        DateWithinExpr within => Doc.Group(Left(within.Value, !within.Next), $" in {(within.Next ? "next" : "last")} {Print(within.Duration)}"),
        DateMomentExpr moment => Doc.Group(Left(moment.Value, moment.Before), $" {(moment.Before ? "before" : "after")} {Print(moment.Moment)}"),
        DateAgoExpr ago => Doc.Group(Value(ago.Value), $" {(ago.Before ? "before" : "after")} {Print(ago.Duration)} ago"),
        _ => throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}."),
    };

    private static bool IsComparison(Expr expression) =>
        expression is not (NotExpr or BooleanExpr or MembershipExpr or TopExpr or SampleExpr or QuantifiedExpr or AndExpr or OrExpr);

    private static string Negated(bool negated, string words) => negated ? $" not {words}" : $" {words}";

    private static Doc Chain(string word, EquatableList<Expr> operands, Func<Expr, bool> needsParentheses)
    {
        List<Doc> rest = [];
        foreach (Expr operand in operands.Skip(1))
        {
            rest.AddRange([Doc.Line, word, Parenthesised(operand, needsParentheses(operand))]);
        }

        return Doc.Group(Parenthesised(operands[0], needsParentheses(operands[0])), Doc.Nest([.. rest]));
    }

    private static Doc Parenthesised(Expr expression, bool needed) => needed ? Doc.Concat("(", Condition(expression), ")") : Condition(expression);

    private static string Membership(MembershipExpr membership) =>
        $"{(membership.ThroughAccount ? "account " : "")}in {(membership.IsList ? "list" : "segment")}({LiteralText.Quote(membership.Name)})";

    private static Doc Top(TopExpr top)
    {
        string limit = top.IsPercent ? LiteralText.Plain(top.Limit) + "%" : LiteralText.Plain(top.Limit);
        Doc head = Doc.Concat($"in top {limit} by ", Value(top.By), top.Per is null ? "" : $" per {top.Per.Text}");
        return top.Among is null ? head : Doc.Group(head, Doc.Nest(Doc.Line, "among (", Condition(top.Among), ")"));
    }

    private static Doc Call(string source, Expr? where, EquatableList<SequenceStep> steps)
    {
        List<Doc> parts = [];
        if (where is not null)
        {
            parts.AddRange([Doc.Line, "where ", Condition(where)]);
        }

        foreach (SequenceStep step in steps)
        {
            parts.AddRange([Doc.Line, step.Absent ? "then no " : "then ", Source(step.Source)]);
            if (step.Where is not null)
            {
                parts.AddRange([" where ", Condition(step.Where)]);
            }

            parts.Add($" within {Print(step.Within)}");
        }

        return Doc.Concat($"({source}", Doc.Nest([.. parts]), ")");
    }

    private static string Source(SourceRef source) => source.ThroughAccount ? $"account.{source.Name}" : source.Name;

    private static string Windowed(Window? window) => window is null ? "" : $" {Print(window)}";

    /// <summary>A list fills its lines, indented by four so that it is not taken for an operand.</summary>
    private static Doc Items(IEnumerable<Literal> items)
    {
        List<Doc> parts = [];
        foreach (Literal item in items)
        {
            parts.AddRange(parts.Count == 0 ? [Print(item)] : [",", Doc.Group(Doc.Line, Print(item))]);
        }

        return Doc.Concat("(", Doc.Nest(Doc.Nest([.. parts])), ")");
    }

    /// <summary>
    /// The left side of a comparison whose words would read as the window of an aggregate that ends it: parentheses keep them apart.
    /// </summary>
    private static Doc Left(ValueExpr value, bool readsAsWindow) =>
        readsAsWindow && EndsInOpenAggregate(value) ? Doc.Concat("(", Value(value), ")") : Value(value);

    private static bool EndsInOpenAggregate(ValueExpr value) => value switch
    {
        AggregateValue aggregate => aggregate.Window is null && !Parser.YieldsDate(aggregate.Function),
        ArithmeticValue arithmetic => !NeedsParentheses(arithmetic, arithmetic.Right, isRight: true) && EndsInOpenAggregate(arithmetic.Right),
        _ => false,
    };

    private static Doc Value(ValueExpr value) => value switch
    {
        LiteralValue literal => Print(literal.Literal),
        PathValue path => path.Text,
        ArithmeticValue arithmetic => Doc.Concat(
            Operand(arithmetic, arithmetic.Left, isRight: false),
            $" {Vocabulary.Arithmetic[arithmetic.Op]} ",
            Operand(arithmetic, arithmetic.Right, isRight: true)),
        AggregateValue aggregate => Doc.Concat(
            Vocabulary.Aggregates[aggregate.Function],
            Call(
                aggregate.Property is null ? Source(aggregate.Source) : $"{Source(aggregate.Source)}.{aggregate.Property}",
                aggregate.Where,
                EquatableList<SequenceStep>.Empty),
            Windowed(aggregate.Window)),
        TrendValue trend => Doc.Concat("trend(", Value(trend.Value), $", {Print(trend.Duration)})"),
        _ => throw new InvalidOperationException($"Unknown value {value.GetType().Name}."),
    };

    private static Doc Operand(ArithmeticValue parent, ValueExpr operand, bool isRight) =>
        NeedsParentheses(parent, operand, isRight) ? Doc.Concat("(", Value(operand), ")") : Value(operand);

    /// <summary>Operators of one rank group from the left.</summary>
    private static bool NeedsParentheses(ArithmeticValue parent, ValueExpr operand, bool isRight)
    {
        static int Rank(ArithmeticOp op) => op is ArithmeticOp.Add or ArithmeticOp.Subtract ? 1 : 2;
        return operand is ArithmeticValue child && (Rank(child.Op) < Rank(parent.Op) || (isRight && Rank(child.Op) == Rank(parent.Op)));
    }
}
