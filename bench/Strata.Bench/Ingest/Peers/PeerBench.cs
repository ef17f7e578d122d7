using System.Diagnostics;
using Strata.Index.Bitmaps;
using Strata.Platform.Ingest.Pipeline;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench.Ingest.Peers;

/// <summary>
/// Gives peers the same events, and compares the members that they hold with a recompute in DuckDB from everything that they acknowledged.
/// </summary>
/// <param name="data">A data directory with the accounts and the segments, whose events are replaced by those of each peer.</param>
/// <param name="options">What is sent.</param>
internal sealed class PeerBench(DataDirectory data, IngestBenchOptions options)
{
    private readonly IReadOnlyList<BenchSegment> _segments = BenchSegment.Make(options.Segments);

    /// <summary>Runs them one after the other.</summary>
    /// <param name="directory">Where they may keep files.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    public async Task<IReadOnlyList<PeerReport>> RunAsync(string directory, IProgress<string> progress, CancellationToken cancellation)
    {
        var reports = new List<PeerReport>();
        using (RedisPeer? redis = await RedisPeer.StartAsync(Path.Combine(directory, "redis"), cancellation))
        {
            reports.Add(redis is null
                ? PeerReport.Without("redis", "Redis", "redis-server is not on this machine; on Debian: apt-get install redis-server")
                : await RunAsync(redis, progress, cancellation));
        }

        if (options.Postgres is null)
        {
            reports.Add(PeerReport.Without("postgres", "PostgreSQL", "no server was named; give --postgres \"Host=…;Username=…;Database=…\""));
            return reports;
        }

        using PostgresIngestPeer postgres = PostgresIngestPeer.Open(options.Postgres);
        reports.Add(await RunAsync(postgres, progress, cancellation));
        return reports;
    }

    private async Task<PeerReport> RunAsync(IIngestPeer peer, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report($"the same to {peer.Name}");
        int[] employees = Employees();
        var latency = new LatencyHistogram();
        var instants = new List<long>();
        using var samples = new Barrier(PeerSender.Count, _ => instants.Add(Between()));
        var run = new PeerRun(options, new ZipfAccounts(options.Accounts), Stopwatch.GetTimestamp(), latency, samples);
        IPeerSession[] sessions = [.. Enumerable.Range(0, PeerSender.Count).Select(peer.Connect)];
        PeerSender[] senders = [.. sessions.Select((session, number) => new PeerSender(number, session, new LeafBook(_segments, employees), run))];
        Task all = Task.WhenAll(senders.Select(sender => Task.Factory.StartNew(sender.Run, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        long? memory = null;
        while (!all.IsCompleted)
        {
            memory = peer.MemoryMib is { } now ? Math.Max(now, memory ?? 0) : null;
            await Task.WhenAny(all, Task.Delay(250, cancellation));
        }

        await all;
        double seconds = Stopwatch.GetElapsedTime(run.Start).TotalSeconds;
        long end = SampleInstants.Now;
        IReadOnlyList<Bitmap> members = peer.Members(options.Segments, options.Accounts);
        long disk = peer.DiskMib;
        foreach (IPeerSession session in sessions)
        {
            session.Dispose();
        }

        progress.Report($"evaluating every segment in DuckDB from what {peer.Name} acknowledged");
        return new PeerReport(
            peer.Key,
            peer.Name,
            null,
            senders.Sum(sender => sender.Acknowledged) / seconds,
            new Percentiles(latency.Percentile(0.5), latency.Percentile(0.99), latency.Max),
            Compare(senders, instants, end, members, cancellation),
            memory,
            disk);
    }

    /// <summary>An instant after everything that was done before, and before everything that is done later.</summary>
    private static long Between()
    {
        long instant = SampleInstants.Now + (long)SampleInstants.Grace.TotalMicroseconds;
        SpinWait.SpinUntil(() => SampleInstants.Now > instant + 1);
        return instant;
    }

    private int[] Employees()
    {
        using WarehouseStore store = WarehouseStore.Open(data);
        using DuckDbConnection connection = store.Connect();
        int[] employees = new int[options.Accounts];
        connection.Query("SELECT ref, employees // 10000 FROM account", [], row => employees[row.GetInt64(0)] = (int)row.GetInt64(1));
        return employees;
    }

    /// <summary>Compares as of the sampled instants by the changes up to each, and at the end by what the peer holds.</summary>
    private List<SampledMemberships> Compare(
        PeerSender[] senders, IReadOnlyList<long> instants, long end, IReadOnlyList<Bitmap> atEnd, CancellationToken cancellation)
    {
        using Workspace workspace = Workspace.OpenExisting(data, TimeProvider.System);
        Store(workspace.Connection, senders);
        var check = new MembershipCheck(workspace);
        var numbers = _segments.ToDictionary(segment => segment.Name, segment => segment.Number, StringComparer.Ordinal);
        Bitmap[] members = [.. _segments.Select(_ => new Bitmap(options.Accounts))];
        int[] read = new int[senders.Length];
        var compared = new List<SampledMemberships>();
        foreach (long instant in instants)
        {
            for (int sender = 0; sender < senders.Length; sender++)
            {
                List<TimedChange> changes = senders[sender].Changes;
                for (; read[sender] < changes.Count && changes[read[sender]].At <= instant; read[sender]++)
                {
                    Follow(members, changes[read[sender]].Change);
                }
            }

            compared.Add(check.Compare(instant, segment => members[numbers[segment]], cancellation));
        }

        compared.Add(check.Compare(end, segment => atEnd[numbers[segment]], cancellation));
        return compared;
    }

    private static void Follow(Bitmap[] members, PeerChange change)
    {
        if (change.Entered)
        {
            members[change.Segment].Add(change.Account);
        }
        else
        {
            members[change.Segment].Remove(change.Account);
        }
    }

    private static void Store(DuckDbConnection connection, PeerSender[] senders)
    {
        connection.Execute("DELETE FROM event_page_view");
        connection.Execute("CREATE OR REPLACE TEMP TABLE peer_view (account BIGINT, page INTEGER, ts BIGINT)");
        using (DuckDbAppender appender = connection.CreateAppender("peer_view", ["account", "page", "ts"]))
        {
            foreach (PeerEvent view in senders.SelectMany(sender => sender.Read))
            {
                appender.Append((long?)view.Account);
                appender.Append((int?)view.Page);
                appender.Append((long?)view.At);
                appender.EndRow();
            }

            appender.Complete();
        }

        connection.Execute(
            """
            INSERT INTO event_page_view (id, ts, account_ref, page, "page.folded")
            SELECT 'e' || row_number() OVER (), make_timestamp(ts), account, 'page-' || lpad(page::VARCHAR, 2, '0'), 'page-' || lpad(page::VARCHAR, 2, '0') FROM peer_view
            """);
    }
}
