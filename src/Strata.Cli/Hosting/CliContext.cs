using System.CommandLine;
using Spectre.Console;
using NodaTime;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Time;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting;

/// <summary>What a command works with: its arguments, where it writes, the clock, and whether the user wants it to stop.</summary>
internal sealed class CliContext(ParseResult arguments, CancellationToken cancellation)
{
    private readonly Lazy<IAnsiConsole> _console = new(() => Terminal.CreateOutput(arguments.InvocationConfiguration.Output));
    private readonly Lazy<IAnsiConsole> _errorConsole = new(() => Terminal.CreateError(arguments.InvocationConfiguration.Error));

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

    /// <summary>The data directory that the command is about.</summary>
    public DataDirectory Directory { get; } = CommonOptions.DirectoryOf(arguments);

    /// <summary>The text that located errors without a file speak of; a command sets it before it parses what the user wrote.</summary>
    public string? SourceText { get; set; }

    /// <summary>The instant given by <c>--as-of</c>, or null where none is.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is not an instant.</exception>
    public AsOf? GivenAsOf(DateTimeZone zone) => arguments.GetValue(CommonOptions.AsOf) switch
    {
        null => null,
        "now" => new AsOf(Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(Clock.GetUtcNow())), zone),
        { } text => Instant(text, zone),
    };

    /// <summary>An instant as a person wrote it.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is not an instant.</exception>
    public AsOf Instant(string text, DateTimeZone zone) => InstantText.Parse(text, zone) is { } instant
        ? new AsOf(instant, zone)
        : throw new UserErrorException("argument", $"'{text}' is not an instant.", fix: "Write 2026-11-22, 2026-11-22T09:30 or 2026-11-22T09:30:00Z.");

    /// <summary>What an expression selects, by <c>--of</c>.</summary>
    public EntityKind Of => arguments.GetValue(CommonOptions.Of) == "contacts" ? EntityKind.Contact : EntityKind.Account;

    /// <summary>The engine given by <c>--engine</c>.</summary>
    public IAudienceEngine Engine(Workspace workspace) => workspace.Engine(arguments.GetRequiredValue(CommonOptions.Engine));

    /// <summary>Opens the data directory, which must have data.</summary>
    public Workspace OpenWorkspace() => CommandHost.Current?.OpenSession() ?? new DirectoryTurn(this).Open(() => Workspace.OpenExisting(Directory, Clock));

    /// <summary>Opens the data directory, creating it where it is missing.</summary>
    public Workspace OpenOrCreateWorkspace() => CommandHost.Current?.OpenSession() ?? new DirectoryTurn(this).Open(() => Workspace.Open(Directory, Clock));

    /// <summary>The instant to evaluate at: the one given, or now.</summary>
    public AsOf AsOf(Workspace workspace) => GivenAsOf(workspace.Settings.Zone) ?? workspace.Now;

    /// <summary>Says something beside the result.</summary>
    public void Warn(string? warning)
    {
        if (warning is not null)
        {
            ErrorConsole.MarkupLineInterpolated($"[yellow bold]warning[/] {warning}");
        }
    }
}
