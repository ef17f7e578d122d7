using System.CommandLine;
using Strata.Cli.Commands;
using Strata.Cli.Hosting.Remote;
using Strata.Platform.Audiences;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting;

/// <summary>The options that several commands share; each is one instance, added to every command that reads it.</summary>
internal static class CommonOptions
{
    /// <summary>The data directory; on every command.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data directory. Default: STRATA_DATA, or ./.strata",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Shows the stack of a fault; on every command.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "When something goes wrong inside Strata, show where",
        Recursive = true,
    };

    /// <summary>The instant to evaluate at.</summary>
    public static Option<string?> AsOf { get; } = new("--as-of")
    {
        Description = "Evaluate as of this instant: 2026-11-22, 2026-11-22T09:30 (the workspace's zone) or 2026-11-22T09:30:00Z. Default: now",
        HelpName = "INSTANT",
    };

    /// <summary>Machine-readable output.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON",
    };

    /// <summary>What an expression is about.</summary>
    public static Option<string> Of { get; } = CreateOf();

    /// <summary>What says who is in.</summary>
    public static Option<string> Engine { get; } = CreateEngine();

    /// <summary>The data directory of a command line: the one named by <c>--data</c> or the environment, else the command's own.</summary>
    public static DataDirectory DirectoryOf(ParseResult parsed)
    {
        string? named = parsed.GetValue(Data);
        string? environment = Caller.Current.Variable(DataDirectory.EnvironmentVariable);
        return CommandHost.Current is { } host ? new DataDirectory(host.Command.Call.DataDirectory)
            : string.IsNullOrWhiteSpace(named) && string.IsNullOrWhiteSpace(environment) && parsed.CommandResult.Command.Name == DemoCommand.Name ? new DataDirectory(DemoCommand.DefaultDirectory)
            : DataDirectory.Resolve(named, environment);
    }

    private static Option<string> CreateEngine()
    {
        var option = new Option<string>("--engine")
        {
            Description = "What evaluates: the index in memory, the warehouse (DuckDB), or all of them, compared",
            HelpName = string.Join('|', AudienceEngines.Names),
            DefaultValueFactory = _ => AudienceEngines.Index,
        };
        option.AcceptOnlyFromAmong([.. AudienceEngines.Names]);
        return option;
    }

    private static Option<string> CreateOf()
    {
        var option = new Option<string>("--of")
        {
            Description = "What an expression selects: accounts or contacts",
            HelpName = "accounts|contacts",
            DefaultValueFactory = _ => "accounts",
        };
        option.AcceptOnlyFromAmong("accounts", "contacts");
        return option;
    }
}
