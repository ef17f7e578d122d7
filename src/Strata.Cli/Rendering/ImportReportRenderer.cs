using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Platform.Import;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;

namespace Strata.Cli.Rendering;

/// <summary>Prints what an import did: the mapping, the counts, what was refused and why.</summary>
internal sealed class ImportReportRenderer(CliContext context)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Prints the report.</summary>
    public void Write(ImportReport report)
    {
        if (context.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(report, JsonOptions));
            return;
        }

        foreach (FileReport file in report.Files)
        {
            Write(file);
        }
    }

    private void Write(FileReport file)
    {
        string guesses = string.Join(", ", file.Candidates.Take(3).Select(candidate => $"{candidate.Kind} {candidate.Score.ToString(CultureInfo.InvariantCulture)}"));
        string kind = file.Map.EventType is null ? file.Map.Kind : $"{file.Map.Kind} ({file.Map.EventType})";
        Line($"{file.File} as {kind}{(guesses.Length > 0 ? $"  [by its columns: {guesses}]" : "")}");
        WriteMapping(file);
        string verb = file.DryRun ? "would be" : "were";
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {file.Rows:N0} rows: {file.Result.Inserted:N0} new, {file.Result.Updated:N0} changed, {file.Result.Unchanged:N0} unchanged, {file.Result.Duplicates:N0} repeated, {file.Rejected:N0} {verb} refused{(file.Deleted > 0 ? $", {file.Deleted:N0} deleted in the source" : "")}; {file.Seconds:N1} s"));
        if (file.Result.Attached > 0)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  {file.Result.Attached:N0} earlier rows found their account or contact"));
        }

        foreach (RejectionCount count in file.Rejections)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  refused: {count.Rows:N0} × {count.Field}: {count.Reason}"));
        }

        foreach (string note in file.Notes)
        {
            Line($"  note: {note}");
        }

        WritePlace("  refused rows: ", file.RejectsFile);
        WritePlace("  map: ", file.MapFile);
        if (file.DryRun)
        {
            Line("  dry run: nothing was changed");
        }
    }

    private void WriteMapping(FileReport file)
    {
        var table = new Table().Border(Terminal.OutputIsTerminal ? TableBorder.Rounded : TableBorder.None).AddColumns("column", "goes to", "type", "how");
        foreach (ColumnMap column in file.Map.Columns)
        {
            table.AddRow(
                Markup.Escape(column.Column),
                Markup.Escape(column.Target ?? "-"),
                column.Target is null ? "" : column.Type?.ToString().ToLowerInvariant() ?? "key",
                Markup.Escape(How(column)));
        }

        context.Console.Write(table);
    }

    private static string How(ColumnMap column)
    {
        List<string> how = [column.Why];
        if (column.Scale != 1)
        {
            how.Add(string.Create(CultureInfo.InvariantCulture, $"× {column.Scale:N0}"));
        }

        if (column.DecimalComma)
        {
            how.Add("decimal comma");
        }

        if (column.Dates != DateOrder.Unknown)
        {
            how.Add(column.Dates == DateOrder.DayFirst ? "day first" : "month first");
        }

        return string.Join(", ", how);
    }

    private void WritePlace(string label, string? path)
    {
        if (path is not null)
        {
            Line(label + path);
        }
    }

    private void Line(string text) => context.Output.WriteLine(text);
}
