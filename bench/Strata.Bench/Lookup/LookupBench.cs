using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Live;
using Strata.Platform.Lookup;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Bench.Lookup;

/// <summary>
/// <c>strata bench lookup</c>: random accounts looked up by domain with two fields, over HTTP on loopback from this process into a server
/// that is another, at a fixed rate; then in every way, while visitors come in and are identified; then in process, on one core.
/// </summary>
public static class LookupBench
{
    private const int Segments = 20;
    private const int Connections = 48;

    /// <summary>Runs it.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="program">The program <c>strata</c>.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="seconds">How long is asked, after a few seconds to warm up.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LookupBenchReport> RunAsync(
        string directory, string program, long accounts, int rate, int seconds, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        string data = Path.Combine(directory, "data"), folder = Path.Combine(directory, "segments");
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"making {accounts:N0} accounts and {Segments} segments"));
        PlainAccounts.Fill(data, accounts);
        WriteDefinitions(folder);
        await CommandAsync(program, data, ["apply", folder], cancellation);
        string ranges = Path.Combine(directory, "ranges.csv");
        VisitorLoad.WriteRanges(ranges);
        await CommandAsync(program, data, ["ip-ranges", "import", ranges], cancellation);
        var keys = new Keys(await KeyAsync(program, data, "read", cancellation), await KeyAsync(program, data, "track", cancellation));
        progress.Report("starting the server");
        Asked asked = await AskAsync(program, data, keys, accounts, rate, seconds, progress, cancellation);
        progress.Report("asking in process");
        (double finds, double answers) = InProcess(data, accounts);
        LookupTimes times = asked.Answers;
        return new LookupBenchReport(
            accounts,
            Segments,
            rate,
            times.Latencies.Count / times.Seconds,
            times.Seconds,
            times.At(0.5),
            times.At(0.99),
            times.At(1),
            asked.Nothing.At(0.5),
            asked.Nothing.At(0.99),
            asked.Nothing.At(1),
            times.Wrong + asked.Nothing.Wrong + asked.Busy.Wrong,
            asked.AnswerCost,
            asked.NothingCost,
            finds,
            answers,
            asked.MemoryMib,
            new BusyLookups(asked.Identified, asked.Busy.Latencies.Count / asked.Busy.Seconds, asked.Busy.At(0.5), asked.Busy.At(0.99), asked.Busy.At(1), asked.BusyCost));
    }

    private static void WriteDefinitions(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Segments; i++)
        {
            File.WriteAllText(
                Path.Combine(folder, $"s{i:D2}.yaml"),
                string.Create(CultureInfo.InvariantCulture, $"segment: segment-{i:D2}\nof: accounts\nwhere: employees >= {i * 50}\n"));
        }

        File.WriteAllText(
            Path.Combine(folder, "tier.yaml"),
            "segmentation: tier\nof: accounts\nsegments:\n  - {value: A, where: employees >= 900}\n  - {value: B, where: employees >= 500}\nother: C\n");
    }

    /// <summary>Where a server listens; it says so once it is ready, after the steps of its start.</summary>
    private static async Task<Uri> AddressOfAsync(Process server, CancellationToken cancellation)
    {
        const string Scheme = "http://127.0.0.1:";
        while (await server.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            int start = line.IndexOf(Scheme, StringComparison.Ordinal);
            if (start >= 0)
            {
                return new Uri(line[start..line.IndexOfAny(['/', '"', ' '], start + Scheme.Length)]);
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    private static async Task<Asked> AskAsync(
        string program, string data, Keys keys, long accounts, int rate, int seconds, IProgress<string> progress, CancellationToken cancellation)
    {
        using Process server = Process.Start(new ProcessStartInfo(program, ["serve", "--urls", "http://127.0.0.1:0", "--data", data]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            Uri url = await AddressOfAsync(server, cancellation);
            Task<string> rest = server.StandardOutput.ReadToEndAsync(cancellation);
            progress.Report("waiting until the server has told who is in which segment");
            await RestAsync(server, cancellation);
            using LookupLoad load = LookupLoad.Open(url, keys.Read, Connections);
            var random = new Random(1);
            (string, string) Ask()
            {
                long account = random.NextInt64(accounts);
                return (
                    string.Create(CultureInfo.InvariantCulture, $"/v1/lookup?domain=a{account}.example&fields=name,employees"),
                    string.Create(CultureInfo.InvariantCulture, $"\"acct-{account:D8}\""));
            }

            progress.Report("warming up");
            load.Run(1, 1, Ask, cancellation);
            load.Run(rate / 4, 2, Ask, cancellation);
            load.Run(rate, 5, Ask, cancellation);
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"asking for {seconds} s"));
            (LookupTimes answers, Cost answerCost) = Measure(server, () => load.Run(rate, seconds, Ask, cancellation));
            progress.Report("asking for nothing, at the same rate");
            load.Run(rate, 1, () => ("/healthz", "live"), cancellation);
            (LookupTimes nothing, Cost nothingCost) = Measure(server, () => load.Run(rate, Math.Min(seconds, 5), () => ("/healthz", "live"), cancellation));
            progress.Report("identifying visitors, and asking for them too");
            (LookupTimes Times, Cost Cost) busy;
            int identified;
            await using (VisitorLoad visitors = await VisitorLoad.StartAsync(url, keys.Track, accounts, cancellation))
            {
                load.Run(rate / 4, 2, visitors.Ask, cancellation);
                int before = visitors.Identified;
                busy = Measure(server, () => load.Run(rate, seconds, visitors.Ask, cancellation));
                identified = visitors.Identified - before;
            }

            server.Refresh();
            long memory = server.WorkingSet64 >> 20;
            using Process kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]);
            await server.WaitForExitAsync(cancellation);
            return new Asked(answers, answerCost, nothing, nothingCost, busy.Times, busy.Cost, identified, memory);
        }
        finally
        {
            if (!server.HasExited)
            {
                server.Kill();
                await server.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Asks, and says how long the server and this process kept processors busy for a request.</summary>
    private static (LookupTimes Times, Cost Cost) Measure(Process server, Func<LookupTimes> ask)
    {
        using var own = Process.GetCurrentProcess();
        TimeSpan serverBefore = Busy(server), ownBefore = Busy(own);
        LookupTimes times = ask();
        return (times, new Cost(
            (Busy(server) - serverBefore).TotalMicroseconds / times.Latencies.Count, (Busy(own) - ownBefore).TotalMicroseconds / times.Latencies.Count));
    }

    private static TimeSpan Busy(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Waits until a process has next to nothing to do.</summary>
    private static async Task RestAsync(Process process, CancellationToken cancellation)
    {
        for (TimeSpan before = TimeSpan.Zero, now = Busy(process); now - before > TimeSpan.FromMilliseconds(50); now = Busy(process))
        {
            before = now;
            await Task.Delay(1000, cancellation);
        }
    }

    /// <summary>Look-ups a second of one thread: of the account with its segments and tier, and of the whole answer as JSON.</summary>
    private static (double Finds, double Answers) InProcess(string data, long accounts)
    {
        using WorkspaceHost host = WorkspaceHost.Open(new DataDirectory(data), TimeProvider.System);
        using LentSession session = host.Lend();
        using LiveDefinitions live = LiveDefinitions.Start(host, session.Workspace.Now.Instant, new MembershipLog(host.Warehouse));
        using var table = new LookupTable(host, VisitorLinks.Of(session.Workspace.Connection));
        LiveSegmentation tier = LiveSegmentation.Find(session.Workspace.Library) ?? throw new InvalidOperationException("There is no tier.");
        var service = new LookupService(table, live.Memberships, () => tier);
        var random = new Random(2);
        string[] domains = [.. Enumerable.Range(0, 1 << 16).Select(_ => string.Create(CultureInfo.InvariantCulture, $"a{random.NextInt64(accounts)}.example"))];
        string[] fields = ["name", "employees"];
        var buffer = new ArrayBufferWriter<byte>(1 << 12);
        using var writer = new Utf8JsonWriter(buffer);
        double finds = PerSecond(i =>
        {
            long account = table.Find(new LookupQuery(null, null, domains[i & 0xFFFF], null))!.Value.Account;
            return live.Memberships.SegmentsOf(EntityKind.Account, account).Count + tier.ValueOf(live.Memberships, account)!.Length;
        });
        double answers = PerSecond(i =>
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            service.Write(new LookupQuery(null, null, domains[i & 0xFFFF], null), fields, writer);
            writer.Flush();
            return buffer.WrittenCount;
        });
        return (finds, answers);
    }

    private static double PerSecond(Func<int, int> ask)
    {
        const int Block = 1 << 11;
        var best = 0.0;
        int at = 0;

        // The first question reads what the others find in memory.
        long sum = ask(at++);
        for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < 3;)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Block; i++)
            {
                sum += ask(at++);
            }

            best = Math.Max(best, Block / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return sum > 0 ? best : throw new InvalidOperationException("Nobody was found.");
    }

    private static async Task<string> KeyAsync(string program, string data, string scope, CancellationToken cancellation) =>
        JsonDocument.Parse(await CommandAsync(program, data, ["keys", "create", "--scope", scope, "--rate-limit", "0", "--json"], cancellation))
            .RootElement.GetProperty("key").GetString()!;

    private static async Task<string> CommandAsync(string program, string data, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--data", data]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'strata {string.Join(' ', arguments)}' failed: {output}{await error}");
    }

    /// <summary>What was measured over HTTP.</summary>
    private sealed record Asked(
        LookupTimes Answers, Cost AnswerCost, LookupTimes Nothing, Cost NothingCost, LookupTimes Busy, Cost BusyCost, int Identified, long MemoryMib);

    private sealed record Keys(string Read, string Track);
}
