using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Live;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench.Ingest;

/// <summary>
/// Events from a process of its own, over HTTP on loopback, into a server that keeps segments live by them; then everything that was
/// acknowledged is looked for, and memberships are held against a recompute.
/// </summary>
public static class IngestBench
{
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
        string data = Path.Combine(directory, "data"), folder = Path.Combine(directory, "segments");
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"making {options.Accounts:N0} accounts and {options.Segments} segments"));
        PlainAccounts.Fill(data, options.Accounts);
        BenchSegments.Write(folder, options.Segments);
        await ServerProcess.CommandAsync(program, data, ["apply", folder], cancellation);
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
                "--rate", Text(options.Rate), "--connections", Text(options.Connections),
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["STRATA_KEY"] = key },
        })!;
        Task<string> output = load.StandardOutput.ReadToEndAsync(cancellation);
        long start = TimeProvider.System.GetTimestamp(), most = 0, atHalf = 0;
        TimeSpan loadBusy = default;
        while (!output.IsCompleted)
        {
            long memory = server.MemoryMib;
            most = Math.Max(most, memory);
            atHalf = atHalf == 0 && TimeProvider.System.GetElapsedTime(start).TotalSeconds > options.Seconds / 2.0 ? memory : atHalf;
            load.Refresh();
            loadBusy = load.HasExited ? loadBusy : load.TotalProcessorTime;
            await Task.WhenAny(output, Task.Delay(250, cancellation));
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        JsonElement after = await server.IngestAsync(cancellation);
        await load.WaitForExitAsync(cancellation);
        LoadResult result = JsonSerializer.Deserialize<LoadResult>(await output)
            ?? throw new InvalidOperationException("The process that sends said nothing.");
        return new Measured(
            result, after.GetProperty("applied").GetInt64(), most, atHalf, (server.Busy - busyBefore).TotalSeconds / seconds, loadBusy.TotalSeconds / seconds);
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
            WrongMemberships(workspace, cancellation),
            connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM strata_membership_log"),
            measured.Load.Busy,
            measured.MemoryMib,
            measured.MemoryAtHalfMib,
            new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) >> 20,
            measured.ServerCpu,
            measured.LoadCpu);
    }

    /// <summary>Memberships by the log against those of DuckDB, as of the instant up to which everything was applied.</summary>
    private static long WrongMemberships(Workspace workspace, CancellationToken cancellation)
    {
        long instant = workspace.Connection.QueryScalar<long>("SELECT instant FROM strata_ingest");
        var asOf = new AsOf(instant, workspace.Settings.Zone);
        IReadOnlyDictionary<string, ToldMembers> logged = new MembershipLog(workspace.Warehouse).Members();
        IAudienceEngine engine = workspace.Engine("duckdb");
        long wrong = 0;
        foreach (LibraryEntry segment in workspace.Library.Segments)
        {
            HashSet<long> expected = [.. engine.Members(workspace.Library.PlanOf(segment), asOf, cancellation).Refs.Positions()];
            int before = expected.Count;
            HashSet<long> held = [.. logged.GetValueOrDefault(segment.Definition.Name)?.Members.Positions() ?? []];
            expected.IntersectWith(held);
            wrong += before - expected.Count + (held.Count - expected.Count);
        }

        return wrong;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Measured(LoadResult Load, long Applied, long MemoryMib, long MemoryAtHalfMib, double ServerCpu, double LoadCpu);
}
