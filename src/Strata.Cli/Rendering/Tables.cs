using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strata.Cli.Rendering;

/// <summary>Tables: drawn on a terminal, aligned columns without lines elsewhere.</summary>
internal static class Tables
{
    /// <summary>Writes a table; a header that ends in <c>#</c> makes a column of numbers, aligned right.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Terminal.OutputIsTerminal)
        {
            WriteDrawn(console, headers, rows);
        }
        else
        {
            WritePlain(console.Profile.Out.Writer, headers, [.. rows]);
        }
    }

    private static void WriteDrawn(IAnsiConsole console, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (string header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header.TrimEnd('#'), new Style(decoration: Decoration.Bold)))
            {
                Alignment = header.EndsWith('#') ? Justify.Right : Justify.Left,
            });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => (IRenderable)new Text(cell)).ToArray());
        }

        console.Write(table);
    }

    private static void WritePlain(TextWriter output, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.TrimEnd('#').Length).Max())];
        foreach (IReadOnlyList<string> row in rows.Prepend([.. headers.Select(header => header.TrimEnd('#'))]))
        {
            IEnumerable<string> cells = row.Select((cell, column) => headers[column].EndsWith('#') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
