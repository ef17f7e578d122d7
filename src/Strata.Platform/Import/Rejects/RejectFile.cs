using System.Globalization;
using System.Text;

namespace Strata.Platform.Import.Rejects;

/// <summary>
/// The file of refused rows: the columns of the original, then row number, field and reason. Mended, it can be imported again as it
/// is; the three columns are left out.
/// </summary>
internal sealed class RejectFile : IDisposable
{
    /// <summary>The names of the columns that are added.</summary>
    public static readonly IReadOnlyList<string> AddedColumns = ["reject_row", "reject_field", "reject_reason"];

    private readonly string _path;
    private readonly IReadOnlyList<string> _columns;
    private StreamWriter? _writer;

    public RejectFile(string path, IReadOnlyList<string> columns)
    {
        _path = path;
        _columns = columns;
    }

    /// <summary>The path, or null where nothing was written.</summary>
    public string? Path => _writer is null ? null : _path;

    /// <summary>Writes a refused row.</summary>
    /// <param name="cells">Its cells as they were.</param>
    /// <param name="row">Its number among the rows of the file, from 1.</param>
    /// <param name="field">The field concerned.</param>
    /// <param name="reason">Why.</param>
    public void Write(IReadOnlyList<string?> cells, long row, string field, string reason)
    {
        if (_writer is null)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_path)!);
            _writer = new StreamWriter(_path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            WriteLine([.. _columns, .. AddedColumns]);
        }

        var line = new List<string?>(_columns.Count + 3);
        for (int i = 0; i < _columns.Count; i++)
        {
            line.Add(i < cells.Count ? cells[i] : null);
        }

        WriteLine([.. line, row.ToString(CultureInfo.InvariantCulture), field, reason]);
    }

    /// <summary>Writes rows without what is added to refused ones.</summary>
    public static void WriteRows(string path, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows) => File.WriteAllLines(
        path, rows.Prepend(columns).Select(cells => string.Join(',', cells.Select(Escape))), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private void WriteLine(IReadOnlyList<string?> cells) => _writer!.WriteLine(string.Join(',', cells.Select(Escape)));

    private static string Escape(string? cell) => cell is null ? "" : cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 || cell.Trim().Length != cell.Length
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell;
}
