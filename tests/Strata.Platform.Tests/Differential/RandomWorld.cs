using NodaTime;
using Strata.Index;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Explain;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Differential;

/// <summary>A random data set in DuckDB, with the definitions that random ones refer to, read by both engines.</summary>
internal sealed class RandomWorld : IDisposable, IRankOracle
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
    private readonly WarehouseStore _store;
    private readonly DuckDbConnection _connection;
    private readonly SegmentReader _segments;
    private readonly WarehouseIndexSource _source;
    private readonly IndexOptions _options;
    private readonly EntityReader _entities;
    private readonly DefinitionChecker _checker;
    private readonly Dictionary<(BoundTop Top, long Instant), HashSet<string>> _tops = [];

    public RandomWorld(int seed, int scale = 1, string? checkpoints = null)
    {
        Random = new RandomSource(seed);
        Zone = DateTimeZoneProviders.Tzdb[Zones[seed % Zones.Length]];
        _store = WarehouseStore.OpenInMemory(RandomCatalog.Catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });
        _connection = _store.Connect();
        var loader = new RowLoader(_connection, RandomCatalog.Catalog);
        var data = new RandomData(seed, scale);
        LastObserved = data.LastObserved;
        foreach (RandomBatch batch in data.Batches)
        {
            loader.Upsert(batch.Type, batch.Rows, batch.ObservedAt);
        }

        _segments = new SegmentReader(_connection, RandomCatalog.Catalog);
        _entities = new EntityReader(_connection, RandomCatalog.Catalog);
        _source = new WarehouseIndexSource(_connection, _segments);
        _options = new IndexOptions { KeepsLeaves = seed % 4 != 0, CheckpointDirectory = checkpoints, CheckpointFrom = TimeSpan.Zero };
        Index = NewIndex(_options);
        Evaluator = new EntityEvaluator(_entities, this);
        Explainer = new Explainer(_entities, this);
        Referable = Definitions(seed);
        _checker = new DefinitionChecker(RandomCatalog.Catalog, new DefinitionSet(Referable.Select(pair => pair.Definition)));
    }

    public RandomSource Random { get; }

    public DateTimeZone Zone { get; }

    /// <summary>The instant from which on nothing changes any more.</summary>
    public long LastObserved { get; }

    public AudienceIndex Index { get; private set; }

    public EntityEvaluator Evaluator { get; }

    public Explainer Explainer { get; }

    /// <summary>What definitions may refer to, with the text it was made of.</summary>
    public IReadOnlyList<(Definition Definition, string Text)> Referable { get; }

    /// <summary>Another index over the same rows.</summary>
    public AudienceIndex NewIndex(IndexOptions options) => new(_source, RandomCatalog.Catalog, options);

    public AsOf At(long instant) => new(instant, Zone);

    /// <summary>Takes another index, as another process would.</summary>
    public void Restart()
    {
        Index.Dispose();
        Index = NewIndex(_options);
    }

    /// <summary>Loads more, which both engines then see.</summary>
    public void Load(RandomBatch batch)
    {
        new RowLoader(_connection, RandomCatalog.Catalog).Upsert(batch.Type, batch.Rows, batch.ObservedAt);
        _segments.Refresh();
        _source.Refresh();
    }

    /// <summary>The plan of a definition, or null where the checker refuses it.</summary>
    public SegmentPlan? Check(string text, EntityKind entity) =>
        _checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(text), entity).Value;

    public string Refusal(string text, EntityKind entity) =>
        string.Join("; ", _checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(text), entity).Errors);

    public IReadOnlyList<string> Members(SegmentPlan plan, long instant) => _segments.MemberIds(plan, At(instant));

    /// <summary>The ids that the index gives, ascending; null where it does not serve the question.</summary>
    public IReadOnlyList<string>? Indexed(SegmentPlan plan, long instant) => Index.Members(plan, At(instant)) is { } refs
        ? new MemberReader(_connection, _segments).Ids(new MemberSet(plan.Of, refs), CancellationToken.None)
        : null;

    public long Count(SegmentPlan plan, long instant) => _segments.Count(plan, At(instant));

    /// <summary>Every entity of a kind, by id.</summary>
    public IReadOnlyList<StateRow> Entities(EntityKind kind) => [.. _connection
        .Query($"SELECT ref FROM {(kind == EntityKind.Account ? "account" : "contact")} ORDER BY id", [], row => row.GetInt64(0))
        .Select(reference => kind == EntityKind.Account ? _entities.Account(reference)! : _entities.Contact(reference)!)];

    public bool IsInTop(BoundTop top, StateRow entity, AsOf asOf)
    {
        if (!_tops.TryGetValue((top, asOf.Instant), out HashSet<string>? members))
        {
            var plan = new SegmentPlan(null, top.Entity, top, null, []);
            _tops[(top, asOf.Instant)] = members = [.. _segments.MemberIds(plan, asOf)];
        }

        return members.Contains(entity.Id);
    }

    public void Dispose()
    {
        Index.Dispose();
        _connection.Dispose();
        _store.Dispose();
    }

    internal static List<(Definition Definition, string Text)> Definitions(int seed)
    {
        var random = new RandomDefinitions(seed) { WithReferences = false, WithRanks = false };
        string Condition(EntityKind entity) => Checked(() => random.Condition(entity), text => Checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(text), entity).IsValid);
        string Value(EntityKind entity) => Checked(() => random.Value(entity), text => Checker.CheckValue(SegmentParser.ParseValueOrThrow(text), entity).IsValid);
        Expr Parsed(string text) => SegmentParser.ParseExpressionOrThrow(text);
        ValueExpr ParsedValue(string text) => SegmentParser.ParseValueOrThrow(text);

        var definitions = new List<(Definition, string)>
        {
            (new ListDefinition(RandomDefinitions.Names.AccountList, EntityKind.Account, ["a0", "a3", "a99"]), "a0, a3, a99"),
            (new ListDefinition(RandomDefinitions.Names.ContactList, EntityKind.Contact, ["c1", "c2"]), "c1, c2"),
            (new TraitDefinition(RandomDefinitions.Names.AccountDateTrait, EntityKind.Account, ParsedValue("last(page_view)")), "last(page_view)"),
        };
        foreach (EntityKind entity in Enum.GetValues<EntityKind>())
        {
            bool isAccount = entity == EntityKind.Account;
            string value = Value(entity), where = Condition(entity), exclude = Condition(entity), universe = Condition(entity), part = Condition(entity);
            definitions.Add((new TraitDefinition(isAccount ? RandomDefinitions.Names.AccountTrait : RandomDefinitions.Names.ContactTrait, entity, ParsedValue(value)), value));
            definitions.Add((
                new SegmentDefinition(isAccount ? RandomDefinitions.Names.AccountSegment : RandomDefinitions.Names.ContactSegment, entity, Parsed(where))
                {
                    Exclude = Parsed(exclude),
                    IncludeList = isAccount ? ["a1", "a2", "nobody"] : ["c3"],
                },
                $"{where} EXCLUDE {exclude}"));
            definitions.Add((
                new SegmentationDefinition(
                    isAccount ? RandomDefinitions.Names.AccountTier : RandomDefinitions.Names.ContactRole,
                    entity,
                    Parsed(universe),
                    [new SegmentationPartDefinition("One", Parsed(part)), new SegmentationPartDefinition("SaaS", Parsed(where))]),
                $"UNIVERSE {universe} One: {part} SaaS: {where}"));
        }

        return definitions;
    }

    private static DefinitionChecker Checker => new(RandomCatalog.Catalog, DefinitionSet.Empty);

    private static string Checked(Func<string> draw, Func<string, bool> isValid)
    {
        string text = draw();
        while (!isValid(text))
        {
            text = draw();
        }

        return text;
    }
}
