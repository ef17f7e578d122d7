using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Strata.Cli.Hosting;

/// <summary>What a command does with the data directory; it decides where the command runs while a server works there.</summary>
internal enum CommandUse
{
    /// <summary>It reads: in the server, beside others.</summary>
    Reads,

    /// <summary>It changes data or definitions, or must not be disturbed by changes: in the server, when its turn has come.</summary>
    Changes,

    /// <summary>It needs no data directory, or serves one: in the process of the user.</summary>
    Here,
}

/// <summary>Remembers the use of each command.</summary>
internal static class CommandUses
{
    private static readonly ConditionalWeakTable<Command, object> Uses = [];

    /// <summary>Notes the use of a command.</summary>
    public static void Note(Command command, CommandUse use) => Uses.AddOrUpdate(command, use);

    /// <summary>The use of a command; that of one without a body is to be run here.</summary>
    public static CommandUse Of(Command command) => Uses.TryGetValue(command, out object? use) ? (CommandUse)use : CommandUse.Here;
}
