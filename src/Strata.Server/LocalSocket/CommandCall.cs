using System.Reflection;
using System.Text.Json;

namespace Strata.Server.LocalSocket;

/// <summary>A command line for the server to carry out, with everything of the caller's that its output depends on.</summary>
/// <param name="Version">The caller's program; another than the server's is refused.</param>
/// <param name="Arguments">The command line, without the program's name.</param>
/// <param name="Folder">The full path of the folder that relative paths start from.</param>
/// <param name="DataDirectory">The full path of the data directory, as the caller names it.</param>
/// <param name="UserName">The operating system's name of the caller.</param>
/// <param name="Culture">The name of the caller's culture.</param>
/// <param name="Environment">The caller's variables that commands ask for.</param>
/// <param name="Output">What its standard output is.</param>
/// <param name="Error">What its error output is.</param>
public sealed record CommandCall(
    string Version,
    IReadOnlyList<string> Arguments,
    string Folder,
    string DataDirectory,
    string UserName,
    string Culture,
    IReadOnlyDictionary<string, string> Environment,
    TerminalTraits Output,
    TerminalTraits Error)
{
    /// <summary>The build of this program.</summary>
    public static string ProgramVersion { get; } = (Assembly.GetEntryAssembly() ?? typeof(CommandCall).Assembly).ManifestModule.ModuleVersionId.ToString();

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    internal static CommandCall FromJson(byte[] json) => JsonSerializer.Deserialize<CommandCall>(json) ?? throw new InvalidDataException("The call is empty.");
}

/// <summary>What an output of the caller's is: how wide, and what it can show.</summary>
/// <param name="IsTerminal">True for a person's terminal.</param>
/// <param name="Ansi">Whether it takes escape sequences.</param>
/// <param name="Colors">How many colours it shows, as Spectre.Console numbers its systems of colours.</param>
/// <param name="Interactive">Whether what was written may be rewritten.</param>
/// <param name="Unicode">Whether it shows more than ASCII.</param>
/// <param name="Links">Whether it shows links.</param>
/// <param name="Width">Its width in characters.</param>
/// <param name="Height">Its height in lines.</param>
public sealed record TerminalTraits(bool IsTerminal, bool Ansi, int Colors, bool Interactive, bool Unicode, bool Links, int Width, int Height);
