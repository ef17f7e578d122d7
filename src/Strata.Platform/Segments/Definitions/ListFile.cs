using Microsoft.VisualBasic.FileIO;
using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Segments.Definitions;

/// <summary>
/// The members of a list from a CSV file: the column named by <c>column</c>, or else the one headed <c>id</c>, <c>account_id</c> or
/// <c>contact_id</c>, or else, where the first row is no such header, the first column of every row.
/// </summary>
internal static class ListFile
{
    private static readonly string[] IdHeaders = ["id", "account_id", "account id", "contact_id", "contact id"];

    /// <summary>The ids, in the order of the file, blanks left out. A file that cannot be read is a fault at <paramref name="node"/>.</summary>
    /// <param name="file">The definition file.</param>
    /// <param name="node">Where the path is written.</param>
    /// <param name="path">The path, relative to the definition file's folder.</param>
    /// <param name="column">The header of the column, or null.</param>
    public static IReadOnlyList<string> Read(YamlFile file, YamlScalarNode node, string path, string? column)
    {
        string folder = file.Name is null ? "" : Path.GetDirectoryName(Caller.FullPath(file.Name)) ?? "";
        try
        {
            return Parse(TextFile.Read(Path.Combine(folder, path)), path, column, file, node);
        }
        catch (UserErrorException exception)
        {
            file.Faults.AddRange(exception.Errors.Select(error => error with { Where = file.At(node) }));
            return [];
        }
    }

    private static List<string> Parse(string text, string path, string? column, YamlFile file, YamlScalarNode node)
    {
        using var reader = new TextFieldParser(new StringReader(text)) { TextFieldType = FieldType.Delimited, TrimWhiteSpace = true };
        reader.SetDelimiters(",", ";", "\t");
        var ids = new List<string>();
        int index = -1;
        while (Cells(reader, path) is { } cells)
        {
            if (index < 0)
            {
                index = Array.FindIndex(cells, cell => column is null ? IdHeaders.Contains(cell.ToLowerInvariant()) : cell == column);
                if (index >= 0)
                {
                    continue;
                }

                if (column is not null)
                {
                    file.Fault(node, $"The file has no column '{column}'.", $"Its columns are: {string.Join(", ", cells)}.");
                    return [];
                }

                index = 0;
            }

            if (index < cells.Length && cells[index].Length > 0)
            {
                ids.Add(cells[index]);
            }
        }

        return ids;
    }

    private static string[]? Cells(TextFieldParser reader, string path)
    {
        try
        {
            return reader.ReadFields();
        }
        catch (MalformedLineException)
        {
            throw new UserErrorException("format", $"Line {reader.ErrorLineNumber} of '{path}' is not CSV.", fix: "Close every quote, and double a quote inside quotes.");
        }
    }
}
