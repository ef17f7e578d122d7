using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Strata.Index;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Bench;

/// <summary>What <c>strata bench counts</c> found.</summary>
/// <param name="Peer">The peer and its version.</param>
/// <param name="Results">One a question.</param>
/// <param name="Runs">How many times each side was asked.</param>
/// <param name="MemoryMib">The most that the index held.</param>
/// <param name="BuildSeconds">From nothing in memory to the first answer of the layered question.</param>
/// <param name="ReadySeconds">The same after a restart.</param>
/// <param name="DataSeconds">How long making the data took.</param>
/// <param name="BandwidthGibPerSecond">What this machine's memory gives two threads that read.</param>
public sealed record CountReport(
    string Peer,
    IReadOnlyList<CountResult> Results,
    int Runs,
    double MemoryMib,
    double BuildSeconds,
    double ReadySeconds,
    double DataSeconds,
    double BandwidthGibPerSecond);

/// <summary>One question.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">The answer, which both gave.</param>
/// <param name="IndexMs">Median of the index.</param>
/// <param name="PeerMs">Median of the peer.</param>
public sealed record CountResult(string Name, long Count, double IndexMs, double PeerMs)
{
    /// <summary>How many times faster the index is.</summary>
    public double Ratio => PeerMs / IndexMs;
}

/// <summary>
/// <c>strata bench counts</c>: definitions counted by the index and, as SQL, by DuckDB in the same process, in turn, with two threads
/// each, and the answers compared. Before each run the index forgets the outcomes of leaves, so that it evaluates rather than
/// remembers; only the edited clause is asked as it is in use, after the definition that it is an edit of.
/// </summary>
public sealed class CountBench : IDisposable
{
    private const string Firmographic = """employees between 200 and 2000 and industry = "Software Publishers" and country in ("Germany", "France", "Spain", "Italy", "Sweden", "Poland")""";
    private const string Technographic = """any(technologies where category = "category 7") and none(technologies where category = "category 8")""";
    private const string Behavioural = """count(page_view where page = "pricing") in last 30 days >= 2""";
    private const string Committee = """any(contacts where seniority in ("C-level", "VP", "Director") and department in ("Finance", "IT") and any(email_click) in last 60 days)""";

    /// <summary>From how many accounts on only attributes and technologies are made.</summary>
    private const long AttributesOnlyFrom = 50_000_000;

    private static readonly AsOf Now = new(Microseconds.FromInstant(NodaTime.Instant.FromUtc(2026, 11, 22, 0, 0)), DateTimeZone.Utc);

    private readonly string _directory;
    private readonly bool _withEvents;
    private readonly int _runs;
    private readonly IProgress<string> _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<CountResult> _results = [];
    private WarehouseStore _store;
    private DuckDbConnection _connection;
    private SegmentReader _reader;
    private AudienceIndex _index;

    private CountBench(string directory, long accounts, int runs, IProgress<string> progress, CancellationToken cancellation)
    {
        _directory = directory;
        _withEvents = accounts < AttributesOnlyFrom;
        _runs = runs;
        _progress = progress;
        _cancellation = cancellation;
        Open();
    }

    /// <summary>Makes the data in <paramref name="directory"/> and asks the questions.</summary>
    /// <param name="directory">An empty directory for the warehouse.</param>
    /// <param name="accounts">How many accounts; three technologies, three page views, a contact and an e-mail click each. From 50 million on only accounts with a technology each.</param>
    /// <param name="runs">How many counted runs of each side; at least 1.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static CountReport Run(string directory, long accounts, int runs, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using var bench = new CountBench(directory, accounts, runs, progress, cancellation);
        double data = bench.MakeData(accounts);
        double build = bench.TimeFirstAnswer();
        bench.AskAll();
        double memory = bench._index.MemoryBytes / 1024.0 / 1024;
        double ready = bench.TimeRestart();
        return new CountReport(
            $"DuckDB {DuckDbDatabase.EngineVersion}", bench._results, runs, memory, build, ready, data, MemoryBandwidth.GibPerSecond());
    }

    [MemberNotNull(nameof(_store), nameof(_connection), nameof(_reader), nameof(_index))]
    private void Open()
    {
        _store = WarehouseStore.Open(new DataDirectory(_directory), new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "2", ["memory_limit"] = "8GB" });
        _connection = _store.Connect();
        _reader = new SegmentReader(_connection, _store.Catalog);
        _index = NewIndex();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _connection.Dispose();
        _store.Dispose();
    }

    private string Layered => _withEvents
        ? $"{Firmographic} and {Technographic} and {Behavioural} and {Committee}"
        : $"{Firmographic} and {Technographic}";

    private AudienceIndex NewIndex() => new(
        new WarehouseIndexSource(_connection, _reader), _store.Catalog, new IndexOptions
        {
            MemoryLimit = _withEvents ? 6L << 30 : 18L << 30, CheckpointDirectory = new DataDirectory(_directory).IndexDirectory,
        });

    private double MakeData(long accounts)
    {
        _progress.Report($"making {accounts:N0} accounts");
        long start = Stopwatch.GetTimestamp();
        if (_withEvents)
        {
            QueryBenchData.Fill(_connection, accounts, _cancellation);
            QueryBenchData.FillContacts(_connection, accounts, _cancellation);
        }
        else
        {
            QueryBenchData.FillAttributes(_connection, accounts, technologies: 1, _cancellation);
        }

        _connection.Execute("CHECKPOINT");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private double TimeFirstAnswer()
    {
        _progress.Report("reading into the index");
        long start = Stopwatch.GetTimestamp();
        Indexed(Plan(Layered));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>From opening the warehouse on; the files are those that the index wrote before it was closed, and in the system's cache.</summary>
    private double TimeRestart()
    {
        _progress.Report("writing the index to disk");
        _index.Checkpoint(_cancellation);
        Dispose();
        long start = Stopwatch.GetTimestamp();
        Open();
        TimeFirstAnswer();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void AskAll()
    {
        Ask("firmographic", Firmographic);
        Ask("technographic with exclusion", Technographic);
        if (_withEvents)
        {
            Ask("behavioural count, cold leaf", Behavioural, _index.ForgetLeafRows);
            Ask("behavioural count, warm leaf", Behavioural);
            Ask("correlated contact block", Committee);
        }

        Ask("layered", Layered);
        AskEdited();
    }

    private void Ask(string name, string definition, Action? before = null)
    {
        _progress.Report(name);
        SegmentPlan plan = Plan(definition);
        Add(Alternating.Measure(
            name,
            _runs,
            () =>
            {
                (before ?? _index.ForgetLeaves)();
                return Timed.Of(() => Indexed(plan));
            },
            () => Timed.Of(() => _reader.Count(plan, Now, _cancellation)),
            _cancellation));
    }

    /// <summary>Each run edits one clause to what it never was; the others are as they were asked before.</summary>
    private void AskEdited()
    {
        const string Name = "layered, one clause edited";
        _progress.Report(Name);
        for (int again = 0; again < 3; again++)
        {
            Indexed(Plan(Layered));
        }

        int run = 0;
        SegmentPlan edited = Plan(Layered);
        Add(Alternating.Measure(
            Name,
            _runs,
            () =>
            {
                edited = Plan(Layered.Replace("200 and 2000", $"{200 + ++run} and 2000", StringComparison.Ordinal));
                return Timed.Of(() => Indexed(edited));
            },
            () => Timed.Of(() => _reader.Count(edited, Now, _cancellation)),
            _cancellation));
    }

    private void Add(BenchResult result) => _results.Add(new CountResult(result.Name, result.Count, result.StrataMs, result.PeerMs));

    private long Indexed(SegmentPlan plan) =>
        _index.Count(plan, Now, _cancellation) ?? throw new InvalidOperationException($"The index did not serve: {_index.NotServedReason}");

    private SegmentPlan Plan(string definition) => new DefinitionChecker(_store.Catalog, DefinitionSet.Empty)
        .CheckExpression(SegmentParser.ParseExpressionOrThrow(definition), EntityKind.Account)
        .OrThrow();
}
