using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Strata.Bench.Ingest.Peers;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench.Ingest;

/// <summary>
/// Events from a process of its own, over HTTP on loopback, into a server that keeps segments live by them; then everything that was
/// acknowledged is looked for, and memberships are held against a recompute. Peers are given the same events for the same time.
/// </summary>
public static class IngestBench
{
    /// <summary>At how many moments of a run the memory of the server is noted, about.</summary>
    private const int MemoryNotes = 12;

    /// <summary>Runs it.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="program">The program <c>strata</c>.</param>
    /// <param name="options">What is sent.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IngestReport> RunAsync(
        string directory, string program, IngestBenchOptions options, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        string data = Path.Combine(directory, "data"), folder = Path.Combine(directory, "segments"), peerData = Path.Combine(directory, "peer-data");
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"making {options.Accounts:N0} accounts and {options.Segments} segments"));
        PlainAccounts.Fill(data, options.Accounts);
        BenchSegment.Write(folder, BenchSegment.Make(options.Segments));
        await ServerProcess.CommandAsync(program, data, ["apply", folder], cancellation);
        if (options.WarehouseMemory is { } memory)
        {
            await ServerProcess.CommandAsync(program, data, ["settings", "set", "warehouse_memory", Text(memory)], cancellation);
        }

        if (options.Peers)
        {
            Copy(data, peerData);
        }

        IngestReport report = await SendAsync(program, data, options, progress, cancellation);
        return options.Peers
            ? report with { Peers = await new PeerBench(new DataDirectory(peerData), options).RunAsync(directory, progress, cancellation) }
            : report;
    }

    private static async Task<IngestReport> SendAsync(
        string program, string data, IngestBenchOptions options, IProgress<string> progress, CancellationToken cancellation)
    {
        string key = JsonDocument.Parse(await ServerProcess.CommandAsync(program, data, ["keys", "create", "--scope", "admin", "--json"], cancellation))
            .RootElement.GetProperty("key").GetString()!;
        progress.Report("starting the server");
        using ServerProcess server = await ServerProcess.StartAsync(program, data, key, cancellation);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"sending for {options.Seconds} s"));
        Measured measured = await MeasureAsync(server, program, key, options, cancellation);
        JsonElement drained = await DrainAsync(server, cancellation);
        await server.StopAsync(cancellation);
        progress.Report("looking for what was acknowledged, and evaluating every segment in DuckDB");
        return Check(data, measured, drained, cancellation);
    }

    private static async Task<Measured> MeasureAsync(
        ServerProcess server, string program, string key, IngestBenchOptions options, CancellationToken cancellation)
    {
        TimeSpan busyBefore = server.Busy;
        using Process load = Process.Start(new ProcessStartInfo(program,
            [
                "bench", "ingest-load", "--url", server.Url.AbsoluteUri, "--accounts", Text(options.Accounts), "--seconds", Text(options.Seconds),
                "--rate", Text(options.Rate), "--connections", Text(options.Connections), "--samples", Text(options.Samples),
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["STRATA_KEY"] = key },
        })!;
        Task<string> output = load.StandardOutput.ReadToEndAsync(cancellation);
        long start = TimeProvider.System.GetTimestamp();
        var memory = new List<long> { server.MemoryMib };
        TimeSpan loadBusy = default;
        while (!output.IsCompleted)
        {
            if (TimeProvider.System.GetElapsedTime(start).TotalSeconds >= memory.Count * options.Seconds / (double)MemoryNotes)
            {
                memory.Add(server.MemoryMib);
            }

            load.Refresh();
            loadBusy = load.HasExited ? loadBusy : load.TotalProcessorTime;
            await Task.WhenAny(output, Task.Delay(250, cancellation));
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        JsonElement after = await server.IngestAsync(cancellation);
        await load.WaitForExitAsync(cancellation);
        string text = await output;
        LoadResult result = load.ExitCode == 0 && JsonSerializer.Deserialize<LoadResult>(text) is { } said
            ? said
            : throw new InvalidOperationException($"The process that sends ended with {Text(load.ExitCode)}: {text}");
        return new Measured(
            result, after.GetProperty("applied").GetInt64(), memory, (server.Busy - busyBefore).TotalSeconds / seconds, loadBusy.TotalSeconds / seconds);
    }

    private static async Task<JsonElement> DrainAsync(ServerProcess server, CancellationToken cancellation)
    {
        while (true)
        {
            JsonElement now = await server.IngestAsync(cancellation);
            if (now.GetProperty("lagBytes").GetInt64() == 0)
            {
                return now;
            }

            await Task.Delay(100, cancellation);
        }
    }

    private static IngestReport Check(string data, Measured measured, JsonElement drained, CancellationToken cancellation)
    {
        using Workspace workspace = Workspace.OpenExisting(new DataDirectory(data), TimeProvider.System);
        DuckDbConnection connection = workspace.Connection;
        long stored = connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM event_page_view");
        long distinct = connection.QueryScalar<long>("SELECT CAST(count(DISTINCT id) AS BIGINT) FROM event_page_view");
        long lost = 0;
        for (int i = 0; i < measured.Load.Acknowledged.Length; i++)
        {
            string first = string.Create(CultureInfo.InvariantCulture, $"node-next-{i:D3}-{0:D12}"), end = string.Create(CultureInfo.InvariantCulture, $"node-next-{i:D3}-{measured.Load.Acknowledged[i]:D12}");
            long found = connection.QueryScalar<long>("SELECT CAST(count(DISTINCT id) AS BIGINT) FROM event_page_view WHERE id >= $1 AND id < $2", first, end);
            lost += measured.Load.Acknowledged[i] - found;
        }

        JsonElement visible = drained.GetProperty("visibleMs");
        long acknowledged = measured.Load.Acknowledged.Sum();
        return new IngestReport(
            Math.Min(acknowledged, measured.Applied) / measured.Load.Seconds,
            measured.Load.Seconds,
            acknowledged,
            new Percentiles(measured.Load.AckP50, measured.Load.AckP99, measured.Load.AckMax),
            new Percentiles(visible.GetProperty("p50").GetDouble(), visible.GetProperty("p99").GetDouble(), visible.GetProperty("max").GetDouble()),
            lost,
            stored - distinct,
            Compare(workspace, measured.Load.Samples, cancellation),
            connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM strata_membership_log"),
            measured.Load.Busy,
            measured.MemoryMib,
            new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) >> 20,
            measured.ServerCpu,
            measured.LoadCpu,
            []);
    }

    /// <summary>Memberships by the log against those of DuckDB, as of the sampled instants and the one up to which everything was applied.</summary>
    private static List<SampledMemberships> Compare(Workspace workspace, IEnumerable<long> samples, CancellationToken cancellation)
    {
        var check = new MembershipCheck(workspace);
        var log = new MembershipLog(workspace.Warehouse);
        long end = workspace.Connection.QueryScalar<long>("SELECT instant FROM strata_ingest");
        var compared = new List<SampledMemberships>();
        foreach (long at in samples.Append(end))
        {
            IReadOnlyDictionary<string, ToldMembers> told = log.Members(at);
            compared.Add(check.Compare(at, segment => told.GetValueOrDefault(segment)?.Members, cancellation));
        }

        return compared;
    }

    private static void Copy(string directory, string target)
    {
        foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Measured(LoadResult Load, long Applied, IReadOnlyList<long> MemoryMib, double ServerCpu, double LoadCpu);
}
