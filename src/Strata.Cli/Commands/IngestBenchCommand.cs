using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Strata.Bench.Ingest;
using Strata.Cli.Hosting;
using Strata.Language;

namespace Strata.Cli.Commands;

/// <summary><c>strata bench ingest</c>: events over HTTP into a server that keeps segments live by them.</summary>
internal static class IngestBenchCommand
{
    private static readonly Option<int> Accounts = new("--accounts") { Description = "How many accounts", HelpName = "N", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long events are sent", HelpName = "N", DefaultValueFactory = _ => 120 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Events a second; 0 for as many as are taken", HelpName = "N", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Connections = new("--connections") { Description = "How many connections send", HelpName = "N", DefaultValueFactory = _ => 48 };
    private static readonly Option<int> Segments = new("--segments") { Description = "How many segments are kept live", HelpName = "N", DefaultValueFactory = _ => 100 };
    private static readonly Option<string> Url = new("--url") { Description = "The server", HelpName = "URL", Required = true };

    public static Command Create()
    {
        var command = new Command("ingest", "Events over HTTP from a second process into a server, durable and live; nothing lost, nothing doubled, memberships checked")
        {
            Accounts, Seconds, Rate, Connections, Segments, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync);
        return command.WithExamples(
            """
            strata bench ingest --seconds 120
            strata bench ingest --rate 1000 --seconds 60 --json
            """);
    }

    /// <summary>What <c>strata bench ingest</c> starts to send; the key is in STRATA_KEY, where no list of processes shows it.</summary>
    public static Command CreateLoad()
    {
        var command = new Command("ingest-load", "Send events to a server") { Url, Accounts, Seconds, Rate, Connections };
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

    private static async Task<int> RunAsync(CliContext context)
    {
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("strata-bench-");
        try
        {
            string program = Environment.ProcessPath ?? throw new InvalidOperationException("The program does not know its own path.");
            IngestReport report = await IngestBench.RunAsync(
                scratch.FullName, program, Options(context), new Lines(context.Error), context.Cancellation);
            Write(context, report);
            return ExitCode.Done;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static IngestBenchOptions Options(CliContext context) => new(
        Positive(context.Arguments.GetValue(Accounts), "--accounts"),
        Positive(context.Arguments.GetValue(Seconds), "--seconds"),
        context.Arguments.GetValue(Rate),
        Positive(context.Arguments.GetValue(Connections), "--connections"),
        context.Arguments.GetValue(Segments));

    private static int Positive(int number, string option) =>
        number > 0 ? number : throw new UserErrorException("argument", $"{option} takes a number from 1.");

    private static void Write(CliContext context, IngestReport report)
    {
        if (context.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new
            {
                events_per_second = Math.Round(report.EventsPerSecond),
                ack_ms = Rounded(report.Ack),
                visible_ms = Rounded(report.Visible),
                lost = report.Lost,
                duplicated = report.Duplicated,
                wrong_memberships = report.WrongMemberships,
                memory_mib = report.MemoryMib,
                memory_at_half_mib = report.MemoryAtHalfMib,
                disk_mib = report.DiskMib,
                seconds = Math.Round(report.Seconds, 1),
                acknowledged = report.Acknowledged,
                membership_changes = report.MembershipChanges,
                busy = report.Busy,
                server_cpu = Math.Round(report.ServerCpu, 2),
                load_cpu = Math.Round(report.LoadCpu, 2),
            }));
            return;
        }

        var table = new Table().AddColumns("", "");
        table.HideHeaders();
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("events a second, durable and applied", Number(report.EventsPerSecond));
        Row("request to answer, ms: p50, p99, longest", Text(report.Ack));
        Row("durable to visible in memberships, ms: p50, p99, longest", Text(report.Visible));
        Row("acknowledged events", Number(report.Acknowledged));
        Row("lost, doubled, wrong memberships", $"{Number(report.Lost)}, {Number(report.Duplicated)}, {Number(report.WrongMemberships)}");
        Row("changes of membership", Number(report.MembershipChanges));
        Row("refused as busy", Number(report.Busy));
        Row("memory of the server, MiB: most, at half time", $"{Number(report.MemoryMib)}, {Number(report.MemoryAtHalfMib)}");
        Row("disk, MiB", Number(report.DiskMib));
        Row("processors kept busy: server, sender", string.Create(CultureInfo.InvariantCulture, $"{report.ServerCpu:N2}, {report.LoadCpu:N2}"));
        context.Console.Write(table);
    }

    private static object Rounded(Percentiles percentiles) =>
        new { p50 = Math.Round(percentiles.P50, 2), p99 = Math.Round(percentiles.P99, 2), max = Math.Round(percentiles.Max, 2) };

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(Percentiles percentiles) =>
        string.Create(CultureInfo.InvariantCulture, $"{percentiles.P50:N1}, {percentiles.P99:N1}, {percentiles.Max:N1}");

    private sealed class Lines(TextWriter target) : IProgress<string>
    {
        public void Report(string value) => target.WriteLine(value);
    }
}
