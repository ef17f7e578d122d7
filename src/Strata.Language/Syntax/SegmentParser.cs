using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>
/// Reads the text form of the language (language.md section 2). Never throws for what a user wrote, however odd or long: every
/// independent error of a text is reported with its place and a way out. Names are read without regard to case and come out in lower case.
/// </summary>
public static class SegmentParser
{
    /// <summary>Reads an expression: what stands after <c>where:</c> in a definition.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it comes from, for the places of errors, or null.</param>
    public static ParseResult<Expr> ParseExpression(string text, string? file = null) =>
        Parse(text, file, parser => parser.ParseWholeExpression());

    /// <summary>Reads a value expression: what a trait is made of.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it comes from, for the places of errors, or null.</param>
    public static ParseResult<ValueExpr> ParseValue(string text, string? file = null) => Parse(text, file, parser => parser.ParseWholeValue());

    /// <summary>As <see cref="ParseExpression"/>.</summary>
    /// <exception cref="UserErrorException">The text is wrong; it carries every error.</exception>
    public static Expr ParseExpressionOrThrow(string text, string? file = null) => ParseExpression(text, file).OrThrow();

    /// <summary>As <see cref="ParseValue"/>.</summary>
    /// <exception cref="UserErrorException">The text is wrong; it carries every error.</exception>
    public static ValueExpr ParseValueOrThrow(string text, string? file = null) => ParseValue(text, file).OrThrow();

    private static ParseResult<T> Parse<T>(string text, string? file, Func<Parser, T?> parse)
        where T : Node
    {
        var source = new SourceText(text, file);
        var diagnostics = new Diagnostics(source);
        if (text.Length > SyntaxLimits.MaxTextLength)
        {
            diagnostics.Limit(
                new SourceSpan(SyntaxLimits.MaxTextLength, 0),
                $"The text is longer than {SyntaxLimits.MaxTextLength:N0} characters.",
                "Split the definition into segments and refer to them with in segment(\"…\").");
            return new ParseResult<T>(null, diagnostics.ToList());
        }

        List<Token> tokens = new Lexer(source, diagnostics).ReadAll();
        T? tree = parse(new Parser(source, tokens, diagnostics));
        if (tree is not null && !diagnostics.HasErrors)
        {
            CheckLevels(tree, text.Length, diagnostics);
        }

        return new ParseResult<T>(tree, diagnostics.ToList());
    }

    private static void CheckLevels(Node tree, int length, Diagnostics diagnostics)
    {
        int levels = SyntaxLimits.Measure(tree).Levels;
        if (levels > SyntaxLimits.MaxLevels)
        {
            diagnostics.Limit(
                new SourceSpan(0, length),
                $"The definition is {levels} levels deep; at most {SyntaxLimits.MaxLevels} are allowed.",
                "Move an inner part into a segment or a trait of its own and refer to it.");
        }
    }
}
