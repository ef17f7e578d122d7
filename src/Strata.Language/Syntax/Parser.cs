using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Language.Syntax;

/// <summary>
/// A recursive-descent parser. A condition and a value may both begin with a parenthesis, so what may be either is read as a
/// <see cref="Node"/> and its kind asked for where one is needed. After an error reading goes on at the next <c>and</c>, <c>or</c>,
/// <c>then</c>, <c>within</c> or closing parenthesis.
/// </summary>
internal sealed partial class Parser(SourceText source, List<Token> tokens, Diagnostics diagnostics)
{
    /// <summary>Stands for what could not be read; never leaves the parser, because a text with errors yields no tree.</summary>
    private static readonly EquatableList<string> BrokenNames = ["broken"];

    private int _position;
    private int _nodes;
    private int _nots;
    private int _parentheses;

    /// <summary>How many of the open parentheses only group, counted from the innermost call.</summary>
    private int _groups;

    private Token Current => tokens[_position];

    public Expr? ParseWholeExpression() => ParseWhole(() => AsCondition(ParseOr()));

    public ValueExpr? ParseWholeValue() => ParseWhole(() => AsValue(ParseSum(valueOnly: true)));

    private T? ParseWhole<T>(Func<T> parse)
        where T : Node
    {
        if (Current.Kind == TokenKind.End)
        {
            if (!diagnostics.HasErrors)
            {
                diagnostics.Syntax(Current.Span, "There is nothing to read here.", "Write a condition, for example: employees >= 500.");
            }

            return null;
        }

        try
        {
            T tree = parse();
            ParseRest(parse);
            return tree;
        }
        catch (SyntaxFailure)
        {
            return null;
        }
    }

    /// <summary>Reports what stands after a whole expression, and reads on behind it for the sake of its errors.</summary>
    private void ParseRest<T>(Func<T> parse)
    {
        while (Current.Kind != TokenKind.End && !diagnostics.IsFull)
        {
            ReportUnexpected();
            Advance();
            Synchronise();
            if (Current.Is("and") || Current.Is("or"))
            {
                Advance();
                parse();
            }
        }
    }

    private Node ParseOr()
    {
        Node first = ParseAnd();
        if (!Current.Is("or"))
        {
            return first;
        }

        List<Expr> operands = [AsCondition(first)];
        while (TryTake("or"))
        {
            operands.Add(AsCondition(ParseAnd()));
        }

        return Made(new OrExpr(operands.ToEquatableList()) { Span = operands[0].Span.To(operands[^1].Span) });
    }

    private Node ParseAnd()
    {
        Node first = ParseOperand();
        if (!Current.Is("and"))
        {
            return first;
        }

        List<Expr> operands = [AsCondition(first)];
        while (TryTake("and"))
        {
            operands.Add(AsCondition(ParseOperand()));
        }

        return Made(new AndExpr(operands.ToEquatableList()) { Span = operands[0].Span.To(operands[^1].Span) });
    }

    /// <summary>One operand of <c>and</c> / <c>or</c>: the unit of recovery.</summary>
    private Node ParseOperand()
    {
        (int nots, int parentheses, int groups) = (_nots, _parentheses, _groups);
        Token first = Current;
        try
        {
            Node operand = ParseFactor();
            if (!EndsOperand(Current))
            {
                ReportUnexpected();
                Synchronise();
            }

            return operand;
        }
        catch (SyntaxFailure failure) when (!failure.IsFinal)
        {
            (_nots, _parentheses, _groups) = (nots, parentheses, groups);
            Synchronise();
            return Broken(first.Span);
        }
    }

    private Node ParseFactor()
    {
        if (!Current.Is("not"))
        {
            return ParsePredicate();
        }

        Token not = Take();
        if (++_nots > SyntaxLimits.MaxLevels)
        {
            throw TooDeep(not.Span);
        }

        Expr operand = AsCondition(ParseFactor());
        _nots--;
        return Made(new NotExpr(operand) { Span = not.Span.To(operand.Span) });
    }

    private Node ParsePredicate()
    {
        if (Current.Kind == TokenKind.Word)
        {
            if (Next().Kind == TokenKind.Open && Vocabulary.Quantifiers.TryFind(Current.Text, out Quantifier quantifier))
            {
                return ParseQuantified(quantifier);
            }

            if (Current.Is("in"))
            {
                return ParseMembership();
            }

            if (Current.Is("account") && Next().Is("in") && IsMembershipSet(Next(2), Next(3)))
            {
                return ParseMembership();
            }
        }

        Node left = ParseSum(valueOnly: false);
        return left is ValueExpr value ? ParseComparison(value) ?? left : left;
    }

    /// <summary>The node as a condition; a path alone is a boolean field.</summary>
    private Expr AsCondition(Node node)
    {
        switch (node)
        {
            case Expr condition:
                return condition;
            case PathValue path:
                return Made(new BooleanExpr(path) { Span = path.Span });
            default:
                string found = Clip(source.Slice(node.Span));
                diagnostics.Syntax(
                    node.Span,
                    $"'{found}' is a value, not a condition.",
                    $"Compare it with something, for example: {found} >= 1.");
                return Broken(node.Span);
        }
    }

    private ValueExpr AsValue(Node node)
    {
        if (node is ValueExpr value)
        {
            return value;
        }

        if (!IsBroken(node))
        {
            diagnostics.Syntax(
                node.Span,
                $"'{Clip(source.Slice(node.Span))}' is a condition, not a value.",
                "Only numbers, fields and aggregates can be calculated with and compared.");
        }

        return Broken(node.Span).Value;
    }

    private static BooleanExpr Broken(SourceSpan span) => new(new PathValue(BrokenNames) { Span = span }) { Span = span };

    private static bool IsBroken(Node node) => node is BooleanExpr boolean && ReferenceEquals(boolean.Value.Names, BrokenNames);

    private Node ParseGroup(bool valueOnly)
    {
        Token open = TakeOpen();
        _groups++;
        Node inner = valueOnly ? ParseSum(valueOnly: true) : ParseOr();
        TakeClose(open);
        _groups--;
        return inner;
    }

    private Token TakeOpen()
    {
        if (Current.Kind != TokenKind.Open)
        {
            diagnostics.Syntax(Current.Span, $"A ( is missing before {Describe(Current)}.");
            throw new SyntaxFailure();
        }

        if (++_parentheses > SyntaxLimits.MaxLevels)
        {
            throw TooDeep(Current.Span);
        }

        return Take();
    }

    /// <summary>Takes the closing parenthesis; where something else stands, reports it and goes on behind the parenthesis.</summary>
    private Token TakeClose(Token open)
    {
        _parentheses--;
        if (Current.Kind == TokenKind.Close)
        {
            return Take();
        }

        if (Current.Kind == TokenKind.End)
        {
            diagnostics.Syntax(open.Span, "This ( is never closed.", "Write a ) where it should end.");
            return Current;
        }

        ReportUnexpected();
        while (Current.Kind is not (TokenKind.Close or TokenKind.End))
        {
            Advance();
        }

        return Current.Kind == TokenKind.Close ? Take() : Current;
    }

    /// <summary>Skips to where reading can go on: the end of the operand at this level of parentheses.</summary>
    private void Synchronise()
    {
        int open = 0;
        while (Current.Kind != TokenKind.End && !(open == 0 && EndsOperand(Current)))
        {
            open += Current.Kind switch { TokenKind.Open => 1, TokenKind.Close => -1, _ => 0 };
            Advance();
        }
    }

    private static bool EndsOperand(Token token) =>
        token.Kind is TokenKind.End or TokenKind.Close
        || (token.Kind == TokenKind.Word && token.Text is "and" or "or" or "then" or "within" or "among");

    private Token Next(int offset = 1) => tokens[Math.Min(_position + offset, tokens.Count - 1)];

    private void Advance()
    {
        if (_position < tokens.Count - 1)
        {
            _position++;
        }
    }

    private Token Take()
    {
        Token taken = Current;
        Advance();
        return taken;
    }

    private bool TryTake(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>The span from a token to the last one taken.</summary>
    private SourceSpan Since(Token first) => first.Span.To(tokens[Math.Max(_position - 1, 0)].Span);

    /// <summary>Counts a node that is part of the tree.</summary>
    private T Made<T>(T node)
        where T : Node
    {
        CountNodes(1, node.Span);
        return node;
    }

    private void CountNodes(int count, SourceSpan span)
    {
        _nodes += count;
        if (_nodes > SyntaxLimits.MaxNodes)
        {
            diagnostics.Limit(
                span,
                $"The definition has more than {SyntaxLimits.MaxNodes:N0} nodes (conditions, values and items of lists).",
                "Split it into segments and refer to them with in segment(\"…\"), or put many names into a list: in list(\"…\").");
            throw new SyntaxFailure(isFinal: true);
        }
    }

    private SyntaxFailure TooDeep(SourceSpan span)
    {
        diagnostics.Limit(
            span,
            $"The definition is more than {SyntaxLimits.MaxLevels} levels deep.",
            "Move an inner part into a segment or a trait of its own and refer to it.");
        return new SyntaxFailure(isFinal: true);
    }

    private string Clip(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 57), "…");
    }

    /// <summary>Leaves the operand that is being read; what is wrong is already reported.</summary>
    private sealed class SyntaxFailure(bool isFinal = false) : Exception
    {
        /// <summary>True where reading on is pointless: a limit is passed.</summary>
        public bool IsFinal { get; } = isFinal;
    }
}
