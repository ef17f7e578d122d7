using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>
/// Cuts a text into tokens. What it cannot read it reports, and where the intention is plain (<c>==</c>, <c>'text'</c>) it goes on with
/// the token that was meant, so that the rest of the text is still checked.
/// </summary>
internal sealed partial class Lexer(SourceText source, Diagnostics diagnostics)
{
    /// <summary>More tokens than any definition within the node limit needs.</summary>
    private const int MaxTokens = 200_000;

    private readonly string _text = source.Text;
    private readonly List<Token> _tokens = [];
    private int _at;

    public List<Token> ReadAll()
    {
        while (!diagnostics.IsFull)
        {
            SkipBlanks();
            if (_at >= _text.Length)
            {
                break;
            }

            if (_tokens.Count >= MaxTokens)
            {
                diagnostics.Limit(new SourceSpan(_at, 0), $"The definition has more than {SyntaxLimits.MaxNodes:N0} nodes.");
                break;
            }

            ReadToken();
        }

        _tokens.Add(new Token(TokenKind.End, new SourceSpan(Math.Min(_at, _text.Length), 0), ""));
        return _tokens;
    }

    private char Peek(int offset = 0) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == '#')
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                _at++;
            }
            else
            {
                break;
            }
        }
    }

    private void ReadToken()
    {
        char c = Peek();
        if (char.IsAsciiLetter(c) || c == '_')
        {
            ReadWord();
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
        {
            ReadNumberOrMoment();
        }
        else if (c == '"')
        {
            ReadText();
        }
        else if (!TryReadSymbol(c))
        {
            ReadForeign(c);
        }
    }

    private void ReadWord()
    {
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
        {
            _at++;
        }

        if (char.IsLetter(Peek()))
        {
            while (char.IsLetterOrDigit(Peek()) || Peek() == '_')
            {
                _at++;
            }

            Refuse(
                start,
                $"'{Clip(_text[start.._at])}' is no name: names have the letters a to z, digits and underscores only.",
                "Put a text in double quotes.");
            return;
        }

        Emit(TokenKind.Word, start, _text[start.._at].ToLowerInvariant());
    }

    private bool TryReadSymbol(char c)
    {
        (TokenKind Kind, int Length) symbol = (c, Peek(1)) switch
        {
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('<', '>') or ('=', '=') or ('=', '<') or ('=', '>') => (TokenKind.Bad, 2),
            ('<', _) => (TokenKind.Less, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('=', _) => (TokenKind.Equal, 1),
            ('(', _) => (TokenKind.Open, 1),
            (')', _) => (TokenKind.Close, 1),
            (',', _) => (TokenKind.Comma, 1),
            ('.', _) => (TokenKind.Dot, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            _ => (TokenKind.Bad, 0),
        };
        if (symbol.Kind == TokenKind.Bad)
        {
            return false;
        }

        _at += symbol.Length;
        Emit(symbol.Kind, _at - symbol.Length, _text.Substring(_at - symbol.Length, symbol.Length));
        return true;
    }

    /// <summary>Signs of other languages, whose meaning is plain, and characters that mean nothing here.</summary>
    private void ReadForeign(char c)
    {
        int start = _at;
        switch (c, Peek(1))
        {
            case ('=', '='): Replace(2, TokenKind.Equal, "="); return;
            case ('<', '>'): Replace(2, TokenKind.NotEqual, "!="); return;
            case ('=', '<'): Replace(2, TokenKind.LessOrEqual, "<="); return;
            case ('=', '>'): Replace(2, TokenKind.GreaterOrEqual, ">="); return;
            case ('≠', _): Replace(1, TokenKind.NotEqual, "!="); return;
            case ('≤', _): Replace(1, TokenKind.LessOrEqual, "<="); return;
            case ('≥', _): Replace(1, TokenKind.GreaterOrEqual, ">="); return;
            case ('&', '&'): Replace(2, TokenKind.Word, "and"); return;
            case ('|', '|'): Replace(2, TokenKind.Word, "or"); return;
            case ('&', _): Replace(1, TokenKind.Word, "and"); return;
            case ('|', _): Replace(1, TokenKind.Word, "or"); return;
            case ('!', _): Replace(1, TokenKind.Word, "not"); return;
            case ('\'' or '`' or '“' or '”' or '„' or '‘' or '’' or '«', _): ReadForeignQuotes(); return;
            default: break;
        }

        while (_at < _text.Length && IsMeaningless(_text[_at]))
        {
            _at++;
        }

        _at = Math.Max(_at, start + 1);
        string found = Clip(_text[start.._at]);
        string fix = c switch
        {
            '$' or '€' or '£' or '¥' => "Write an amount without its currency sign: 20000 or 20k.",
            '%' => "A percent sign belongs directly after a number: 25%.",
            ';' => "Join conditions with and or or.",
            '[' or '{' => "Write a list in parentheses: in (\"a\", \"b\").",
            _ => "Put a text in double quotes.",
        };
        Refuse(start, $"{Describe(found)} has no meaning here.", fix);
    }

    private static bool IsMeaningless(char c) =>
        !char.IsWhiteSpace(c) && !char.IsAsciiLetterOrDigit(c) && !"_\"'`“”„‘’«#()<>=!&|,.+-*/≠≤≥".Contains(c, StringComparison.Ordinal);

    private static string Describe(string found) => char.IsControl(found[0]) ? $"The control character U+{(int)found[0]:X4}" : $"'{found}'";

    private void Replace(int length, TokenKind kind, string meant)
    {
        var span = new SourceSpan(_at, length);
        diagnostics.Syntax(span, $"'{source.Slice(span)}' is not an operator of this language.", $"Write {meant}.");
        _at += length;
        Emit(kind, span.Start, meant);
    }

    private void ReadForeignQuotes()
    {
        int start = _at;
        char open = Peek();
        string closers = open switch { '“' or '„' or '”' => "”“", '‘' or '’' => "’‘", '«' => "»", _ => open.ToString() };
        int end = start + 1;
        while (end < _text.Length && _text[end] != '\n' && !closers.Contains(_text[end], StringComparison.Ordinal))
        {
            end++;
        }

        if (end >= _text.Length || _text[end] == '\n')
        {
            _at = start + 1;
            Refuse(start, $"{Describe(open.ToString())} has no meaning here.", "Put a text in double quotes: \"…\".");
            return;
        }

        string value = _text[(start + 1)..end];
        _at = end + 1;
        diagnostics.Syntax(
            new SourceSpan(start, _at - start), "A text is written in straight double quotes.", $"Write {LiteralText.Quote(Clip(value))}.");
        Emit(TokenKind.Text, start, value, new TextLiteral(value));
    }

    private void Emit(TokenKind kind, int start, string text, Literal? literal = null)
    {
        var span = new SourceSpan(start, _at - start);
        _tokens.Add(new Token(kind, span, text, literal is null ? null : literal with { Span = span }));
    }

    private void Refuse(int start, string message, string? fix)
    {
        diagnostics.Syntax(new SourceSpan(start, _at - start), message, fix);
        Emit(TokenKind.Bad, start, _text[start.._at]);
    }

    private static string Clip(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 37), "…");
}
