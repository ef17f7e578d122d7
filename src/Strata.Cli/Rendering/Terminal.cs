using System.Text;
using Spectre.Console;
using Strata.Cli.Hosting.Remote;
using Strata.Server.LocalSocket;

namespace Strata.Cli.Rendering;

/// <summary>
/// What kind of place output goes to. Colour and tables are for terminals; NO_COLOR is respected. Inside of a server, the places are
/// those of whoever called the command.
/// </summary>
internal static class Terminal
{
    /// <summary>True where results go to a person's terminal.</summary>
    public static bool OutputIsTerminal => CommandHost.Current?.Command.Call.Output.IsTerminal ?? !Console.IsOutputRedirected;

    /// <summary>True where errors and progress go to a person's terminal.</summary>
    public static bool ErrorIsTerminal => CommandHost.Current?.Command.Call.Error.IsTerminal ?? !Console.IsErrorRedirected;

    /// <summary>A console over the standard output.</summary>
    public static IAnsiConsole CreateOutput(TextWriter writer) =>
        CommandHost.Current is { } host ? CreateConsole(writer, host.Command.Call.Output) : CreateConsole(writer, OutputIsTerminal);

    /// <summary>A console over the error output.</summary>
    public static IAnsiConsole CreateError(TextWriter writer) =>
        CommandHost.Current is { } host ? CreateConsole(writer, host.Command.Call.Error) : CreateConsole(writer, ErrorIsTerminal);

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

    private static IAnsiConsole CreateConsole(TextWriter writer, TerminalTraits traits)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = traits.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = traits.Interactive ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new RemoteOutput(writer, traits),
        });
        console.Profile.Capabilities.ColorSystem = (ColorSystem)traits.Colors;
        console.Profile.Capabilities.Unicode = traits.Unicode;
        console.Profile.Capabilities.Links = traits.Links;
        console.Profile.Width = traits.Width;
        console.Profile.Height = traits.Height;
        return console;
    }

    /// <summary>An output of another process.</summary>
    private sealed class RemoteOutput(TextWriter writer, TerminalTraits traits) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => traits.IsTerminal;

        public int Width => traits.Width;

        public int Height => traits.Height;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
