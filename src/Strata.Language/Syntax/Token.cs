using Strata.Language.Ast;

namespace Strata.Language.Syntax;

internal enum TokenKind
{
    End,
    Word,
    Text,
    Number,
    Moment,
    Open,
    Close,
    Comma,
    Dot,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Star,
    Slash,

    /// <summary>What the lexer could not read and has already reported.</summary>
    Bad,
}

/// <summary>A piece of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">A word in lower case; otherwise as written.</param>
/// <param name="Literal">The constant of a text, number or moment; null for the others.</param>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span, string Text, Literal? Literal = null)
{
    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.Ordinal);
}
