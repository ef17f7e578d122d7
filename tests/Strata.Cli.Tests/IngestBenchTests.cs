using System.Text.Json;
using Strata.Bench.Ingest;
using Strata.Bench.Ingest.Peers;
using Strata.Cli.Rendering;

namespace Strata.Cli.Tests;

public sealed class IngestBenchTests
{
    private static readonly string[] Durations = ["p50", "p99", "max"];

    /// <summary>Others read it: a name that changes breaks them.</summary>
    [Fact]
    public void What_json_names_stays_as_it_is()
    {
        var durations = new Percentiles(1.234, 2.345, 3.456);
        SampledMemberships[] samples = [new(1, 100, 2), new(2, 101, 3)];
        PeerReport[] peers = [new("redis", "Redis 7", null, 10, durations, samples, 5, 6), PeerReport.Without("postgres", "PostgreSQL", "it is not there")];
        var report = new IngestReport(1234.5, 10.04, 12345, durations, durations, 1, 2, samples, 7, 8, [10, 30, 20], 9, 1.234, 0.567, peers);

        JsonElement json = JsonSerializer.SerializeToElement(IngestBenchRenderer.Json(report));

        NamesOf(json).ShouldBe(
        [
            "events_per_second", "ack_ms", "visible_ms", "lost", "duplicated", "wrong_memberships", "memory_mib", "memory_through_run_mib", "disk_mib", "seconds", "acknowledged",
            "samples", "membership_changes", "busy", "server_cpu", "load_cpu", "peers",
        ]);
        NamesOf(json.GetProperty("ack_ms")).ShouldBe(Durations);
        NamesOf(json.GetProperty("visible_ms")).ShouldBe(Durations);
        NamesOf(json.GetProperty("samples")[0]).ShouldBe(["members", "wrong"]);
        json.GetProperty("wrong_memberships").GetInt64().ShouldBe(5);
        json.GetProperty("memory_mib").GetInt64().ShouldBe(30);
        NamesOf(json.GetProperty("peers")).ShouldBe(["redis", "postgres"]);
        NamesOf(json.GetProperty("peers").GetProperty("redis")).ShouldBe(["name", "events_per_second", "visible_ms", "wrong_memberships", "samples", "memory_mib", "disk_mib"]);
        NamesOf(json.GetProperty("peers").GetProperty("postgres")).ShouldBe(["name", "missing"]);
    }

    private static string[] NamesOf(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
