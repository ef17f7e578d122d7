using System.CommandLine;
using System.Globalization;
using Strata.Platform.Audit;
using Strata.Platform.Workspaces;
using Strata.Server.LocalSocket;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting.Remote;

/// <summary>Carries out, inside of a server, the commands that come over its local socket.</summary>
internal sealed class CommandHost
{
    private static readonly AsyncLocal<CommandHost?> Ambient = new();

    private CommandHost(HostedCommand command) => Command = command;

    /// <summary>Where the running code is inside of a command for somebody else's process; null in the user's own process.</summary>
    public static CommandHost? Current => Ambient.Value;

    /// <summary>The command.</summary>
    public HostedCommand Command { get; }

    /// <summary>Carries a command out, with the output that it would have in the caller's own process.</summary>
    public static async Task<int> RunAsync(HostedCommand command, CancellationToken cancellation)
    {
        CommandCall call = command.Call;
        var host = new CommandHost(command);
        Ambient.Value = host;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(call.Culture);
        using IDisposable caller = new Caller
        {
            Folder = call.Folder,
            UserName = call.UserName,
            Variable = name => call.Environment.GetValueOrDefault(name),
            StandardInput = command.StandardInput,
        }.Use();
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false, Output = command.Output, Error = command.Error };
        ParseResult parsed = StrataApplication.Root.Parse(call.Arguments);
        return await CommandAudit.NotedAsync(parsed, call.Arguments, () => parsed.InvokeAsync(invocation, cancellation), host.Note);
    }

    /// <summary>The session of the change that the command makes; null while it makes none.</summary>
    public Workspace? Turn { get; set; }

    /// <summary>Opens the data for the command: a session of its own over what the server holds.</summary>
    public Workspace OpenSession() => Command.Services.Host.OpenSession(new DataDirectory(Command.Call.DataDirectory), Turn);

    private void Note(AuditEntry entry)
    {
        using LentSession session = Command.Services.Host.Lend();
        session.Workspace.Audit.Add(entry);
    }
}
