using Spectre.Console;

namespace Strata.Cli.Rendering;

/// <summary>What kind of place output goes to. Colour and tables are for terminals; NO_COLOR is respected.</summary>
internal static class Terminal
{
    /// <summary>True where results go to a person's terminal.</summary>
    public static bool OutputIsTerminal => !Console.IsOutputRedirected;

    /// <summary>True where errors and progress go to a person's terminal.</summary>
    public static bool ErrorIsTerminal => !Console.IsErrorRedirected;

    /// <summary>A console over <paramref name="writer"/>: without escapes when it is not a terminal.</summary>
    public static IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        bool colour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
        {
            // Lines in a file or a pipe are not folded.
            console.Profile.Width = 1000;
        }

        return console;
    }
}
