using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Strata.Bench;
using Strata.Bench.Lookup;
using Strata.Bench.Peers;
using Strata.Bench.Webhooks;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;

namespace Strata.Cli.Commands;

/// <summary><c>strata bench</c>: whole-system benchmarks, each against a named peer in the same run, with the answers compared.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Runs = new Option<int>("--runs")
    {
        Description = "How many counted runs of each side; the median is reported",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    }.FromOne();

    public static Command Create()
    {
        var command = new Command("bench", "Measure Strata against a named peer in the same run, in a folder of its own in --data DIR, or where temporary files are");
        command.Subcommands.Add(CreateQueries());
        command.Subcommands.Add(CreateImport());
        command.Subcommands.Add(CreateCounts());
        command.Subcommands.Add(IngestBenchCommand.Create());
        command.Subcommands.Add(IngestBenchCommand.CreateLoad());
        command.Subcommands.Add(CreateLookup());
        command.Subcommands.Add(CreateWebhooks());
        command.Subcommands.Add(ScoreBenchCommand.Create());
        return command;
    }

    private static Command CreateQueries()
    {
        var accounts = new Option<long>("--accounts") { Description = "How many accounts", HelpName = "N", DefaultValueFactory = _ => 1_000_000 }.FromOne();
        var command = new Command("queries", "The four shapes of a segment against SQL written by hand, both in DuckDB") { accounts, Runs, CommonOptions.Json };
        command.RunsAsync(context => InScratchAsync(context, (directory, progress) => Task.FromResult(QueryBench.Run(
            directory, context.Arguments.GetValue(accounts), context.Arguments.GetValue(Runs), progress, context.Cancellation))));
        return command.WithExamples("strata bench queries --accounts 10000000 --runs 5");
    }

    private static Command CreateImport()
    {
        var accounts = new Option<long>("--accounts") { Description = "Rows of the account file", HelpName = "N", DefaultValueFactory = _ => 1_000_000 }.FromOne();
        var events = new Option<long>("--events") { Description = "Rows of the event file", HelpName = "M", DefaultValueFactory = _ => 5_000_000 }.FromOne();
        var command = new Command("import", "An import against DuckDB's own read_csv into a table") { accounts, events, Runs, CommonOptions.Json };
        command.RunsAsync(context => InScratchAsync(context, (directory, progress) => ImportBench.RunAsync(
            directory,
            context.Arguments.GetValue(accounts),
            context.Arguments.GetValue(events),
            context.Arguments.GetValue(Runs),
            progress,
            context.Cancellation)));
        return command.WithExamples("strata bench import --accounts 1000000 --events 5000000 --runs 3");
    }

    private static Command CreateCounts()
    {
        var accounts = new Option<long>("--accounts") { Description = "How many accounts; from 50,000,000 on with attributes and technologies only", HelpName = "N", DefaultValueFactory = _ => 1_000_000 }.FromOne();
        var postgres = new Option<string?>("--postgres") { Description = "Ask this PostgreSQL server too, in a schema that is made and dropped", HelpName = "CONNECTION" };
        var chdb = new Option<string?>("--chdb") { Description = "Ask ClickHouse too, by this libchdb.so", HelpName = "PATH" };
        var command = new Command("counts", "Counts by the audience index against the same definitions as SQL in DuckDB") { accounts, Runs, postgres, chdb, CommonOptions.Json };
        command.RunsAsync(context => InScratchAsync(
            context,
            (directory, progress) => Task.FromResult(CountBench.Run(
                directory,
                context.Arguments.GetValue(accounts),
                context.Arguments.GetValue(Runs),
                new CountPeerOptions(context.Arguments.GetValue(postgres), context.Arguments.GetValue(chdb)),
                progress,
                context.Cancellation)),
            CountBenchReport.Write));
        return command.WithExamples("strata bench counts --accounts 10000000 --runs 5");
    }

    private static Command CreateLookup()
    {
        var accounts = new Option<long>("--accounts") { Description = "How many accounts", HelpName = "N", DefaultValueFactory = _ => 1_000_000 }.FromOne();
        var rate = new Option<int>("--rate") { Description = "Requests a second", HelpName = "N", DefaultValueFactory = _ => 20_000 }.FromOne();
        var seconds = new Option<int>("--seconds") { Description = "How long is asked", HelpName = "N", DefaultValueFactory = _ => 20 }.FromOne();
        var command = new Command("lookup", "Look-ups over HTTP from a second process, and in process") { accounts, rate, seconds, CommonOptions.Json };
        command.RunsAsync(context => InScratchAsync(
            context,
            (directory, progress) => LookupBench.RunAsync(
                directory,
                Environment.ProcessPath!,
                context.Arguments.GetValue(accounts),
                context.Arguments.GetValue(rate),
                context.Arguments.GetValue(seconds),
                progress,
                context.Cancellation),
            LookupBenchRenderer.Write));
        return command.WithExamples("strata bench lookup --rate 20000 --seconds 20");
    }

    private static Command CreateWebhooks()
    {
        var rate = new Option<int>("--rate") { Description = "Events a second", HelpName = "N", DefaultValueFactory = _ => 1000 }.FromOne();
        var seconds = new Option<int>("--seconds") { Description = "How long is sent", HelpName = "N", DefaultValueFactory = _ => 20 }.FromOne();
        var command = new Command("webhooks", "From a request with an event to the webhook that it causes") { rate, seconds, CommonOptions.Json };
        command.RunsAsync(context => InScratchAsync(
            context,
            (directory, progress) => WebhookBench.RunAsync(
                directory, Environment.ProcessPath!, context.Arguments.GetValue(rate), context.Arguments.GetValue(seconds), progress, context.Cancellation),
            WebhookBenchRenderer.Write));
        return command.WithExamples("strata bench webhooks --rate 1000 --seconds 20");
    }

    private static Task<int> InScratchAsync(CliContext context, Func<string, IProgress<string>, Task<BenchReport>> run) => InScratchAsync(context, run, Write);

    private static Task<int> InScratchAsync<T>(CliContext context, Func<string, IProgress<string>, Task<T>> run, Action<CliContext, T> write) =>
        BenchScratch.RunAsync(context, async (directory, progress) => write(context, await run(directory, progress)));

    private static void Write(CliContext context, BenchReport report)
    {
        if (context.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new
            {
                peer = report.Peer,
                runs = report.Runs,
                build_s = Math.Round(report.BuildSeconds, 1),
                results = report.Results.Select(result => new
                {
                    name = result.Name,
                    count = result.Count,
                    strata_ms = Math.Round(result.StrataMs, 1),
                    peer_ms = Math.Round(result.PeerMs, 1),
                    ratio = Math.Round(result.Ratio, 3),
                }),
            }));
            return;
        }

        var table = new Table().AddColumns("", "answer", "Strata ms", "peer ms", "ratio");
        foreach (BenchResult result in report.Results)
        {
            table.AddRow(Markup.Escape(result.Name), $"{result.Count:N0}", $"{result.StrataMs:N1}", $"{result.PeerMs:N1}", $"{result.Ratio:N2}");
        }

        context.Console.Write(table);
        context.Console.MarkupLineInterpolated($"Peer: {report.Peer}. Median of {report.Runs} runs each, in turn, answers equal. Data made in {report.BuildSeconds:N1} s.");
    }
}
