using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Server.LocalSocket;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting.Remote;

/// <summary>Has a command carried out by the server that works in its data directory.</summary>
internal static class RemoteCommand
{
    /// <summary>The variables that commands ask for.</summary>
    private static readonly string[] Variables = ["STRATA_AUTHOR", "HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_DIR", "PATH"];

    /// <summary>The exit code of the command; null where it is to be run in this process.</summary>
    public static async Task<int?> TryRunAsync(IReadOnlyList<string> arguments, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.Errors.Count > 0 || CommandUses.Of(parsed.CommandResult.Command) == CommandUse.Here || parsed.Action is not System.CommandLine.Invocation.AsynchronousCommandLineAction)
        {
            return null;
        }

        DataDirectory directory = CommonOptions.DirectoryOf(parsed);
        using CommandClient? client = CommandClient.TryConnect(directory);
        if (client is null)
        {
            return null;
        }

        try
        {
            using var line = new ProgressLine(new CliContext(parsed, cancellation));
            (int exitCode, string? refused) = await client.RunAsync(
                CallOf(arguments, directory), Console.OpenStandardInput, Console.OpenStandardOutput(), Console.OpenStandardError(),
                Show(line), cancellation);
            return refused is null ? exitCode : Refuse(refused);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. The server is still starting; nothing was begun.");
            return ExitCode.Interrupted;
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"fault {exception.Message}");
            return ExitCode.Fault;
        }
    }

    private static Action<StartProgress?> Show(ProgressLine line)
    {
        var start = new StartLine(line, "waiting for the server: ");
        return progress =>
        {
            if (progress is null)
            {
                line.Clear();
            }
            else
            {
                start.Report(progress);
            }
        };
    }

    private static int Refuse(string reason)
    {
        ErrorRenderer.Write(Terminal.CreateConsole(Console.Error, Terminal.ErrorIsTerminal), [new UserError("server", reason, Fix: "Stop the server, and start it with this build.")], text: null);
        return ExitCode.UserError;
    }

    private static CommandCall CallOf(IReadOnlyList<string> arguments, DataDirectory directory) => new(
        CommandCall.ProgramVersion,
        arguments,
        Environment.CurrentDirectory,
        directory.FullPath,
        Environment.UserName,
        CultureInfo.CurrentCulture.Name,
        Variables.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal),
        TraitsOf(Console.Out, Terminal.OutputIsTerminal),
        TraitsOf(Console.Error, Terminal.ErrorIsTerminal));

    private static TerminalTraits TraitsOf(TextWriter writer, bool isTerminal)
    {
        Profile profile = Terminal.CreateConsole(writer, isTerminal).Profile;
        return new TerminalTraits(
            isTerminal,
            profile.Capabilities.Ansi,
            (int)profile.Capabilities.ColorSystem,
            profile.Capabilities.Interactive,
            profile.Capabilities.Unicode,
            profile.Capabilities.Links,
            profile.Width,
            profile.Height);
    }
}
