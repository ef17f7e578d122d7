using System.CommandLine;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Strata.Cli.Hosting.Remote;
using Strata.Platform.Audit;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Hosting;

/// <summary>
/// What the audit log says of commands that a server carries out: whatever changes something, by whom, and how it ended. A command that
/// works in a data directory without a server is the work of whoever may write its files, and only <c>strata people</c> is noted then.
/// </summary>
internal static class CommandAudit
{
    /// <summary>Longer command lines are cut.</summary>
    private const int MostDetail = 500;

    private static readonly ConditionalWeakTable<Command, Func<ParseResult, bool>> Audited = [];

    /// <summary>Says that a command changes something.</summary>
    /// <param name="command">The command.</param>
    /// <param name="when">When it does; null for always.</param>
    public static void IsAudited(this Command command, Func<ParseResult, bool>? when = null) => Audited.AddOrUpdate(command, when ?? (_ => true));

    /// <summary>Whether a command may change something.</summary>
    public static bool Knows(Command command) => Audited.TryGetValue(command, out _);

    /// <summary>Notes a command that a server carried out, where it changes something.</summary>
    /// <param name="host">The command.</param>
    /// <param name="parsed">Its command line.</param>
    /// <param name="exitCode">How it ended.</param>
    public static void Note(CommandHost host, ParseResult parsed, int exitCode)
    {
        if (!Audited.TryGetValue(parsed.CommandResult.Command, out Func<ParseResult, bool>? changes) || !changes(parsed))
        {
            return;
        }

        string action = PathOf(parsed.CommandResult.Command);
        using LentSession session = host.Command.Services.Host.Lend();
        session.Workspace.Audit.Add(new AuditEntry(
            TimeProvider.System.Microseconds(), Author.Find(), null, null, action, host.Target, host.Target is null ? DetailOf(host.Command.Call.Arguments, action) : null, StatusOf(exitCode), null));
    }

    /// <summary>The words of a command, without the program's name.</summary>
    public static string PathOf(Command command)
    {
        var words = new List<string>();
        for (Command? one = command; one is not (null or RootCommand); one = one.Parents.OfType<Command>().FirstOrDefault())
        {
            words.Insert(0, one.Name);
        }

        return string.Join(' ', words);
    }

    /// <summary>What was written after the command's words.</summary>
    private static string? DetailOf(IReadOnlyList<string> arguments, string action)
    {
        string line = string.Join(' ', arguments);
        int start = line.IndexOf(action, StringComparison.Ordinal);
        string rest = (start < 0 ? line : line[(start + action.Length)..]).Trim();
        return rest.Length == 0 ? null : rest.Length <= MostDetail ? rest : string.Concat(rest.AsSpan(0, MostDetail), "…");
    }

    private static int StatusOf(int exitCode) => exitCode switch
    {
        ExitCode.Done => StatusCodes.Status200OK,
        ExitCode.Fault => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}
