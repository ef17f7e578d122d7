using System.CommandLine;
using Spectre.Console;
using Strata.Cli.Rendering;

namespace Strata.Cli.Hosting;

/// <summary>What a command works with: its arguments, where it writes, the clock, and whether the user wants it to stop.</summary>
internal sealed class CliContext(ParseResult arguments, CancellationToken cancellation)
{
    private readonly Lazy<IAnsiConsole> _console = new(() => Terminal.CreateConsole(arguments.InvocationConfiguration.Output, Terminal.OutputIsTerminal));
    private readonly Lazy<IAnsiConsole> _errorConsole = new(() => Terminal.CreateConsole(arguments.InvocationConfiguration.Error, Terminal.ErrorIsTerminal));

    /// <summary>The parsed command line.</summary>
    public ParseResult Arguments => arguments;

    /// <summary>Where results go.</summary>
    public TextWriter Output => arguments.InvocationConfiguration.Output;

    /// <summary>Where progress and errors go.</summary>
    public TextWriter Error => arguments.InvocationConfiguration.Error;

    /// <summary>Results with colour and tables, plain when the output is not a terminal.</summary>
    public IAnsiConsole Console => _console.Value;

    /// <summary>Progress with colour, plain when the error output is not a terminal.</summary>
    public IAnsiConsole ErrorConsole => _errorConsole.Value;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The clock that "now" comes from.</summary>
    public TimeProvider Clock => TimeProvider.System;

    /// <summary>Whether machine-readable output is asked for.</summary>
    public bool Json => arguments.GetValue(CommonOptions.Json);

    /// <summary>The directory given by <c>--data</c>, or null.</summary>
    public string? DataDirectory => arguments.GetValue(CommonOptions.Data);

    /// <summary>The text that located errors without a file speak of; a command sets it before it parses what the user wrote.</summary>
    public string? SourceText { get; set; }
}
