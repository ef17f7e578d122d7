using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Strata.Bench.Peers;
using Strata.Index;
using Strata.Language;
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

/// <summary>
/// <c>strata bench counts</c>: definitions counted by the index and, as SQL, by DuckDB in the same process and any further peers, in
/// turn, with two threads each, and the answers compared. Before each run the index forgets the outcomes of leaves, so that it
/// evaluates rather than remembers; only the edited clause is asked as it is in use, after the definition that it is an edit of.
/// </summary>
public sealed class CountBench : IDisposable
{
    private const string Firmographic = """employees between 200 and 2000 and industry = "Software Publishers" and country in ("Germany", "France", "Spain", "Italy", "Sweden", "Poland")""";
    private const string Technographic = """any(technologies where category = "category 7") and none(technologies where category = "category 8")""";
    private const string Behavioural = """count(page_view where page = "pricing") in last 30 days >= 2""";
    private const string Committee = """any(contacts where seniority in ("C-level", "VP", "Director") and department in ("Finance", "IT") and any(email_click) in last 60 days)""";

    /// <summary>The bound in <see cref="Firmographic"/> that is edited.</summary>
    private const int LeastEmployees = 200;

    /// <summary>From how many accounts on only attributes and technologies are made.</summary>
    private const long AttributesOnlyFrom = 50_000_000;

    private static readonly AsOf Now = new(Microseconds.FromInstant(CountTime.Now), DateTimeZone.Utc);

    private readonly string _directory;
    private readonly bool _withEvents;
    private readonly int _runs;
    private readonly IProgress<string> _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<CountResult> _results = [];
    private readonly List<ICountPeer> _peers = [];
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
    /// <param name="peers">Whom to ask beside DuckDB.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="UserErrorException">A peer cannot be used.</exception>
    public static CountReport Run(
        string directory, long accounts, int runs, CountPeerOptions peers, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(progress);
        using var bench = new CountBench(directory, accounts, runs, progress, cancellation);
        bench.OpenPeers(directory, peers);
        double data = bench.MakeData(accounts);
        IReadOnlyList<CountPeer> loaded = bench.LoadPeers();
        double build = bench.TimeFirstAnswer();
        bench.AskAll();
        double memory = bench._index.PeakMemoryBytes / 1024.0 / 1024;
        double ready = bench.TimeRestart();
        return new CountReport(loaded, bench._results, runs, memory, build, ready, data, MemoryBandwidth.GibPerSecond());
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
        foreach (ICountPeer peer in _peers)
        {
            peer.Dispose();
        }

        Close();
    }

    private void Close()
    {
        _index.Dispose();
        _connection.Dispose();
        _store.Dispose();
    }

    private string Layered => _withEvents
        ? $"{Firmographic} and {Technographic} and {Behavioural} and {Committee}"
        : $"{Firmographic} and {Technographic}";

    private CountQuestion LayeredQuestion => _withEvents ? CountQuestion.Layered : CountQuestion.LayeredAttributes;

    private AudienceIndex NewIndex() => new(
        new WarehouseIndexSource(_connection, _reader), _store.Catalog, new IndexOptions
        {
            MemoryLimit = _withEvents ? 6L << 30 : 18L << 30,
            CheckpointDirectory = new DataDirectory(_directory).IndexDirectory,
        });

    private void OpenPeers(string directory, CountPeerOptions peers)
    {
        _peers.Add(new DuckDbPeer(_reader));
        if (peers.Postgres is { } postgres)
        {
            _peers.Add(PostgresPeer.Open(postgres));
        }

        if (peers.Chdb is { } chdb)
        {
            _peers.Add(ChdbPeer.Open(chdb, Path.Combine(directory, "chdb")));
        }
    }

    private List<CountPeer> LoadPeers()
    {
        var loaded = new List<CountPeer>();
        foreach (ICountPeer peer in _peers)
        {
            bool isSource = peer is DuckDbPeer;
            if (!isSource)
            {
                _progress.Report($"loading {peer.Name} {peer.Version}");
            }

            long start = Stopwatch.GetTimestamp();
            peer.Load(_connection, _withEvents ? CountTable.All : CountTable.Attributes, _cancellation);
            loaded.Add(new CountPeer(peer.Key, peer.Name, peer.Version, isSource ? null : Stopwatch.GetElapsedTime(start).TotalSeconds));
        }

        return loaded;
    }

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
        Close();
        long start = Stopwatch.GetTimestamp();
        Open();
        TimeFirstAnswer();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void AskAll()
    {
        Ask("firmographic", CountQuestion.Firmographic, Firmographic);
        Ask("technographic with exclusion", CountQuestion.Technographic, Technographic);
        if (_withEvents)
        {
            Ask("behavioural count, cold leaf", CountQuestion.Behavioural, Behavioural, _index.ForgetLeafRows);
            Ask("behavioural count, warm leaf", CountQuestion.Behavioural, Behavioural);
            Ask("correlated contact block", CountQuestion.Committee, Committee);
        }

        Ask("layered", LayeredQuestion, Layered);
        AskEdited();
    }

    private void Ask(string name, CountQuestion question, string definition, Action? before = null)
    {
        _progress.Report(name);
        var asked = new CountAsk(question, LeastEmployees, Plan(definition));
        Measure(
            name,
            () =>
            {
                (before ?? _index.ForgetLeaves)();
                return Timed.Of(() => Indexed(asked.Plan));
            },
            () => asked,
            _index.ForgetLeaves);
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

        var edited = new CountAsk(LayeredQuestion, LeastEmployees, Plan(Layered));
        Measure(
            Name,
            () =>
            {
                int least = edited.LeastEmployees + 1;
                edited = new CountAsk(LayeredQuestion, least, Plan(Layered.Replace("200 and 2000", $"{least} and 2000", StringComparison.Ordinal)));
                return Timed.Of(() => Indexed(edited.Plan));
            },
            () => edited);
    }

    private void Measure(string name, Func<Timed> index, Func<CountAsk> asked, Action? beforeEstimate = null)
    {
        BenchResult[] results = Alternating.Measure(
            name,
            _runs,
            index,
            [.. _peers.Select(peer => (peer.Name, (Func<Timed>)(() => Timed.Of(() => peer.Count(asked(), _cancellation)))))],
            _cancellation);
        beforeEstimate?.Invoke();
        double bytes = _index.BytesTouched(asked().Plan, Now, _cancellation) ?? 0;
        _results.Add(new CountResult(name, results[0].Count, results[0].StrataMs, [.. results.Select(result => result.PeerMs)], bytes));
    }

    private long Indexed(SegmentPlan plan) =>
        _index.Count(plan, Now, _cancellation) ?? throw new InvalidOperationException($"The index did not serve: {_index.NotServedReason}");

    private SegmentPlan Plan(string definition) => new DefinitionChecker(_store.Catalog, DefinitionSet.Empty)
        .CheckExpression(SegmentParser.ParseExpressionOrThrow(definition), EntityKind.Account)
        .OrThrow();
}
