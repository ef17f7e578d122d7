using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Syntax;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Yaml;

/// <summary>
/// Reads the expressions that stand inside a YAML file, so that every error, of syntax now or of meaning later, names the line and column
/// of the file. A definition may hold several expressions (<c>where</c>, <c>exclude</c>, the parts of a segmentation) but has one
/// locator, so each expression's spans start where those of the one before ended.
/// </summary>
internal sealed class EmbeddedText(YamlFile file)
{
    private readonly List<(int Start, int End, ScalarOffsets Offsets)> _texts = [];
    private int _next;

    /// <summary>Reads an expression; null, with its faults noted in the file, where it is wrong.</summary>
    public Expr? Expression(YamlScalarNode scalar) => Noted(TryExpression(scalar));

    /// <summary>Reads an expression and gives its errors to the caller instead of noting them in the file.</summary>
    public (Expr? Tree, IReadOnlyList<UserError> Errors) TryExpression(YamlScalarNode scalar) =>
        Read(scalar, text => SegmentParser.ParseExpression(text));

    /// <summary>Reads a value expression.</summary>
    public ValueExpr? Value(YamlScalarNode scalar) => Noted(Read(scalar, text => SegmentParser.ParseValue(text)));

    /// <summary>The place in the file of a span of a tree that this object read; null for a span of none of them.</summary>
    public SourceLocation? Locate(SourceSpan span)
    {
        foreach ((int start, int end, ScalarOffsets offsets) in _texts)
        {
            if (span.Start >= start && span.Start <= end)
            {
                int from = offsets[span.Start - start];
                return file.Locate(from, Math.Max(1, offsets[span.End - start] - from));
            }
        }

        return null;
    }

    private T? Noted<T>((T? Tree, IReadOnlyList<UserError> Errors) read)
        where T : Node
    {
        file.Faults.AddRange(read.Errors);
        return read.Tree;
    }

    private (T? Tree, IReadOnlyList<UserError> Errors) Read<T>(YamlScalarNode scalar, Func<string, ParseResult<T>> parse)
        where T : Node
    {
        string value = scalar.Value ?? "";
        int start = _next;
        _texts.Add((start, start + value.Length, ScalarOffsets.Of(file, scalar)));
        _next = start + value.Length + 1;

        // White space in front moves the spans; it means nothing to the language.
        string text = new string(' ', start) + value;
        ParseResult<T> parsed = parse(text);
        if (parsed.Errors.Count == 0)
        {
            return (parsed.Tree, []);
        }

        var lines = new LineMap(text);
        return (null, [.. parsed.Errors.Select(error => error.Where is not { } where
            ? error
            : error with { Where = Locate(new SourceSpan(lines.OffsetOf(where.Line, where.Column), where.Length)) })]);
    }
}
