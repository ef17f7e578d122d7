using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Sql;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Ingest;
using Strata.Platform.Live;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Tests.Differential;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Live;

/// <summary>A warehouse that fills as time goes by, memberships kept over it, and DuckDB to say what they should be.</summary>
internal sealed class LiveWorld : IDisposable
{
    private readonly WarehouseStore _store;
    private readonly DuckDbConnection _connection;
    private readonly RowLoader _loader;
    private readonly SegmentReader _truth;
    private readonly DateTimeZone _zone;
    private readonly bool _inShadow;
    private readonly Lock _evaluating = new();
    private readonly DuckDbConnection? _aside;
    private readonly DuckDbAudienceEngine? _atOnce;
    private readonly SegmentReader? _asideReader;
    private readonly DefinitionChecker _checker;
    private readonly Dictionary<string, HashSet<long>> _log = new(StringComparer.Ordinal);
    private readonly List<(RowType Type, IReadOnlyDictionary<string, object?> Row)> _unstored = [];
    private readonly Dictionary<string, long> _unstoredSeconds = new(StringComparer.Ordinal);
    private readonly List<MergeRecord> _merges = [];
    private int _untold;
    private List<LiveDefinition> _definitions = [];
    private LiveMemberships _live;

    public LiveWorld(int seed, DateTimeZone zone, long begin)
    {
        _inShadow = seed % 3 != 0;
        _zone = zone;
        _store = WarehouseStore.OpenInMemory(RandomCatalog.Catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });
        _connection = _store.Connect();
        _loader = new RowLoader(_connection, RandomCatalog.Catalog);
        _truth = new SegmentReader(_connection, RandomCatalog.Catalog);
        if (seed % 2 == 0)
        {
            _aside = _store.Connect();
            _asideReader = new SegmentReader(_aside, RandomCatalog.Catalog);
            _atOnce = new DuckDbAudienceEngine(_asideReader);
        }

        _checker = new DefinitionChecker(RandomCatalog.Catalog, new DefinitionSet(RandomWorld.Definitions(seed).Select(pair => pair.Definition)));
        _live = NewLive(begin);
    }

    public long Now => _live.Now;

    public long NextDue => _live.NextDue;

    /// <summary>How many memberships changed so far.</summary>
    public int Changes { get; private set; }

    /// <summary>How often all memberships were compared.</summary>
    public int Comparisons { get; private set; }

    public SegmentPlan? Check(string text, EntityKind entity) => _checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(text), entity).Value;

    public void Define(IEnumerable<LiveDefinition> definitions)
    {
        _definitions = [.. definitions];
        Store();
        _live.Define(_definitions, RandomCatalog.Catalog);
        Take();
    }

    public void Advance(long instant)
    {
        _live.Advance(instant);
        Take();
    }

    /// <summary>A row arrives: events may wait for the warehouse, everything else is stored first.</summary>
    public void Arrive(RowType type, IReadOnlyDictionary<string, object?> row, long observedAt, bool waits)
    {
        if (type.Kind == RowKind.Event && waits)
        {
            Apply(type, row);
        }
        else
        {
            Store();
            Load(type, row, observedAt);
        }

        Take();
    }

    public void Store()
    {
        foreach ((RowType type, IReadOnlyDictionary<string, object?> row) in _unstored)
        {
            _loader.Upsert(type, [row], _live.Now).Inserted.ShouldBe(1);
        }

        foreach ((string id, long units) in _unstoredSeconds)
        {
            _connection.Execute("UPDATE event_page_view SET seconds = $2 WHERE id = $1", id, units).ShouldBe(1);
        }

        _live.Stored(_untold);
        _untold = 0;
        _unstored.Clear();
        _unstoredSeconds.Clear();
    }

    /// <summary>The time on some page, stored or not, becomes known or longer.</summary>
    public string Amend(RandomSource random)
    {
        RowType type = RandomCatalog.Catalog.Events["page_view"];
        var columns = new Strata.Platform.Entities.FieldColumns(type);
        List<(EventRow Row, long? Account)> pages = _connection.Query(
            $"SELECT id, ts, account_ref, contact_ref, {string.Join(", ", columns.Names.Select(SqlIdentifier.Quote))} FROM event_page_view ORDER BY id",
            [],
            row => (new EventRow(type, row.GetRequiredText(0), row.GetInt64(1), row.GetNullableInt64(3), columns.ReadAll(row, 4)), row.GetNullableInt64(2)));
        pages.AddRange(_unstored.Where(waiting => ReferenceEquals(waiting.Type, type)).Select(waiting => Resolve(type, waiting.Row)).Select(found => (found.Row, found.Account)));
        if (pages.Count == 0)
        {
            return "no page";
        }

        (EventRow before, long? account) = random.Of(pages);
        int seconds = EventRow.Ordinal(type, "seconds");
        if (_unstoredSeconds.TryGetValue(before.Id, out long told))
        {
            before = before.With(seconds, DataValue.OfUnits(told));
        }

        decimal[] longer = [.. RandomSource.Numbers.Where(number => !before.Property(seconds).IsKnown || number * FixedDecimal.UnitsPerOne > (decimal)before.Property(seconds).Number)];
        if (longer.Length == 0)
        {
            return "no longer time";
        }

        long units = (long)(random.Of(longer) * FixedDecimal.UnitsPerOne);
        _unstoredSeconds[before.Id] = units;
        _untold++;
        _live.Amend(new AmendedEvent(before, before.With(seconds, DataValue.OfUnits(units)), account, "seconds"));
        Take();
        return $"{before.Id} for {units} units";
    }

    /// <summary>Two entities become one, or the last merge is undone.</summary>
    public string MergeOrPart(RandomSource random)
    {
        Store();
        EntityMerge.Prepare(_connection);
        bool undo = _merges.Count > 0 && random.OneIn(2);
        EntityKind of = undo ? _merges[^1].Of : random.Pick(EntityKind.Account, EntityKind.Contact);
        (long keep, long other) = undo ? (_merges[^1].KeepRef, _merges[^1].OtherRef) : Pair(of, random);
        if (keep == other)
        {
            return "no merge";
        }

        EntityChanges before = InvolvedEntities.Of(_connection, RandomCatalog.Catalog, of, keep, other);
        using (DuckDbTransaction transaction = _connection.BeginTransaction())
        {
            var merge = new EntityMerge(_connection, RandomCatalog.Catalog);
            if (undo)
            {
                merge.Undo(_merges[^1], _live.Now);
                _merges.RemoveAt(_merges.Count - 1);
            }
            else
            {
                _merges.Add(merge.Merge(of, keep, other, _live.Now, "test").Merge);
            }

            transaction.Commit();
        }

        EntityChanges changes = before.And(InvolvedEntities.Of(_connection, RandomCatalog.Catalog, of, keep, other));
        _live.Changed(changes);
        Take();
        return $"{(undo ? "parting" : "merging")} {of} {other} {(undo ? "from" : "into")} {keep} (accounts {string.Join(", ", changes.Accounts)})";
    }

    /// <summary>Another process takes over; whoever was in stays in, so that nothing is told.</summary>
    public void Restart()
    {
        Store();
        AwaitDefining();
        var members = _definitions.ToDictionary(definition => definition.Name, definition => new ToldMembers(_live.Members(definition.Name)!, definition.Plan.Of, definition.Version), StringComparer.Ordinal);
        _live = NewLive(_live.Now);
        _live.Begin(_definitions, members);
        _live.Recovered();
        _live.TakeChanges().ShouldBeEmpty();
    }

    /// <summary>Compares every membership with what DuckDB says at this instant, and the log of changes with the memberships.</summary>
    public void Compare()
    {
        Comparisons++;
        Store();
        AwaitDefining();
        _truth.Refresh();
        foreach (LiveDefinition definition in _definitions)
        {
            string[] expected = [.. _truth.MemberIds(definition.Plan, new AsOf(_live.Now, _zone))];
            Bitmap members = _live.Members(definition.Name)!;
            string[] kept = [.. _connection.Query(
                $"SELECT id FROM {(definition.Plan.Of == EntityKind.Account ? "account" : "contact")} WHERE ref IN (SELECT unnest($1::BIGINT[])) ORDER BY id",
                [DuckDbValue.List([.. members.Positions()])],
                row => row.GetRequiredText(0))];
            kept.ShouldBe(expected, $"{definition.Name} ({definition.Plan.Of}) at {Microseconds.ToText(_live.Now)}: {Diagnose(definition.Plan, kept.Except(expected).Concat(expected.Except(kept)))}");
            _log.GetValueOrDefault(definition.Name, []).Order().ShouldBe(members.Positions(), $"the log of {definition.Name}");
        }
    }

    public void Dispose()
    {
        _aside?.Dispose();
        _connection.Dispose();
        _store.Dispose();
    }

    /// <summary>Segments that are evaluated beside the live ones are live once that is done and time is said to pass, if only none.</summary>
    private void AwaitDefining()
    {
        while (_live.IsDefining)
        {
            Thread.Yield();
            _live.Advance(_live.Now);
        }

        Take();
    }

    private LiveMemberships NewLive(long begin) => new(_connection, RandomCatalog.Catalog, _zone, begin, Evaluate, _inShadow ? _store.Connect : null, () => new FillingOptions { MostReadAtOnce = 0 });

    /// <summary>Every other world evaluates one by one whatever it could have for everybody at once.</summary>
    private Bitmap? Evaluate(SegmentPlan plan, AsOf asOf)
    {
        lock (_evaluating)
        {
            _asideReader?.Refresh();
            return _atOnce?.Members(plan, asOf, CancellationToken.None).Refs;
        }
    }

    private (long Keep, long Other) Pair(EntityKind of, RandomSource random)
    {
        List<long> refs = _connection.Query($"SELECT ref FROM {(of == EntityKind.Account ? "account" : "contact")} ORDER BY ref", [], row => row.GetInt64(0));
        return refs.Count == 0 ? (0, 0) : (random.Of(refs), random.Of(refs));
    }

    private void Load(RowType type, IReadOnlyDictionary<string, object?> row, long observedAt)
    {
        LoadResult result = _loader.Upsert(type, [row], observedAt);
        if (type.Kind != RowKind.Event)
        {
            _live.Changed(new EntityChanges(
                _loader.Touched.Accounts, _loader.Touched.Contacts, result.Attached > 0, new MembershipCause(MembershipCauseKind.Field)));
        }
        else if (result.Inserted > 0)
        {
            _live.ApplyStored(type, (string)row["id"]!);
        }
    }

    /// <summary>Whether an evaluation from scratch sees it as DuckDB does: then something was not looked at that should have been.</summary>
    private string Diagnose(SegmentPlan plan, IEnumerable<string> differing)
    {
        var rows = new EntityReader(_connection, RandomCatalog.Catalog);
        string table = plan.Of == EntityKind.Account ? "account" : "contact";
        return string.Join("; ", differing.Select(id =>
        {
            long reference = _connection.QueryScalar<long>($"SELECT ref FROM {table} WHERE id = $1", id);
            StateRow row = plan.Of == EntityKind.Account ? rows.Account(reference)! : rows.Contact(reference)!;
            return $"{id} (account {row.Account.AsOf(_live.Now)}) from scratch {new EntityEvaluator(rows, new SegmentRanks(new DuckDbAudienceEngine(_truth))).IsTrue(plan.Membership, row, new AsOf(_live.Now, _zone))}";
        }));
    }

    /// <summary>Resolves the event as the warehouse will, and keeps it back.</summary>
    private void Apply(RowType type, IReadOnlyDictionary<string, object?> row)
    {
        string id = (string)row["id"]!;
        if (_unstored.Exists(waiting => Equals(waiting.Row["id"], id)) || IsStored(id))
        {
            return;
        }

        (EventRow happened, long? account) = Resolve(type, row);
        _unstored.Add((type, row));
        _untold++;
        _live.Apply(new IngestedEvent(happened, account, (string?)row["account"], (string?)row["contact"], Raw: null));
    }

    /// <summary>Whose an event is, as the warehouse will say.</summary>
    private (EventRow Row, long? Account) Resolve(RowType type, IReadOnlyDictionary<string, object?> row)
    {
        string? accountKey = (string?)row["account"], contactKey = (string?)row["contact"];
        long? contact = Find("contact", contactKey);
        long? account = accountKey is not null
            ? Find("account", accountKey)
            : contact is null ? null : _connection.QueryScalar<long?>("SELECT account_ref FROM contact WHERE ref = $1", contact.Value);
        return (new EventRow(type, (string)row["id"]!, (long)row["ts"]!, contact, Values(type, row)), account);
    }

    private bool IsStored(string id) => RandomCatalog.Catalog.Events.Keys.Any(type =>
        _connection.QueryScalar<long>($"SELECT count(*) FROM event_{type} WHERE id = $1", id) > 0);

    /// <summary>Who has an id by now: what an entity was called that was merged into another, which was merged in its turn, leads to the last.</summary>
    private long? Find(string table, string? key) => key is null ? null : _connection.QueryScalar<long?>(
        $"""
        SELECT ref FROM {table} WHERE id = $1
        UNION SELECT t.ref FROM strata_alias a JOIN {table} t ON t.ref = a.ref WHERE a.of = '{table}' AND a.kind = 'id' AND a.value = $1
        """,
        key);

    private static DataValue[] Values(RowType type, IReadOnlyDictionary<string, object?> row)
    {
        List<DataValue> values = [.. type.Fields.Select(field => Value(field.Type, row.GetValueOrDefault(field.Name)))];
        if (type.Find("source") is null)
        {
            values.Add(Value(FieldType.Category, row.GetValueOrDefault("source")));
        }

        return [.. values];
    }

    private static DataValue Value(FieldType type, object? said) => (type, said) switch
    {
        (_, null) => DataValue.Missing,
        (FieldType.Text or FieldType.Category, string text) => DataValue.OfText(text.Trim(), TextFolding.Fold(text)),
        (FieldType.Number or FieldType.Money, decimal number) => DataValue.OfUnits(FixedDecimal.TryFromDecimal(number, out long units, out _) ? units : 0),
        (FieldType.Boolean, bool truth) => DataValue.OfBoolean(truth),
        (FieldType.Date, long instant) => DataValue.OfInstant(instant),
        (FieldType.Set, string[] texts) => DataValue.OfSet(
            [.. texts.Select(text => text.Trim()).Distinct(StringComparer.Ordinal)],
            [.. texts.Select(TextFolding.Fold).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)]),
        _ => throw new InvalidOperationException($"{said} is no {type}."),
    };

    private void Take()
    {
        foreach (MembershipChange change in _live.TakeChanges())
        {
            Changes++;
            if (!_log.TryGetValue(change.Segment, out HashSet<long>? members))
            {
                _log.Add(change.Segment, members = []);
            }

            (change.Entered ? members.Add(change.Ref) : members.Remove(change.Ref)).ShouldBeTrue($"{change} is told twice");
        }
    }
}
