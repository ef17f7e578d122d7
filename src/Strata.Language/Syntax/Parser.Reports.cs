namespace Strata.Language.Syntax;

/// <summary>What to say about a token that cannot stand where it does.</summary>
internal sealed partial class Parser
{
    private static readonly string[] OperatorWords =
        ["and", "or", "between", "in", "not", "under", "contains", "starts", "ends", "matches", "has", "is", "before", "after", "where", "then", "within", "since", "ever"];

    private static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "a text",
        TokenKind.Word when token.Text.Length > 40 => "a word",
        _ => $"'{token.Text}'",
    };

    /// <summary>Reports a token that stands where an operator or the end should.</summary>
    private void ReportUnexpected()
    {
        Token token = Current;
        if (token.Kind == TokenKind.Bad)
        {
            return;
        }

        if (token.Kind == TokenKind.Close)
        {
            diagnostics.Syntax(token.Span, "This ) closes nothing.", "Leave it out, or write the ( that it belongs to.");
            return;
        }

        diagnostics.Syntax(token.Span, $"{Capital(Describe(token))} cannot stand here.", UnexpectedFix(token));
    }

    private string UnexpectedFix(Token token)
    {
        Token before = _position > 0 ? tokens[_position - 1] : token;
        if (token.Kind == TokenKind.Comma && before.Kind == TokenKind.Number && Next().Kind == TokenKind.Number)
        {
            return $"Write a number without commas: {before.Text}{Next().Text} or {before.Text}_{Next().Text}.";
        }

        if (token.Kind != TokenKind.Word)
        {
            return token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Moment
                ? "An operator is missing before it, for example = or and."
                : "Join conditions with and or or.";
        }

        string? known = token.Text switch
        {
            "like" or "ilike" or "includes" or "contain" => "Write contains \"…\".",
            "equals" or "equal" or "eq" => "Write =.",
            "startswith" or "begins" => "Write starts with \"…\".",
            "endswith" => "Write ends with \"…\".",
            "exists" => "Write is known.",
            "isnull" or "null" => "Write is unknown.",
            "during" => "Write in last 30 days, in this month, or between two dates.",
            "since" or "ever" => "A window stands directly after the closing parenthesis of any(…), count(…) and the like.",
            "then" => "A sequence stands within any(…): any(form_start then form_submit within 30 minutes).",
            "within" => "'within' belongs to a step of a sequence; a window is written in last 30 days.",
            "among" => "'among' belongs to in top … by ….",
            "where" => "'where' stands within any(…), count(…) and the like, once, after the collection or event.",
            "ago" => "'ago' belongs to before or after: before 60 days ago.",
            "before" or "after" or "between" => "A window takes dates: before 2026-01-31, between 2026-01-01 and 2026-01-31; a length of time is in last 30 days.",
            "not" => "Join conditions with and: … and not ….",
            _ => null,
        };
        if (known is not null)
        {
            return known;
        }

        if (before.Kind == TokenKind.Word && _position > 1 && IsComparisonSign(tokens[_position - 2]))
        {
            return $"Put a text in double quotes: {LiteralText.Quote(source.Slice(before.Span.To(token.Span)))}.";
        }

        if (_position > 1 && before.Kind == TokenKind.Word && tokens[_position - 2].Kind == TokenKind.Open)
        {
            return "Write where before the condition, for example: any(technologies where product = \"Salesforce\").";
        }

        string? near = Nearest(token.Text);
        return near is null ? "Join conditions with and or or; put a text in double quotes." : $"Did you mean {near}?";
    }

    private static string? Nearest(string word)
    {
        string? best = OperatorWords.MinBy(candidate => Distance(word, candidate));
        return best is not null && word.Length is > 2 and < 20 && Distance(word, best) <= (word.Length > 5 ? 2 : 1) ? best : null;
    }

    /// <summary>The least number of letters to insert, delete or replace between two words.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 3)
        {
            return int.MaxValue;
        }

        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    /// <summary>Reports a token that stands where a value or a condition should begin.</summary>
    private void ReportNoValue(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Bad:
                break;
            case TokenKind.Text or TokenKind.Moment:
                diagnostics.Syntax(
                    token.Span,
                    "A condition does not begin with a text or a date.",
                    $"Write the field first, for example: {(token.Kind == TokenKind.Text ? "industry = " : "created_at >= ")}{Clip(source.Slice(token.Span))}.");
                break;
            case TokenKind.Minus:
                diagnostics.Syntax(token.Span, "A minus sign stands before a number only.", "Write 0 - x for the negative of x.");
                break;
            case TokenKind.Word when token.Text is "true" or "false":
                diagnostics.Syntax(token.Span, $"'{token.Text}' is no condition by itself.", $"Write the field first, for example: opted_out = {token.Text}.");
                break;
            case TokenKind.Word:
                diagnostics.Syntax(
                    token.Span,
                    $"'{token.Text}' is a word of the language; a condition or a value is missing before it.",
                    "Remove it, or write a condition such as employees >= 500.");
                break;
            default:
                diagnostics.Syntax(token.Span, $"A condition or a value is missing before {Describe(token)}.", "Write for example: employees >= 500.");
                break;
        }
    }

    private void ReportUnknownFunction(Token name)
    {
        string known = string.Join(", ", Vocabulary.Quantifiers.Words.Concat(Vocabulary.Aggregates.Words).Append("trend"));
        diagnostics.Syntax(name.Span, $"There is no function '{name.Text}'.", $"Functions are {known}.");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
