using System.Text;
using System.Text.RegularExpressions;
using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>Texts, numbers, dates and date-times.</summary>
internal sealed partial class Lexer
{
    private static readonly (string Suffix, string Unit)[] DurationSuffixes =
    [
        ("min", "minutes"), ("h", "hours"), ("hr", "hours"), ("hrs", "hours"), ("d", "days"), ("day", "day"), ("days", "days"), ("w", "weeks"),
        ("wk", "weeks"), ("week", "week"), ("weeks", "weeks"), ("mo", "months"), ("month", "month"), ("months", "months"), ("q", "quarters"),
        ("y", "years"), ("yr", "years"), ("year", "year"), ("years", "years"), ("hour", "hour"), ("hours", "hours"), ("s", "minutes"),
        ("minute", "minute"), ("minutes", "minutes"), ("quarter", "quarter"), ("quarters", "quarters"),
    ];

    /// <summary>
    /// A text ends at the next double quote; <c>\"</c> and <c>\\</c> are its only escapes. It may hold line ends as they are, so that every
    /// text can be written.
    /// </summary>
    private void ReadText()
    {
        int start = _at++;
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            char c = _text[_at];
            if (c == '\\')
            {
                ReadEscape(value);
            }
            else if (char.IsSurrogate(c) && !char.IsSurrogatePair(_text, _at))
            {
                diagnostics.Syntax(new SourceSpan(_at, 1), "The text is not valid Unicode here (half of a surrogate pair).", "Leave the character out.");
                _at++;
            }
            else
            {
                int length = char.IsHighSurrogate(c) ? 2 : 1;
                value.Append(_text, _at, length);
                _at += length;
            }
        }

        if (_at >= _text.Length)
        {
            int lineEnd = _text.IndexOf('\n', start);
            int end = lineEnd < 0 ? _text.Length : lineEnd;
            diagnostics.Syntax(new SourceSpan(start, end - start), "The text that begins here has no closing quote.", "Write a \" where it ends.");
            Emit(TokenKind.Bad, start, "");
            return;
        }

        _at++;
        Emit(TokenKind.Text, start, "", new TextLiteral(value.ToString()));
    }

    private void ReadEscape(StringBuilder value)
    {
        char escaped = Peek(1);
        if (escaped is '"' or '\\')
        {
            value.Append(escaped);
            _at += 2;
            return;
        }

        diagnostics.Syntax(
            new SourceSpan(_at, Math.Min(2, _text.Length - _at)),
            "Only \\\" and \\\\ are escapes in a text.",
            "Write \\\\ for a backslash, and any other character (a line end too) as it is.");
        value.Append('\\');
        _at++;
    }

    private void ReadNumberOrMoment()
    {
        int start = _at;
        Match moment = MomentPattern().Match(_text, start);
        if (moment.Success)
        {
            ReadMoment(moment);
            return;
        }

        Match foreignDate = ForeignDatePattern().Match(_text, start);
        if (foreignDate.Success)
        {
            _at += foreignDate.Length;
            Refuse(start, $"'{foreignDate.Value}' is not how a date is written.", "Write year-month-day with two digits each: 2026-01-31.");
            return;
        }

        Match number = NumberPattern().Match(_text, start);
        _at += number.Length;
        string digits = number.Groups["number"].Value;
        string suffix = number.Groups["suffix"].Value;
        bool percent = number.Groups["percent"].Success;
        if (!LiteralText.IsNumber(digits) || !LiteralText.IsMagnitude(suffix) || (percent && suffix.Length > 0))
        {
            Refuse(start, $"'{Clip(number.Value)}' is not a number.", NumberFix(digits, suffix));
            return;
        }

        if (!LiteralText.TryNumber(digits, suffix, percent, out decimal value, out string? problem))
        {
            Refuse(start, problem!, null);
            return;
        }

        Emit(TokenKind.Number, start, number.Value, new NumberLiteral(value, percent));
    }

    private static string NumberFix(string digits, string suffix)
    {
        if (digits.StartsWith('.'))
        {
            return $"Write 0{digits}.";
        }

        foreach ((string known, string unit) in DurationSuffixes)
        {
            if (string.Equals(known, suffix, StringComparison.OrdinalIgnoreCase))
            {
                return $"Write a duration as {digits} {unit}.";
            }
        }

        return "Numbers are written 1500, 1_500, 0.5, 200k, 20M, 1.5B or 25%; a duration is written 30 days.";
    }

    private void ReadMoment(Match moment)
    {
        int start = _at;
        _at += moment.Length;
        if (LiteralText.TryMoment(moment.Value, out Literal? literal, out string? problem))
        {
            Emit(TokenKind.Moment, start, moment.Value, literal);
        }
        else
        {
            Refuse(start, $"'{Clip(moment.Value)}' is no date: {problem}", "Write a date as 2026-01-31 or a date-time as 2026-01-31T09:30:00Z.");
        }
    }

    // Everything that hangs on a date, so that a slip in it is reported once and whole.
    [GeneratedRegex(@"\G[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt][0-9:.]*(?:[Zz]|[+-][0-9:]*)?)?(?![A-Za-z0-9_])", RegexOptions.ExplicitCapture)]
    private static partial Regex MomentPattern();

    [GeneratedRegex(@"\G(?:[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})(?![A-Za-z0-9_])[^\s(),""]*", RegexOptions.ExplicitCapture)]
    private static partial Regex ForeignDatePattern();

    [GeneratedRegex(@"\G(?<number>[0-9_]*(?:\.[0-9_]+)?)(?<suffix>[A-Za-z_][A-Za-z0-9_]*)?(?<percent>[ \t]*%)?", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();
}
