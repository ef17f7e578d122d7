using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Language.Syntax;

/// <summary>Constants, lists of them, and durations.</summary>
internal sealed partial class Parser
{
    /// <summary>Reads a constant; where something else stands, reports it, passes over it and gives a stand-in, so that a list is checked to its end.</summary>
    private Literal ParseLiteral(string wanted)
    {
        Token token = Current;
        if (token.Literal is not null)
        {
            return Take().Literal!;
        }

        if (token.Kind == TokenKind.Minus && Next() is { Kind: TokenKind.Number, Literal: NumberLiteral number })
        {
            Advance();
            Advance();
            return number with { Value = number.Value == 0m ? 0m : -number.Value, Span = token.Span.To(number.Span) };
        }

        if (token.Is("true") || token.Is("false"))
        {
            return new BooleanLiteral(Take().Is("true")) { Span = token.Span };
        }

        ReportNoLiteral(token, wanted);
        return new TextLiteral("");
    }

    private TextLiteral ParseText()
    {
        if (Current.Kind == TokenKind.Text)
        {
            return (TextLiteral)Take().Literal!;
        }

        ReportNoLiteral(Current, "text");
        return new TextLiteral("");
    }

    /// <summary>An item of a set. Another constant than a text can be read, but is of the wrong type.</summary>
    private TextLiteral ParseCategory()
    {
        Token token = Current;
        if (token.Kind is not (TokenKind.Number or TokenKind.Moment))
        {
            return ParseText();
        }

        string written = source.Slice(token.Span);
        diagnostics.Type(token.Span, $"A set holds texts, and {written} is none.", $"Write {LiteralText.Quote(written)}.");
        Advance();
        return new TextLiteral("");
    }

    /// <summary>Reports that no constant stands here, and passes over what does unless reading can go on at it.</summary>
    private void ReportNoLiteral(Token token, string wanted)
    {
        if (token.Kind != TokenKind.Bad)
        {
            bool wantsText = string.Equals(wanted, "text", StringComparison.Ordinal);
            string article = wantsText ? "A text in double quotes" : $"A {wanted}";
            string? fix = token.Kind switch
            {
                TokenKind.Word when !EndsOperand(token) => $"Write {LiteralText.Quote(source.Slice(token.Span))} if it is a text; only constants can stand here.",
                TokenKind.Number or TokenKind.Moment => $"Write {LiteralText.Quote(source.Slice(token.Span))}.",
                _ => wantsText ? "Write a text in double quotes." : "Write a text in double quotes, a number, a date, true or false.",
            };
            diagnostics.Syntax(token.Span, $"{article} is missing before {Describe(token)}.", fix);
        }

        if (!EndsOperand(token) && token.Kind is not (TokenKind.Comma or TokenKind.Open))
        {
            Advance();
        }
        else if (token.Kind == TokenKind.Open)
        {
            throw new SyntaxFailure();
        }
    }

    private EquatableList<TextLiteral> ParseTexts() => ParseItems("text", ParseText);

    private EquatableList<T> ParseItems<T>(string wanted, Func<T> parse)
    {
        Token open = TakeOpen();
        List<T> items = [];
        if (Current.Kind == TokenKind.Close)
        {
            diagnostics.Syntax(open.Span.To(Current.Span), "The list is empty.", $"Write at least one {wanted}.");
        }
        else
        {
            items.Add(parse());
            while (Current.Kind == TokenKind.Comma || IsItemWithoutComma(Current))
            {
                if (Current.Kind == TokenKind.Comma)
                {
                    Advance();
                }
                else
                {
                    diagnostics.Syntax(Current.Span, $"A comma is missing before {Describe(Current)}.");
                }

                items.Add(parse());
                if (items.Count > SyntaxLimits.MaxNodes)
                {
                    CountNodes(items.Count, open.Span);
                }
            }
        }

        TakeClose(open);
        return items.ToEquatableList();
    }

    private static bool IsItemWithoutComma(Token token) => token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Moment;

    private Duration ParseDuration()
    {
        Token number = Current;
        if (number.Literal is not NumberLiteral { IsPercent: false } literal)
        {
            if (number.Kind != TokenKind.Bad)
            {
                string fix = number.Kind == TokenKind.Word && Vocabulary.TryUnit(number.Text, out _)
                    ? $"Write 1 {number.Text}, or in previous {number.Text} / in this {number.Text} for a calendar unit."
                    : "Write a whole number and a unit: 30 days.";
                diagnostics.Syntax(number.Span, $"A duration is missing before {Describe(number)}.", fix);
            }

            throw new SyntaxFailure();
        }

        Advance();
        Token unitToken = Current;
        if (unitToken.Kind != TokenKind.Word || !Vocabulary.TryUnit(unitToken.Text, out TimeUnit unit))
        {
            ReportNoUnit(number, unitToken);
            throw new SyntaxFailure();
        }

        Advance();
        SourceSpan span = Since(number);
        decimal count = literal.Value;
        if (count != decimal.Truncate(count) || count < 1m)
        {
            diagnostics.Syntax(number.Span, $"A duration has a whole number of units from 1 on, not {number.Text}.", "Write for example: 36 hours instead of 1.5 days.");
            return new Duration(1, unit) { Span = span };
        }

        if (count > int.MaxValue || !SyntaxLimits.IsDuration((long)count, unit))
        {
            diagnostics.Limit(span, $"A duration is at most {SyntaxLimits.MaxDurationYears:N0} years.", "Leave the window out, or write ever, for all time.");
            return new Duration(1, unit) { Span = span };
        }

        return new Duration((int)count, unit) { Span = span };
    }

    private void ReportNoUnit(Token number, Token found)
    {
        // 30m and 3M read as numbers, but where a duration stands minutes or months were meant.
        string digits = number.Text.TrimEnd('k', 'K', 'm', 'M', 'b', 'B');
        string fix = digits.Length < number.Text.Length
            ? $"Write {digits} minutes or {digits} months."
            : $"Write minutes, hours, days, weeks, months, quarters or years after it: {number.Text} days.";
        string message = found.Kind == TokenKind.Word && !EndsOperand(found)
            ? $"{Describe(found)} is no unit of time."
            : $"The unit is missing after '{number.Text}'.";
        diagnostics.Syntax(found.Kind == TokenKind.Word && !EndsOperand(found) ? found.Span : number.Span, message, fix);
    }
}
