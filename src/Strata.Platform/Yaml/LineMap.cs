using Strata.Language;

namespace Strata.Platform.Yaml;

/// <summary>Offsets of a text to lines and columns (both from 1) and back. A line ends with a line feed.</summary>
internal sealed class LineMap
{
    private readonly List<int> _starts = [0];
    private readonly int _length;

    /// <summary>Maps a text.</summary>
    public LineMap(string text)
    {
        _length = text.Length;
        for (int i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _starts.Add(i + 1);
        }
    }

    /// <summary>The offset of a line and column, kept within the text.</summary>
    public int OffsetOf(int line, int column) =>
        line < 1 ? 0 : line > _starts.Count ? _length : Math.Clamp(_starts[line - 1] + column - 1, 0, _length);

    /// <summary>The place of an offset.</summary>
    public SourceLocation Locate(string? file, int offset, int length)
    {
        int found = _starts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(file, line + 1, offset - _starts[line] + 1, length);
    }
}
