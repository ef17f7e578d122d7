using Strata.Platform.Workspaces;

namespace Strata.Server.LocalSocket;

/// <summary>Carries out a command that came over the local socket, and gives its exit code.</summary>
/// <param name="command">The command.</param>
/// <param name="cancellation">Cancelled when the user wants it to stop, or is gone.</param>
public delegate Task<int> CommandHandler(HostedCommand command, CancellationToken cancellation);

/// <summary>What commands work with inside of a server.</summary>
/// <param name="Host">The data.</param>
/// <param name="Writer">Makes changes to it.</param>
public sealed record CommandServices(WorkspaceHost Host, IExclusiveWriter Writer);

/// <summary>A command that a server carries out for a caller.</summary>
/// <param name="Call">The call.</param>
/// <param name="Services">What it works with.</param>
/// <param name="Output">The caller's standard output.</param>
/// <param name="Error">The caller's error output.</param>
/// <param name="StandardInput">Opens the caller's standard input.</param>
public sealed record HostedCommand(CommandCall Call, CommandServices Services, TextWriter Output, TextWriter Error, Func<Stream> StandardInput);
