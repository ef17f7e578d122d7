using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Language;
using Strata.Platform.Cases;

namespace Strata.Cli.Rendering;

/// <summary>Prints the results of case files as they come, and the totals at the end.</summary>
internal sealed class CaseReport(CliContext context)
{
    private readonly List<object> _json = [];

    /// <summary>How many passed.</summary>
    public int Passed { get; private set; }

    /// <summary>How many failed; a file that cannot be read counts one.</summary>
    public int Failed { get; private set; }

    /// <summary>A case that was run.</summary>
    public void Add(CaseResult result)
    {
        Passed += result.Passed ? 1 : 0;
        Failed += result.Passed ? 0 : 1;
        if (context.Json)
        {
            _json.Add(new { result.Place.File, result.Place.Line, result.Name, result.Engine, result.Passed, result.Failure });
            return;
        }

        string place = $"{result.Place.File}:{result.Place.Line}";
        if (result.Passed)
        {
            context.Console.MarkupLineInterpolated($"[green]ok[/]    {place} {result.Name} ({result.Engine})");
        }
        else
        {
            context.Console.MarkupLineInterpolated($"[red]failed[/] {place} {result.Name} ({result.Engine})");
            context.Console.WriteLine("       " + result.Failure!.ReplaceLineEndings("\n       "));
        }
    }

    /// <summary>A file that could not be read.</summary>
    public void Broken(string path, IReadOnlyList<UserError> errors)
    {
        Failed++;
        if (context.Json)
        {
            _json.Add(new { File = path, Passed = false, Errors = errors });
            return;
        }

        context.Console.MarkupLineInterpolated($"[red]failed[/] {path} cannot be read");
        ErrorRenderer.Write(context.Console, errors, text: null);
    }

    /// <summary>Prints the totals.</summary>
    public void Close()
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { Passed, Failed, Cases = _json });
        }
        else
        {
            context.Output.WriteLine($"{Passed} passed, {Failed} failed");
        }
    }
}
