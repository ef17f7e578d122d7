using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Export;

/// <summary>Writes members, one at a time, in some form; disposed, it has written the end.</summary>
public abstract class MemberWriter : IDisposable
{
    /// <summary>Writes one member.</summary>
    /// <param name="cells">Its cells, in the order of the columns.</param>
    public abstract void Write(IReadOnlyList<object?> cells);

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the end.</summary>
    protected abstract void Close();
}

/// <summary>CSV as RFC 4180 has it, with a header; line ends are <c>\n</c>.</summary>
public sealed class CsvMemberWriter : MemberWriter
{
    private readonly TextWriter _output;

    /// <summary>Writes the header.</summary>
    public CsvMemberWriter(TextWriter output, MemberColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _output = output;
        WriteLine(columns.Columns.Select(column => column.Header));
    }

    /// <inheritdoc/>
    public override void Write(IReadOnlyList<object?> cells) => WriteLine(cells.Select(CellText.Of));

    /// <inheritdoc/>
    protected override void Close() => _output.Flush();

    private void WriteLine(IEnumerable<string> cells)
    {
        bool first = true;
        foreach (string cell in cells)
        {
            if (!first)
            {
                _output.Write(',');
            }

            first = false;
            _output.Write(cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        _output.Write('\n');
    }
}

/// <summary>JSON: one array of objects, or with <c>lines</c> one object a line (NDJSON).</summary>
public sealed class JsonMemberWriter : MemberWriter
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _output;
    private readonly string[] _headers;
    private readonly bool _lines;
    private bool _any;

    /// <summary>Writes the start.</summary>
    public JsonMemberWriter(TextWriter output, MemberColumns columns, bool lines)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _output = output;
        _headers = [.. columns.Columns.Select(column => JsonSerializer.Serialize(column.Header, Options))];
        _lines = lines;
        if (!lines)
        {
            _output.Write('[');
        }
    }

    /// <inheritdoc/>
    public override void Write(IReadOnlyList<object?> cells)
    {
        _output.Write(_lines ? "" : _any ? ",\n" : "\n");
        _any = true;
        _output.Write('{');
        for (int at = 0; at < _headers.Length; at++)
        {
            _output.Write(at == 0 ? "" : ",");
            _output.Write(_headers[at]);
            _output.Write(':');
            _output.Write(ValueOf(cells[at]));
        }

        _output.Write(_lines ? "}\n" : "}");
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        if (!_lines)
        {
            _output.Write(_any ? "\n]\n" : "]\n");
        }

        _output.Flush();
    }

    private static string ValueOf(object? cell) => cell switch
    {
        null => "null",
        bool or decimal or long or double => CellText.Of(cell),
        string or Instant => JsonSerializer.Serialize(CellText.Of(cell), Options),
        IEnumerable<string> items => JsonSerializer.Serialize(items, Options),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell.GetType().Name, "Unknown kind of cell."),
    };
}
