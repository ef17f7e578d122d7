using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Strata.Bench.Ingest;
using Strata.Bench.Ingest.Peers;
using Strata.Cli.Hosting;

namespace Strata.Cli.Rendering;

/// <summary>Prints what <see cref="IngestBench"/> measured.</summary>
internal static class IngestBenchRenderer
{
    /// <summary>Prints the report.</summary>
    public static void Write(CliContext context, IngestReport report)
    {
        if (context.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(Json(report)));
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
        Row("wrong of all memberships, at instants of the run", Text(report.Samples));
        Row("changes of membership", Number(report.MembershipChanges));
        Row("refused as busy", Number(report.Busy));
        Row("memory of the server through the run, MiB", string.Join(", ", report.MemoryMib.Select(memory => Number(memory))));
        Row("disk, MiB", Number(report.DiskMib));
        Row("processors kept busy: server, sender", string.Create(CultureInfo.InvariantCulture, $"{report.ServerCpu:N2}, {report.LoadCpu:N2}"));
        foreach (PeerReport peer in report.Peers)
        {
            AddPeer(Row, peer);
        }

        context.Console.Write(table);
    }

    private static void AddPeer(Action<string, string> row, PeerReport peer)
    {
        if (peer.Missing is { } missing)
        {
            row(peer.Name, $"did not take part: {missing}");
            return;
        }

        row($"{peer.Name}: events a second", Number(peer.EventsPerSecond));
        row($"{peer.Name}: batch to memberships, ms: p50, p99, longest", Text(peer.Written));
        row($"{peer.Name}: wrong of all memberships, at instants of the run", Text(peer.Samples));
        row($"{peer.Name}: memory, disk, MiB", $"{(peer.MemoryMib is { } memory ? Number(memory) : "unknown")}, {Number(peer.DiskMib)}");
    }

    /// <summary>The report as JSON has it.</summary>
    internal static object Json(IngestReport report) => new
    {
        events_per_second = Math.Round(report.EventsPerSecond),
        ack_ms = Json(report.Ack),
        visible_ms = Json(report.Visible),
        lost = report.Lost,
        duplicated = report.Duplicated,
        wrong_memberships = report.WrongMemberships,
        memory_mib = report.MemoryMib.Max(),
        memory_through_run_mib = report.MemoryMib,
        disk_mib = report.DiskMib,
        seconds = Math.Round(report.Seconds, 1),
        acknowledged = report.Acknowledged,
        samples = report.Samples.Select(Json),
        membership_changes = report.MembershipChanges,
        busy = report.Busy,
        server_cpu = Math.Round(report.ServerCpu, 2),
        load_cpu = Math.Round(report.LoadCpu, 2),
        peers = report.Peers.ToDictionary(
            peer => peer.Key,
            peer => peer.Missing is { } missing
                ? (object)new { name = peer.Name, missing }
                : new
                {
                    name = peer.Name,
                    events_per_second = Math.Round(peer.EventsPerSecond),
                    visible_ms = Json(peer.Written),
                    wrong_memberships = peer.WrongMemberships,
                    samples = peer.Samples.Select(Json),
                    memory_mib = peer.MemoryMib,
                    disk_mib = peer.DiskMib,
                },
            StringComparer.Ordinal),
    };

    private static object Json(Percentiles percentiles) =>
        new { p50 = Math.Round(percentiles.P50, 2), p99 = Math.Round(percentiles.P99, 2), max = Math.Round(percentiles.Max, 2) };

    private static object Json(SampledMemberships sample) => new { members = sample.Members, wrong = sample.Wrong };

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(Percentiles percentiles) =>
        string.Create(CultureInfo.InvariantCulture, $"{percentiles.P50:N1}, {percentiles.P99:N1}, {percentiles.Max:N1}");

    private static string Text(IEnumerable<SampledMemberships> samples) =>
        string.Join(", ", samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Wrong:N0} of {sample.Members:N0}")));
}
