using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Language;

namespace Strata.Cli.Rendering;

/// <summary>Errors for people: code, message, place, the line of the source with a caret under it, and what to do instead.</summary>
internal static class ErrorRenderer
{
    private const int MaximumExcerpt = 160;

    /// <summary>Writes the faults of what the user gave.</summary>
    public static void Write(CliContext context, IReadOnlyList<UserError> errors) => Write(context.ErrorConsole, errors, context.SourceText);

    /// <summary>Writes faults; <paramref name="text"/> is what those without a file speak of.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<UserError> errors, string? text)
    {
        foreach (UserError error in errors)
        {
            Write(console, error, text);
        }
    }

    /// <summary>Says that the fault is Strata's own, and how to see more of it.</summary>
    public static void WriteFault(CliContext context, Exception exception)
    {
        IAnsiConsole console = context.ErrorConsole;
        console.MarkupLineInterpolated($"[red bold]fault[/] {exception.GetType().Name}: {exception.Message}");
        if (context.Arguments.GetValue(CommonOptions.Verbose))
        {
            console.WriteLine(exception.ToString());
        }
        else
        {
            console.WriteLine("  This is a fault in Strata, not in what you gave it. The same command with --verbose shows where; please report that.");
        }
    }

    private static void Write(IAnsiConsole console, UserError error, string? sourceText)
    {
        string place = error.Where is null ? "" : $"{error.Where}: ";
        console.MarkupLineInterpolated($"[red bold]error[/] [bold]{error.Code}[/] {place}{error.Message}");
        if (error.Where is { } where && SourceExcerpt.LineOf(where, sourceText) is { } line)
        {
            (string text, int caret, int length) = SourceExcerpt.Cut(line, where.Column, where.Length, MaximumExcerpt);
            console.WriteLine("  | " + text);
            console.MarkupLineInterpolated($"  | {new string(' ', caret)}[red]{new string('^', length)}[/]");
        }

        if (error.Fix is not null)
        {
            console.MarkupLineInterpolated($"  [green]{error.Fix}[/]");
        }
    }
}
