using Spectre.Console;
using Spectre.Console.Rendering;

namespace Strata.Cli.Rendering;

/// <summary>Tables: drawn on a terminal, aligned columns without lines elsewhere.</summary>
internal static class Tables
{
    /// <summary>Writes a table; a header that ends in <c>#</c> makes a column of numbers, aligned right.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = Terminal.OutputIsTerminal ? TableBorder.Rounded : TableBorder.None, ShowRowSeparators = false };
        foreach (string header in headers)
        {
            bool isNumber = header.EndsWith('#');
            var column = new TableColumn(new Text(header.TrimEnd('#'), new Style(decoration: Decoration.Bold)));
            column.Alignment = isNumber ? Justify.Right : Justify.Left;
            column.NoWrap = !Terminal.OutputIsTerminal;
            table.AddColumn(column);
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => (IRenderable)new Text(cell)).ToArray());
        }

        console.Write(table);
    }
}
