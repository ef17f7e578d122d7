using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Strata.Cli.Commands;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Platform.Audit;

namespace Strata.Cli.Hosting;

/// <summary>The command tree and its invocation.</summary>
internal static class StrataApplication
{
    private static readonly Lazy<RootCommand> Tree = new(CreateRoot);

    /// <summary>The command tree.</summary>
    public static RootCommand Root => Tree.Value;

    /// <summary>Parses and runs one command line; the result is the process's exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        string[] line = arguments.Length == 0 ? ["--help"] : arguments;
        ParseResult parsed = Root.Parse(line);
        if (parsed.Action is ParseErrorAction)
        {
            ErrorRenderer.Write(Terminal.CreateConsole(Console.Error, Terminal.ErrorIsTerminal), ArgumentErrors.Of(parsed), text: null);
            return ExitCode.UserError;
        }

        using var interruption = new Interruption();
        while (true)
        {
            try
            {
                return await RemoteCommand.TryRunAsync(line, parsed, interruption.Token) ?? await RunHereAsync(line, parsed, interruption.Token);
            }
            catch (ServedMeanwhileException)
            {
                // The server is asked instead.
            }
        }
    }

    private static Task<int> RunHereAsync(string[] line, ParseResult parsed, CancellationToken cancellation) => CommandAudit.NotedAsync(
        parsed,
        line,
        () => parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, cancellation),
        entry => AuditLog.Add(CommonOptions.DirectoryOf(parsed), entry));

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Strata: exact B2B audience segments over your own data.");
        root.Options.Add(CommonOptions.Data);
        root.Options.Add(CommonOptions.Verbose);
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string title, Command[] commands) in CommandList.Groups())
        {
            titles.Add(commands[0].Name, title);
            foreach (Command command in commands)
            {
                root.Subcommands.Add(command);
            }
        }

        HelpText.Show(root, titles);
        return root.WithExamples(
            """
            strata demo                                        see the whole product on a generated market
            strata import accounts.csv contacts.csv            bring in your own files
            strata count 'employees >= 500 and industry under "Software"'
            strata explain enterprise --account 0013000000     why an account is in, or is not
            strata export enterprise --to enterprise.csv
            """);
    }
}
