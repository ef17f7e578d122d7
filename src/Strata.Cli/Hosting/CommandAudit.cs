using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Strata.Language;
using Strata.Platform.Audit;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Hosting;

/// <summary>
/// What the audit log says of commands: whatever changes something, by whom, and how it ended; the same whether the command works in the
/// data directory itself or a server carries it out.
/// </summary>
internal static class CommandAudit
{
    /// <summary>Longer command lines are cut.</summary>
    private const int MostDetail = 500;

    private static readonly ConditionalWeakTable<Command, Func<ParseResult, bool>> Audited = [];
    private static readonly AsyncLocal<Subject?> Ambient = new();

    /// <summary>Says that a command changes something.</summary>
    /// <param name="command">The command.</param>
    /// <param name="when">When it does; null for always.</param>
    public static void IsAudited(this Command command, Func<ParseResult, bool>? when = null) => Audited.AddOrUpdate(command, when ?? (_ => true));

    /// <summary>Whether a command may change something.</summary>
    public static bool Knows(Command command) => Audited.TryGetValue(command, out _);

    /// <summary>
    /// Says what the running command does something to, in place of its command line: before it does anything where its arguments may hold
    /// a secret.
    /// </summary>
    /// <param name="target">To what.</param>
    /// <param name="detail">More of it, for a person; null for nothing.</param>
    public static void IsAbout(string target, string? detail = null)
    {
        if (Ambient.Value is { } subject)
        {
            (subject.Target, subject.Detail) = (target, detail);
        }
    }

    /// <summary>Carries a command out, and notes it where it changes something. Where that cannot be noted, the error output says so.</summary>
    /// <param name="parsed">Its command line.</param>
    /// <param name="arguments">The same as written.</param>
    /// <param name="run">Carries it out; gives its exit code.</param>
    /// <param name="add">Adds to the audit log.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> NotedAsync(ParseResult parsed, IReadOnlyList<string> arguments, Func<Task<int>> run, Action<AuditEntry> add)
    {
        // What is invoked may be another action than the command's own, such as its help.
        if (parsed.Action is not AsynchronousCommandLineAction
            || !Audited.TryGetValue(parsed.CommandResult.Command, out Func<ParseResult, bool>? changes)
            || !changes(parsed))
        {
            return await run();
        }

        var subject = new Subject();
        Ambient.Value = subject;
        int exitCode = await run();
        string action = PathOf(parsed.CommandResult.Command);
        string? detail = subject.Target is null ? DetailOf(arguments, action) : subject.Detail;
        try
        {
            add(new AuditEntry(TimeProvider.System.Microseconds(), Actor(), null, null, action, subject.Target, detail, StatusOf(exitCode), null));
        }
        catch (UserErrorException) when (exitCode != ExitCode.Done)
        {
            // The command failed because the directory is not usable, and said so; nothing was changed.
        }
#pragma warning disable CA1031 // The command is done: whatever happens to the log, how it ended is what its caller must know.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            new CliContext(parsed, CancellationToken.None).Warn($"This is not in the audit log, which cannot be written: {fault.Message}");
        }

        return exitCode;
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

    /// <summary>Who calls: as the versions of definitions name them, and the operating system's user where that is another name.</summary>
    private static string Actor()
    {
        string author = Author.Find(), user = Caller.Current.UserName;
        return author == user ? user : $"{author} (user {user})";
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

    /// <summary>What a command does something to.</summary>
    private sealed class Subject
    {
        public string? Target { get; set; }

        public string? Detail { get; set; }
    }
}
