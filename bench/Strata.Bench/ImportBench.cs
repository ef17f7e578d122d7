using System.Diagnostics;
using Strata.Platform.Generation;
using Strata.Platform.Import;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench;

/// <summary>
/// <c>strata bench import</c>: an import (recognition, typing, folding, upsert, resolution of accounts, event ids counted once, ledger)
/// against the least that can be done with the same file: DuckDB's own <c>read_csv</c> into a table. Each run of each side starts from
/// an empty database file and ends with a checkpoint; rows and a sum over a column are compared.
/// </summary>
public static class ImportBench
{
    private static readonly Dictionary<string, string> TwoThreads = new(StringComparer.Ordinal) { ["threads"] = "2" };

    private const string AccountSum = "SELECT CAST(sum(employees) // 10000 AS BIGINT) FROM account";
    private const string AccountPeerSum = "SELECT CAST(sum(\"Number of Employees\") AS BIGINT) FROM t";
    private const string EventSum = "SELECT CAST(sum(seconds) // 10000 AS BIGINT) FROM event_page_view";
    private const string EventPeerSum = "SELECT CAST(sum(seconds) AS BIGINT) FROM t WHERE event_type = 'page_view'";

    /// <summary>Generates the files below <paramref name="directory"/> and imports them with both sides.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="accounts">Rows of the account file.</param>
    /// <param name="events">Rows of the event file.</param>
    /// <param name="runs">How many counted runs; at least 1.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static async Task<BenchReport> RunAsync(
        string directory, long accounts, long events, int runs, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report($"generating {accounts:N0} accounts and {events:N0} events");
        long start = Stopwatch.GetTimestamp();
        string files = Path.Combine(directory, "files");
        var options = new UniverseOptions
        {
            Directory = files,
            Accounts = accounts,
            Events = events,
            Files = UniverseFiles.Accounts | UniverseFiles.Events,
        };
        await UniverseGenerator.GenerateAsync(options, progress: null, cancellation);
        double generated = Stopwatch.GetElapsedTime(start).TotalSeconds;

        string accountFile = Path.Combine(files, "accounts.csv");
        string eventFile = Path.Combine(files, "events.csv");
        var results = new List<BenchResult>();
        progress.Report("accounts");
        results.Add(Alternating.Measure(
            "accounts", runs, () => Import(directory, [], accountFile, AccountSum, cancellation), () => ReadCsv(directory, accountFile, AccountPeerSum, cancellation), cancellation));
        progress.Report("events");
        results.Add(Alternating.Measure(
            "events", runs, () => Import(directory, [accountFile], eventFile, EventSum, cancellation), () => ReadCsv(directory, eventFile, EventPeerSum, cancellation), cancellation));
        return new BenchReport($"DuckDB {DuckDbDatabase.EngineVersion}, read_csv into a table", results, generated, runs);
    }

    /// <summary>Rows accepted of <paramref name="file"/>, imported after <paramref name="before"/> (whose time is not counted).</summary>
    private static Timed Import(string directory, IReadOnlyList<string> before, string file, string sumSql, CancellationToken cancellation)
    {
        var data = new DataDirectory(Path.Combine(directory, $"data-{Guid.NewGuid():N}"));
        using (WarehouseStore store = WarehouseStore.Open(data, TwoThreads))
        using (DuckDbConnection connection = store.Connect())
        {
            var importer = new Importer(store, data, TimeProvider.System);
            if (before.Count > 0)
            {
                importer.Import(new ImportRequest(before), progress: null, cancellation);
                connection.Execute("CHECKPOINT");
            }

            long start = Stopwatch.GetTimestamp();
            FileReport report = importer.Import(new ImportRequest([file]), progress: null, cancellation).Files[0];
            connection.Execute("CHECKPOINT");
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return new Timed(report.Accepted, milliseconds, () => Directory.Delete(data.FullPath, recursive: true), connection.QueryScalar<long>(sumSql));
        }
    }

    private static Timed ReadCsv(string directory, string file, string sumSql, CancellationToken cancellation)
    {
        string path = Path.Combine(directory, $"peer-{Guid.NewGuid():N}.duckdb");
        using (DuckDbDatabase database = DuckDbDatabase.Open(path, TwoThreads))
        using (DuckDbConnection connection = database.Connect())
        {
            long start = Stopwatch.GetTimestamp();
            connection.Execute("CREATE TABLE t AS SELECT * FROM read_csv($1)", [file], progress: null, cancellation);
            connection.Execute("CHECKPOINT");
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            long rows = connection.QueryScalar<long>("SELECT count(*) FROM t");
            return new Timed(rows, milliseconds, () => File.Delete(path), connection.QueryScalar<long>(sumSql));
        }
    }
}
