using System.CommandLine;
using NodaTime;
using Strata.Cli.Hosting;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Import;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;

namespace Strata.Cli.Commands;

/// <summary><c>strata import</c>: brings files in.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "CSV, TSV, JSON, NDJSON or Parquet files, plain or gzipped; - is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> As = new("--as")
    {
        Description = "What the files are; recognised unless given",
        HelpName = "accounts|contacts|technologies|opportunities|subscriptions|spend|events",
    };

    private static readonly Option<string?> Map = new("--map") { Description = "A map that says where columns go; every import saves one", HelpName = "MAP.yaml" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Change nothing; show the mapping, the types and the counts" };

    private static readonly Option<string?> Dates = CreateDates();

    private static readonly Option<string> Source = new("--source")
    {
        Description = "Who says what the files say; of two sources the stronger kind wins, field by field",
        HelpName = "NAME",
        DefaultValueFactory = _ => "crm",
    };

    private static readonly Option<SourceKind> Kind = new("--source-kind") { Description = "What kind of source it is", HelpName = "crm|tracking|enrichment|inference" };

    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "The time zone of dates without an offset. Default: the workspace's",
        HelpName = "ZONE",
    };

    public static Command Create()
    {
        var command = new Command("import", "Bring in files of accounts, contacts, deals, technologies and events")
        {
            Files, As, Map, DryRun, Dates, Source, Kind, Zone, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync, CommandUse.Changes);
        command.IsAudited(arguments => !arguments.GetValue(DryRun));
        return command.WithExamples(
            """
            strata import accounts.csv contacts.csv deals.csv       what they are is recognised
            strata import export.csv --dry-run                      look before anything changes
            strata import export.csv --map .strata/maps/export.yaml after editing the map
            strata import vendor.csv --source acme-data --source-kind enrichment
            zcat events.ndjson.gz | strata import - --as events
            """);
    }

    private static async Task<int> RunAsync(CliContext context)
    {
        // Whoever types, or sends slowly, must not hold up what others change.
        using var input = new SpooledInput(context.Arguments.GetRequiredValue(Files).Contains("-", StringComparer.Ordinal));
        return await InTurn.RunAsync(() => Run(context, input), context.Cancellation);
    }

    private static int Run(CliContext context, SpooledInput input)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        var importer = new Importer(workspace.Warehouse, workspace.Directory, context.Clock);
        ImportRequest request = RequestOf(context, workspace.Settings.Zone) with { StandardInput = input.Open };
        ImportReport report;
        try
        {
            report = ImportProgressBar.Show(context, progress => importer.Import(request, progress, context.Cancellation));
        }
        catch (ImportCancelledException stopped)
        {
            context.Error.WriteLine(stopped.Message);
            return ExitCode.Interrupted;
        }

        new ImportReportRenderer(context).Write(report);
        return ExitCode.Done;
    }

    private static ImportRequest RequestOf(CliContext context, DateTimeZone workspaceZone) => new(context.Arguments.GetRequiredValue(Files))
    {
        As = context.Arguments.GetValue(As),
        MapFile = context.Arguments.GetValue(Map),
        DryRun = context.Arguments.GetValue(DryRun),
        Dates = context.Arguments.GetValue(Dates) switch { "dmy" => DateOrder.DayFirst, "mdy" => DateOrder.MonthFirst, _ => DateOrder.Unknown },
        Source = context.Arguments.GetRequiredValue(Source),
        SourceKind = context.Arguments.GetValue(Kind),
        Zone = context.Arguments.GetValue(Zone) is { } id ? ZoneOf(id) : workspaceZone,
    };

    private static DateTimeZone ZoneOf(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)
        ?? throw new UserErrorException("argument", $"'{id}' is not a time zone.", fix: "Name it as the IANA does: Europe/Berlin, America/New_York, UTC.");

    private static Option<string?> CreateDates()
    {
        var option = new Option<string?>("--dates") { Description = "How dates like 3/4/2026 are meant where the file does not tell", HelpName = "dmy|mdy" };
        option.AcceptOnlyFromAmong("dmy", "mdy");
        return option;
    }
}
