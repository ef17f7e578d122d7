using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Platform.Workspaces;
using Strata.Language.Catalog;
using Strata.Platform.Demo;
using Strata.Platform.Generation;
using Strata.Platform.Import;
using Strata.Platform.Segments.Explain;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Rendering;

/// <summary>Tells the demo as it goes. With <c>--json</c> only the result is printed, at the end.</summary>
internal sealed class DemoReport(CliContext context)
{
    private const int FunnelWidth = 48;

    /// <summary>Does a piece of work, then says what came of it and how long it took.</summary>
    public T Timed<T>(string verb, Func<ProgressLine, T> work, Func<T, string> describe)
    {
        long started = Stopwatch.GetTimestamp();
        T result;
        using (var line = new ProgressLine(context))
        {
            result = work(line);
        }

        Say(verb, describe(result), started);
        return result;
    }

    /// <summary>As <see cref="Timed"/>, for asynchronous work.</summary>
    public async Task<T> TimedAsync<T>(string verb, Func<ProgressLine, Task<T>> work, Func<T, string> describe)
    {
        long started = Stopwatch.GetTimestamp();
        T result;
        using (var line = new ProgressLine(context))
        {
            result = await work(line);
        }

        Say(verb, describe(result), started);
        return result;
    }

    /// <summary>Says that the market is there from an earlier run.</summary>
    public void AlreadyThere(DataDirectory directory)
    {
        if (!context.Json)
        {
            context.Output.WriteLine($"The market is in {directory.FullPath} from an earlier run.");
        }
    }

    /// <summary>What was generated.</summary>
    public string Generated(GenerationResult result) =>
        $"{Phrases.Count(result.Files.Count, "file")} with {Phrases.Number(result.Files.Where(file => Path.GetExtension(file.Path) != ".json").Sum(file => file.Rows))} rows";

    /// <summary>What was imported.</summary>
    public string Imported(ImportReport result)
    {
        long rejected = result.Files.Sum(file => file.Rejected);
        return $"{Phrases.Number(result.Files.Sum(file => file.Accepted))} rows, recognised without a map{(rejected == 0 ? "" : $"; {Phrases.Number(rejected)} rejected")}";
    }

    /// <summary>What was defined.</summary>
    public string Toured(DemoResult result) => Phrases.Count(result.Segments.Count, "segment");

    /// <summary>Shows the result.</summary>
    public void Close(DataDirectory directory, DemoResult result, TimeSpan took)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { data = directory.FullPath, seconds = Math.Round(took.TotalSeconds, 1), result });
            return;
        }

        WriteSizes(result);
        WriteFunnel(result);
        WriteExplanation("Why one account is a target account", result.In);
        WriteExplanation("Why another one of the target market is not", result.Out);
        Heading("The list to work with");
        context.Output.WriteLine($"{Phrases.Count(result.Exported, "target account")} written to {ShortPath(result.ExportedFile)}");
        context.Output.WriteLine($"What is planted in this market is in {ShortPath(Path.Combine(directory.FullPath, "universe", "truth.json"))}");
        WriteNext(directory, result, took);
    }

    private void WriteSizes(DemoResult result)
    {
        Heading($"Segments, as of {result.AsOf}");
        Tables.Write(
            context.Console,
            ["segment", "what it is", "method", "members#"],
            result.Segments.OrderBy(segment => segment.Name, StringComparer.Ordinal).Select(segment => new[]
            {
                segment.Name, segment.Title, MethodOf(segment.Description), Phrases.Number(segment.Size) + (segment.Of == EntityKind.Account ? " accounts" : " contacts"),
            }));
    }

    private void WriteFunnel(DemoResult result)
    {
        Heading("From the market to the target accounts");
        long widest = Math.Max(1, result.Funnel[0].Size);
        foreach (SegmentSize layer in result.Funnel)
        {
            int width = Math.Max(1, (int)(FunnelWidth * layer.Size / widest));
            string share = ((double)layer.Size / widest).ToString("P1", CultureInfo.InvariantCulture);
            context.Console.MarkupLineInterpolated($"{layer.Title,-16} {Phrases.Number(layer.Size),8} {share,7} [blue]{new string('█', width)}[/]");
        }
    }

    /// <summary>Says where the web app is.</summary>
    public void Serving(IReadOnlyList<Uri> addresses)
    {
        context.Output.WriteLine();
        context.Output.WriteLine($"The web app is at {addresses[0]} until you press Ctrl+C.");
        context.Output.Flush();
    }

    private void WriteExplanation(string heading, Explanation? explanation)
    {
        if (explanation is not null)
        {
            Heading(heading);
            context.Output.Write(ExplanationText.Render(explanation));
        }
    }

    private void WriteNext(DataDirectory directory, DemoResult result, TimeSpan took)
    {
        Heading("Go on from here");
        string at = $"--data {ShortPath(directory.FullPath)} --as-of {result.AsOf[..10]}";
        context.Output.WriteLine($"strata count 'employees >= 500 and country under \"Europe\"' {at}");
        context.Output.WriteLine($"strata list target-accounts --columns 'name, industry, employees, tier' --limit 10 {at}");
        context.Output.WriteLine($"strata segments {at}");
        context.Output.WriteLine();
        context.Output.WriteLine($"The demo took {took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.");
    }

    private void Heading(string text)
    {
        context.Output.WriteLine();
        context.Console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    private void Say(string verb, string what, long started)
    {
        if (!context.Json)
        {
            string seconds = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            context.Output.WriteLine($"{verb,-20} {what} in {seconds} s");
        }
    }

    /// <summary>The samples' descriptions start with the method that they show: <c>Method: geographic. …</c>.</summary>
    private static string MethodOf(string? description)
    {
        string text = (description ?? "").ReplaceLineEndings(" ");
        int start = text.IndexOf(": ", StringComparison.Ordinal);
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return text.StartsWith("Method", StringComparison.Ordinal) && start > 0 && end > start ? text[(start + 2)..end] : "";
    }

    private static string ShortPath(string path)
    {
        string relative = Path.GetRelativePath(Caller.FullPath("."), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
