using System.Text.Json;
using Spectre.Console;
using Strata.Bench;
using Strata.Cli.Hosting;

namespace Strata.Cli.Rendering;

/// <summary>Prints what <c>strata bench counts</c> found.</summary>
internal static class CountBenchReport
{
    public static void Write(CliContext context, CountReport report)
    {
        if (context.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new
            {
                results = report.Results.Select(result => new
                {
                    name = result.Name,
                    count = result.Count,
                    index_ms = Math.Round(result.IndexMs, 3),
                    duckdb_ms = Math.Round(result.PeerMs, 1),
                    ratio = Math.Round(result.Ratio, 1),
                }),
                memory_mib = Math.Round(report.MemoryMib),
                build_s = Math.Round(report.BuildSeconds, 1),
                ready_s = Math.Round(report.ReadySeconds, 1),
                data_s = Math.Round(report.DataSeconds, 1),
                bandwidth_gib_s = Math.Round(report.BandwidthGibPerSecond, 1),
                peer = report.Peer,
                runs = report.Runs,
            }));
            return;
        }

        Table table = new Table().AddColumns("", "answer", "index ms", "DuckDB ms", "times faster");
        foreach (CountResult result in report.Results)
        {
            table.AddRow(Markup.Escape(result.Name), $"{result.Count:N0}", $"{result.IndexMs:N2}", $"{result.PeerMs:N1}", $"{result.Ratio:N0}");
        }

        context.Console.Write(table);
        context.Console.MarkupLineInterpolated(
            $"Peer: {report.Peer}, same process, two threads each. Median of {report.Runs} runs each, in turn, answers equal.");
        context.Console.MarkupLineInterpolated(
            $"The index holds {report.MemoryMib:N0} MiB; built in {report.BuildSeconds:N1} s, ready after a restart in {report.ReadySeconds:N1} s. Memory gives {report.BandwidthGibPerSecond:N1} GiB/s.");
    }
}
