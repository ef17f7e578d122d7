using System.Text.Json;
using System.Text.Json.Nodes;
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
            context.Output.WriteLine(Json(report));
            return;
        }

        Table table = new Table().AddColumns(["", "answer", "index ms", "memory's limit ms", .. report.Peers.Select(peer => peer.Name + " ms"), .. RatioHeads(report)]);
        foreach (CountResult result in report.Results)
        {
            table.AddRow([
                Markup.Escape(result.Name),
                $"{result.Count:N0}",
                $"{result.IndexMs:N2}",
                $"{result.LimitMs(report.BandwidthGibPerSecond):N2}",
                .. result.PeerMs.Select(ms => $"{ms:N1}"),
                .. Enumerable.Range(0, report.Peers.Count).Select(peer => Times(result.Ratio(peer))),
            ]);
        }

        context.Console.Write(table);
        context.Console.MarkupLineInterpolated(
            $"{(report.Peers.Count == 1 ? "Peer" : "Peers")}: {Versions(report)}, two threads each. Median of {report.Runs} runs each, in turn, answers equal.");
        context.Console.MarkupLineInterpolated(
            $"The index holds {report.MemoryMib:N0} MiB; built in {report.BuildSeconds:N1} s, ready after a restart in {report.ReadySeconds:N1} s. Memory gives {report.BandwidthGibPerSecond:N1} GiB/s.");
        foreach (CountPeer peer in report.Peers.Where(peer => peer.LoadSeconds is not null))
        {
            context.Console.MarkupLineInterpolated($"{peer.Name} loaded and indexed the rows in {peer.LoadSeconds:N1} s.");
        }
    }

    private static string Times(double ratio) => ratio < 10 ? $"{ratio:N1}" : $"{ratio:N0}";

    private static IEnumerable<string> RatioHeads(CountReport report) =>
        report.Peers.Count == 1 ? ["times faster"] : report.Peers.Select(peer => $"× {peer.Name}");

    private static string Versions(CountReport report) => string.Join(
        ", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}" + (peer.Key == "postgres" ? " (a server of its own)" : " (same process)")));

    private static string Json(CountReport report)
    {
        var results = new JsonArray();
        foreach (CountResult result in report.Results)
        {
            var item = new JsonObject { ["name"] = result.Name, ["count"] = result.Count, ["index_ms"] = Math.Round(result.IndexMs, 3) };
            item["bytes_touched"] = Math.Round(result.BytesTouched);
            item["limit_ms"] = Math.Round(result.LimitMs(report.BandwidthGibPerSecond), 3);
            for (int peer = 0; peer < report.Peers.Count; peer++)
            {
                item[report.Peers[peer].Key + "_ms"] = Math.Round(result.PeerMs[peer], 1);
            }

            item["ratio"] = Math.Round(result.Ratio(0), 1);
            results.Add(item);
        }

        var all = new JsonObject
        {
            ["results"] = results,
            ["memory_mib"] = Math.Round(report.MemoryMib),
            ["build_s"] = Math.Round(report.BuildSeconds, 1),
            ["ready_s"] = Math.Round(report.ReadySeconds, 1),
            ["data_s"] = Math.Round(report.DataSeconds, 1),
            ["bandwidth_gib_s"] = Math.Round(report.BandwidthGibPerSecond, 1),
            ["peer"] = string.Join(", ", report.Peers.Select(peer => $"{peer.Name} {peer.Version}")),
            ["runs"] = report.Runs,
        };
        foreach (CountPeer peer in report.Peers.Where(peer => peer.LoadSeconds is not null))
        {
            all[peer.Key + "_load_s"] = Math.Round(peer.LoadSeconds!.Value, 1);
        }

        return all.ToJsonString(JsonSerializerOptions.Default);
    }
}
