using System.CommandLine;
using System.Text.Json;
using Strata.Bench.Ingest;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;

namespace Strata.Cli.Commands;

/// <summary><c>strata bench ingest</c>: events over HTTP into a server that keeps segments live by them.</summary>
internal static class IngestBenchCommand
{
    private static readonly Option<int> Accounts = new Option<int>("--accounts") { Description = "How many accounts", HelpName = "N", DefaultValueFactory = _ => 1_000_000 }.FromOne();
    private static readonly Option<int> Seconds = new Option<int>("--seconds") { Description = "How long events are sent", HelpName = "N", DefaultValueFactory = _ => 120 }.FromOne();
    private static readonly Option<int> Rate = new("--rate") { Description = "Events a second; 0 for as many as are taken", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Connections = new Option<int>("--connections") { Description = "How many connections send", HelpName = "N", DefaultValueFactory = _ => 48 }.FromOne();
    private static readonly Option<int> Segments = new("--segments") { Description = "How many segments are kept live", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Samples = new("--samples") { Description = "At how many instants during the run memberships are compared, besides its end", HelpName = "N", DefaultValueFactory = _ => 3 };
    private static readonly Option<bool> Peers = new("--peers") { Description = "Give Redis (started here) and PostgreSQL (--postgres) the same events for the same time" };
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "The PostgreSQL server for --peers, on which a schema is made and dropped", HelpName = "CONNECTION" };
    private static readonly Option<int?> WarehouseMemory = new("--warehouse-memory") { Description = "The most MiB that the server's warehouse may hold", HelpName = "MIB" };
    private static readonly Option<string> Url = new("--url") { Description = "The server", HelpName = "URL", Required = true };

    public static Command Create()
    {
        var command = new Command("ingest", "Events over HTTP from a second process into a server, durable and live; nothing lost, nothing doubled, memberships checked")
        {
            Accounts, Seconds, Rate, Connections, Segments, Samples, Peers, Postgres, WarehouseMemory, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync);
        return command.WithExamples(
            """
            strata bench ingest --seconds 120
            strata bench ingest --rate 1000 --seconds 60 --json
            strata bench ingest --peers --postgres "Host=127.0.0.1;Username=bench;Password=bench;Database=bench"
            """);
    }

    /// <summary>What <c>strata bench ingest</c> starts to send; the key is in STRATA_KEY, where no list of processes shows it.</summary>
    public static Command CreateLoad()
    {
        var command = new Command("ingest-load", "Send events to a server") { Url, Accounts, Seconds, Rate, Connections, Samples };
        command.Hidden = true;
        command.RunsAsync(async context =>
        {
            string key = Environment.GetEnvironmentVariable("STRATA_KEY")
                ?? throw new UserErrorException("argument", "STRATA_KEY is not set.", fix: "Set it to a key with the scope track.");
            LoadResult result = await IngestLoad.RunAsync(new Uri(context.Arguments.GetRequiredValue(Url)), key, Options(context), context.Cancellation);
            context.Output.WriteLine(JsonSerializer.Serialize(result));
            return ExitCode.Done;
        });
        return command;
    }

    private static Task<int> RunAsync(CliContext context) => BenchScratch.RunAsync(context, async (directory, progress) =>
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The program does not know its own path.");
        IngestBenchRenderer.Write(context, await IngestBench.RunAsync(directory, program, Options(context), progress, context.Cancellation));
    });

    private static IngestBenchOptions Options(CliContext context) => new(
        context.Arguments.GetValue(Accounts),
        context.Arguments.GetValue(Seconds),
        context.Arguments.GetValue(Rate),
        context.Arguments.GetValue(Connections),
        context.Arguments.GetValue(Segments),
        context.Arguments.GetValue(Samples),
        context.Arguments.GetValue(Peers),
        context.Arguments.GetValue(Postgres))
    {
        WarehouseMemory = context.Arguments.GetValue(WarehouseMemory),
    };
}
