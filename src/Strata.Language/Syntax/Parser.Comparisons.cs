using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Language.Syntax;

/// <summary>What may follow a value.</summary>
internal sealed partial class Parser
{
    /// <summary>The comparison of <paramref name="value"/>, or null where none follows.</summary>
    private Expr? ParseComparison(ValueExpr value)
    {
        Token op = Current;
        if (Vocabulary.Comparisons.TryFind(op.Kind == TokenKind.Word ? "" : op.Text, out CompareOp compare) && IsComparisonSign(op))
        {
            Advance();
            ValueExpr right = ParseRight(op);
            return Complete(value, span => new CompareExpr(value, compare, right) { Span = span });
        }

        if (op.Kind != TokenKind.Word)
        {
            return null;
        }

        bool negated = op.Is("not");
        switch (negated ? Next().Text : op.Text)
        {
            case "between" when !negated:
                return ParseBetween(value);
            case "in":
                return ParseIn(value, negated);
            case "under":
                SkipWords(negated, 1);
                EquatableList<TextLiteral> categories = Current.Kind == TokenKind.Open ? ParseTexts() : [ParseText()];
                CountNodes(categories.Count, op.Span);
                return Complete(value, span => new UnderExpr(value, categories, negated) { Span = span });
            case "contains" or "starts" or "ends" or "matches":
                return ParseTextMatch(value, negated);
            case "has" when !negated:
                return ParseHas(value);
            case "is" when !negated:
                return ParseKnown(value);
            case "before" or "after" when !negated:
                return ParseBeforeOrAfter(value);
            default:
                return null;
        }
    }

    private static bool IsComparisonSign(Token token) => token.Kind is >= TokenKind.Equal and <= TokenKind.GreaterOrEqual;

    private Expr Complete(ValueExpr value, Func<SourceSpan, Expr> make) => Made(make(value.Span.To(tokens[_position - 1].Span)));

    private void SkipWords(bool negated, int count)
    {
        for (int i = 0; i < count + (negated ? 1 : 0); i++)
        {
            Advance();
        }
    }

    private ValueExpr ParseRight(Token op)
    {
        Token token = Current;
        if (token.Kind is TokenKind.Text or TokenKind.Moment || ((token.Is("true") || token.Is("false")) && Next().Kind != TokenKind.Dot))
        {
            return Made(new LiteralValue(ParseLiteral("constant")) { Span = token.Span });
        }

        if (token.Kind is TokenKind.End or TokenKind.Close || token.Is("and") || token.Is("or"))
        {
            diagnostics.Syntax(op.Span, $"Nothing stands right of '{op.Text}'.", "Write a text in double quotes, a number, a date, true, false or a field.");
            throw new SyntaxFailure();
        }

        ValueExpr right = AsValue(ParseSum(valueOnly: true));
        if (IsComparisonSign(Current))
        {
            diagnostics.Syntax(Current.Span, "Comparisons cannot be chained.", "Write x between 1 and 5, or join two comparisons with and.");
            throw new SyntaxFailure();
        }

        return right;
    }

    private Expr ParseBetween(ValueExpr value)
    {
        Token between = Take();
        Literal low = ParseLiteral("constant");
        if (!TryTake("and"))
        {
            diagnostics.Syntax(between.Span, "'between' takes two ends joined by and.", "Write for example: between 200 and 2000.");
            throw new SyntaxFailure();
        }

        Literal high = ParseLiteral("constant");
        return Complete(value, span => new BetweenExpr(value, low, high) { Span = span });
    }

    private Expr ParseIn(ValueExpr value, bool negated)
    {
        Token after = Next(negated ? 2 : 1);
        if (after.Kind == TokenKind.Open)
        {
            SkipWords(negated, 1);
            EquatableList<Literal> items = ParseItems("constant", () => ParseLiteral("constant"));
            CountNodes(items.Count, value.Span);
            return Complete(value, span => new InListExpr(value, items, negated) { Span = span });
        }

        if (!negated && (after.Is("last") || after.Is("next")))
        {
            SkipWords(negated, 2);
            Duration duration = ParseDuration();
            return Complete(value, span => new DateWithinExpr(value, after.Is("next"), duration) { Span = span });
        }

        string written = Clip(source.Slice(value.Span));
        string fix = after.Kind switch
        {
            TokenKind.Text => $"Write a list in parentheses: {written} {(negated ? "not " : "")}in ({source.Slice(after.Span)}).",
            _ when after.Is("previous") || after.Is("this") => $"A date takes in last or in next; write for example: {written} in last 90 days.",
            _ when IsMembershipSet(after, Next(negated ? 3 : 2)) =>
                "Write in segment(\"…\") alone, or account in segment(\"…\") in a segment of contacts, with not before it for the complement.",
            _ => $"Write for example: {written} in (\"a\", \"b\"), {written} in last 90 days or {written} in next 90 days.",
        };
        diagnostics.Syntax(after.Span, $"{Describe(after)} cannot follow 'in' here.", fix);
        throw new SyntaxFailure();
    }

    private Expr ParseTextMatch(ValueExpr value, bool negated)
    {
        SkipWords(negated, 0);
        Token word = Take();
        string op = word.Text;
        if (word.Text is "starts" or "ends")
        {
            op += " with";
            if (!TryTake("with"))
            {
                diagnostics.Syntax(word.Span, $"'with' is missing after '{word.Text}'.", $"Write {op} \"…\".");
            }
        }

        TextMatchOp match = Vocabulary.TextMatches.TryFind(op, out TextMatchOp found)
            ? found
            : throw new InvalidOperationException($"Unknown text operator {op}.");
        TextLiteral pattern = ParseText();
        return Complete(value, span => new TextMatchExpr(value, match, pattern, negated) { Span = span });
    }

    private Expr ParseHas(ValueExpr value)
    {
        Token has = Take();
        if (!Vocabulary.HasModes.TryFind(Current.Kind == TokenKind.Word ? Current.Text : "", out HasMode mode))
        {
            string example = Current.Kind == TokenKind.Text ? source.Slice(Current.Span) : "\"a\", \"b\"";
            diagnostics.Syntax(has.Span, "'has' is followed by any, all or none and a list.", $"Write has any ({example}).");
            throw new SyntaxFailure();
        }

        Advance();
        EquatableList<TextLiteral> items = ParseItems("text", ParseCategory);
        CountNodes(items.Count, value.Span);
        return Complete(value, span => new HasExpr(value, mode, items) { Span = span });
    }

    private Expr ParseKnown(ValueExpr value)
    {
        Token isWord = Take();
        bool known = Current.Is("known");
        if (!known && !Current.Is("unknown"))
        {
            string fix = Current.Kind switch
            {
                TokenKind.Text or TokenKind.Number or TokenKind.Moment => $"Write = {source.Slice(Current.Span)}.",
                _ when Current.Is("true") || Current.Is("false") => $"Write = {Current.Text}.",
                _ when Current.Is("not") => "Write is known, is unknown, or != for another value.",
                _ => "Write is known or is unknown.",
            };
            diagnostics.Syntax(isWord.Span, "'is' is followed by known or unknown.", fix);
            throw new SyntaxFailure();
        }

        Advance();
        return Complete(value, span => new KnownExpr(value, known) { Span = span });
    }

    private Expr ParseBeforeOrAfter(ValueExpr value)
    {
        Token op = Take();
        bool before = op.Is("before");
        if (Current.Kind == TokenKind.Number)
        {
            Duration duration = ParseDuration();
            if (!TryTake("ago"))
            {
                diagnostics.Syntax(duration.Span, $"'ago' is missing after '{source.Slice(duration.Span)}'.", $"Write {op.Text} {source.Slice(duration.Span)} ago.");
            }

            return Complete(value, span => new DateAgoExpr(value, before, duration) { Span = span });
        }

        if (Current.Kind != TokenKind.Moment)
        {
            string fix = Current.Kind == TokenKind.Word
                ? $"Write a date as 2026-01-31, a duration as 60 days ago, or compare two dates with {(before ? "<" : ">")}."
                : "Write a date as 2026-01-31 or a duration as 60 days ago.";
            diagnostics.Syntax(Current.Span, $"'{op.Text}' takes a date or a duration with ago, not {Describe(Current)}.", fix);
            throw new SyntaxFailure();
        }

        Literal moment = ParseLiteral("date");
        return Complete(value, span => new DateMomentExpr(value, before, moment) { Span = span });
    }
}
