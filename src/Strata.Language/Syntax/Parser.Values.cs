using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Language.Syntax;

/// <summary>Values: arithmetic, numbers, paths, aggregates and trends.</summary>
internal sealed partial class Parser
{
    /// <summary>A sum, or the condition in parentheses that stands in its place.</summary>
    /// <param name="valueOnly">
    /// True where only a value can stand (right of an operator, after <c>by</c>, in <c>trend</c>): what looks like a window is one there,
    /// because no comparison can follow.
    /// </param>
    private Node ParseSum(bool valueOnly)
    {
        Node left = ParseProduct(valueOnly);
        while (Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            ArithmeticOp op = Take().Kind == TokenKind.Plus ? ArithmeticOp.Add : ArithmeticOp.Subtract;
            left = Arithmetic(op, left, ParseProduct(valueOnly));
        }

        return left;
    }

    private Node ParseProduct(bool valueOnly)
    {
        Node left = ParseAtom(valueOnly);
        while (Current.Kind is TokenKind.Star or TokenKind.Slash)
        {
            ArithmeticOp op = Take().Kind == TokenKind.Star ? ArithmeticOp.Multiply : ArithmeticOp.Divide;
            left = Arithmetic(op, left, ParseAtom(valueOnly));
        }

        return left;
    }

    private ArithmeticValue Arithmetic(ArithmeticOp op, Node left, Node right)
    {
        ValueExpr leftValue = AsValue(left), rightValue = AsValue(right);
        return Made(new ArithmeticValue(op, leftValue, rightValue) { Span = left.Span.To(right.Span) });
    }

    private Node ParseAtom(bool valueOnly)
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Open:
                return ParseGroup(valueOnly);
            case TokenKind.Number:
                return Made(new LiteralValue(ParseLiteral("number")) { Span = token.Span });
            case TokenKind.Minus when Next().Kind == TokenKind.Number:
                Literal negative = ParseLiteral("number");
                return Made(new LiteralValue(negative) { Span = negative.Span });
            case TokenKind.Word when Next().Kind == TokenKind.Open && token.Is("trend"):
                return ParseTrend();
            case TokenKind.Word when Next().Kind == TokenKind.Open && Vocabulary.Aggregates.TryFind(token.Text, out AggregateFunction function):
                return ParseAggregate(function, valueOnly);
            case TokenKind.Word when !Vocabulary.ReservedForPaths.Contains(token.Text):
                return ParsePath();
            default:
                ReportNoValue(token);
                throw new SyntaxFailure();
        }
    }

    private PathValue ParsePath()
    {
        Token first = Current;
        List<string> names = ParseNames();
        if (Current.Kind == TokenKind.Open)
        {
            ReportUnknownFunction(first);
            throw new SyntaxFailure();
        }

        return Made(new PathValue(names.ToEquatableList()) { Span = Since(first) });
    }

    private List<string> ParseNames()
    {
        List<string> names = [Take().Text];
        while (Current.Kind == TokenKind.Dot)
        {
            Token dot = Take();
            if (Current.Kind != TokenKind.Word)
            {
                diagnostics.Syntax(dot.Span, "A name is missing after the dot.");
                throw new SyntaxFailure();
            }

            names.Add(Take().Text);
        }

        return names;
    }

    private TrendValue ParseTrend()
    {
        Token first = Take();
        int groups = Enter(out Token open);
        ValueExpr value = AsValue(ParseSum(valueOnly: true));
        if (Current.Kind != TokenKind.Comma)
        {
            diagnostics.Syntax(Current.Span, $"A comma and a duration are missing before {Describe(Current)}.", "Write trend(count(usage), 60 days).");
            throw new SyntaxFailure();
        }

        Advance();
        Duration duration = ParseDuration();
        Leave(open, groups);
        return Made(new TrendValue(value, duration) { Span = Since(first) });
    }

    private AggregateValue ParseAggregate(AggregateFunction function, bool valueOnly)
    {
        Token first = Take();
        int groups = Enter(out Token open);
        (SourceRef of, string? property) = ParseSource(withProperty: true);
        Expr? where = ParseWhere();
        Leave(open, groups);
        Window? window = ParseAggregateWindow(function, valueOnly);
        return Made(new AggregateValue(function, of, property, where, window) { Span = Since(first) });
    }

    private QuantifiedExpr ParseQuantified(Quantifier quantifier)
    {
        Token first = Take();
        int groups = Enter(out Token open);
        (SourceRef of, _) = ParseSource(withProperty: false);
        Expr? where = ParseWhere();
        List<SequenceStep> steps = [];
        while (Current.Is("then"))
        {
            steps.Add(ParseStep());
        }

        Leave(open, groups);
        Window? window = AtWindow() ? ParseWindow() : null;
        return Made(new QuantifiedExpr(quantifier, of, where, steps.ToEquatableList(), window) { Span = Since(first) });
    }

    private SequenceStep ParseStep()
    {
        Token then = Take();
        bool absent = TryTake("no");
        (SourceRef of, _) = ParseSource(withProperty: false);
        Expr? where = ParseWhere();
        if (!TryTake("within"))
        {
            diagnostics.Syntax(Current.Span, $"'within' and a duration are missing before {Describe(Current)}.", "Write for example: then form_submit within 30 minutes.");
            throw new SyntaxFailure();
        }

        Duration within = ParseDuration();
        return Made(new SequenceStep(absent, of, where, within) { Span = Since(then) });
    }

    private Expr? ParseWhere() => TryTake("where") ? AsCondition(ParseOr()) : null;

    /// <summary><c>[account.]NAME[.PROPERTY]</c>.</summary>
    private (SourceRef Source, string? Property) ParseSource(bool withProperty)
    {
        Token first = Current;
        if (first.Kind != TokenKind.Word || (Vocabulary.ReservedForSources.Contains(first.Text) && !(first.Is("account") && Next().Kind == TokenKind.Dot)))
        {
            diagnostics.Syntax(
                first.Span,
                $"The name of a collection or an event is missing before {Describe(first)}.",
                "Write for example: any(technologies where product = \"Salesforce\").");
            throw new SyntaxFailure();
        }

        List<string> names = ParseNames();
        int property = first.Is("account") ? 2 : 1;
        if (Vocabulary.ReservedForSources.Contains(names[property - 1]))
        {
            diagnostics.Syntax(Since(first), $"'{names[property - 1]}' cannot name a collection or an event.");
        }

        if (names.Count > (withProperty ? property + 1 : property))
        {
            diagnostics.Syntax(
                Since(first),
                withProperty ? "An aggregate is taken of one property of a collection or event." : "Here a collection or event stands without a property.",
                withProperty ? $"Write {string.Join('.', names.Take(property + 1))}." : $"Write {string.Join('.', names.Take(property))} and filter with where.");
        }

        return (new SourceRef(names[property - 1], property == 2) { Span = Since(first) }, names.Count > property ? names[property] : null);
    }

    /// <summary>Goes into the parentheses of a call; gives what <see cref="Leave"/> needs.</summary>
    private int Enter(out Token open)
    {
        int groups = _groups;
        _groups = 0;
        open = TakeOpen();
        return groups;
    }

    private void Leave(Token open, int groups)
    {
        TakeClose(open);
        _groups = groups;
    }
}
