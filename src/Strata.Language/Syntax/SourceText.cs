using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>A text that the user wrote, able to say at which line and column an offset stands. Immutable.</summary>
public sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    /// <summary>Wraps <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it comes from, or null.</param>
    public SourceText(string text, string? file = null)
    {
        Text = text;
        File = file;
        for (int i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _lineStarts.Add(i + 1);
        }
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The file it comes from, or null.</summary>
    public string? File { get; }

    /// <summary>Line and column (both from 1) of a span. A line ends with a line feed.</summary>
    public SourceLocation Locate(SourceSpan span)
    {
        int found = _lineStarts.BinarySearch(span.Start);
        int line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(File, line + 1, span.Start - _lineStarts[line] + 1, span.Length);
    }

    /// <summary>The text of a span.</summary>
    public string Slice(SourceSpan span) => Text.Substring(span.Start, span.Length);
}
