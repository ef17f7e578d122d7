using System.Globalization;
using NodaTime.Text;
using Strata.Language;
using Strata.Warehouse.DuckDb;

namespace Strata.Bench.Peers;

/// <summary>
/// chDB, ClickHouse in this process, with two threads: MergeTree tables sorted as the questions come, text of few values as
/// <c>LowCardinality</c>. Rows are handed over as Parquet.
/// </summary>
internal sealed class ChdbPeer : ICountPeer
{
    private static readonly InstantPattern DateTimePattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss");

    /// <summary>What it remembers of a condition from one run to the next is an answer kept, which no other side may.</summary>
    private static readonly string[] Settings =
        ["SET max_threads = 2", "SET use_query_condition_cache = 0", "SET query_profiler_real_time_period_ns = 0", "SET query_profiler_cpu_time_period_ns = 0"];

    private readonly ChdbLibrary _library;
    private readonly string _directory;

    private ChdbPeer(ChdbLibrary library, string directory)
    {
        _library = library;
        _directory = directory;
        Version = library.Query("SELECT version()").Trim();
        foreach (string setting in Settings)
        {
            library.Query(setting);
        }
    }

    /// <inheritdoc/>
    public string Key => "chdb";

    /// <inheritdoc/>
    public string Name => "ClickHouse";

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>Loads the library and opens a database.</summary>
    /// <param name="libraryPath">The file <c>libchdb.so</c>.</param>
    /// <param name="directory">Where it keeps its files; made here.</param>
    /// <exception cref="UserErrorException">That is not chDB's library.</exception>
    public static ChdbPeer Open(string libraryPath, string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new ChdbPeer(new ChdbLibrary(Path.GetFullPath(libraryPath), Path.Combine(directory, "database")), directory);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or ChdbException)
        {
            throw new UserErrorException(
                [new UserError("argument", $"chDB cannot be used: {fault.Message}", Fix: "Give --chdb the libchdb.so of the npm package @chdb/lib-linux-x64-gnu.")], fault);
        }
    }

    /// <inheritdoc/>
    public void Load(DuckDbConnection source, IReadOnlyList<CountTable> tables, CancellationToken cancellation)
    {
        foreach (CountTable table in tables)
        {
            string file = Path.Combine(_directory, table.Name + ".parquet");
            source.Execute($"COPY ({table.Select}) TO $1 (FORMAT parquet)", [file], progress: null, cancellation);
            ChdbTable target = ChdbTable.Of(table.Name);
            _library.Query(target.Create);
            _library.Query(target.Insert, ("file", file));
            File.Delete(file);
            cancellation.ThrowIfCancellationRequested();
            _library.Query(target.Optimize);
        }
    }

    /// <inheritdoc/>
    public long Count(CountAsk asked, CancellationToken cancellation) => long.Parse(
        _library.Query(
            ChdbTable.Question(asked.Question),
            ("least", asked.LeastEmployees.ToString(CultureInfo.InvariantCulture)),
            ("viewed", DateTimePattern.Format(CountTime.ViewsAfter)),
            ("clicked", DateTimePattern.Format(CountTime.ClicksAfter)),
            ("until", DateTimePattern.Format(CountTime.Now))),
        NumberStyles.AllowTrailingWhite,
        CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose() => _library.Dispose();
}
