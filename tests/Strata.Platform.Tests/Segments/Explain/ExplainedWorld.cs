using NodaTime;
using NodaTime.Text;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Explain;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Segments.Explain;

/// <summary>A few accounts in a warehouse in memory, and explanations of them.</summary>
internal sealed class ExplainedWorld : IDisposable
{
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory();
    private readonly DuckDbConnection _connection;
    private readonly List<Definition> _definitions = [];

    public ExplainedWorld()
    {
        _connection = _store.Connect();
        Loader = new RowLoader(_connection, _store.Catalog);
    }

    public RowLoader Loader { get; }

    public static AsOf Now => new(At("2026-11-22T00:00:00Z"), DateTimeZone.Utc);

    public static long At(string text) => Microseconds.FromInstant(InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow());

    public EntityReader Reader => new(_connection, _store.Catalog);

    public EntityFinder Finder => new(_connection, Reader);

    public ExplainedWorld Account(string id, params (string Name, object? Value)[] fields) => AccountAt("2026-01-01T00:00:00Z", id, fields);

    public ExplainedWorld AccountAt(string at, string id, params (string Name, object? Value)[] fields) => Add(_store.Catalog.Account, at, [("id", id), .. fields]);

    public ExplainedWorld Contact(string id, params (string Name, object? Value)[] fields) =>
        Add(_store.Catalog.Contact, "2026-01-01T00:00:00Z", [("id", id), .. fields]);

    public ExplainedWorld Row(string collection, params (string Name, object? Value)[] fields) =>
        Add(_store.Catalog.FindCollection(collection)!, "2026-01-01T00:00:00Z", fields);

    public ExplainedWorld Event(string type, string id, string ts, params (string Name, object? Value)[] fields) =>
        Add(_store.Catalog.FindEvent(type)!, ts, [("id", id), ("ts", At(ts)), .. fields]);

    public ExplainedWorld Define(Definition definition)
    {
        _definitions.Add(definition);
        return this;
    }

    public Explanation Explain(string where, string id, EntityKind of = EntityKind.Account, AsOf? asOf = null) =>
        Explain(Checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(where), of).OrThrow(), id, asOf);

    public Explanation Explain(SegmentDefinition segment, string id) => Explain(Checker.CheckSegment(segment).OrThrow(), id, null);

    private DefinitionChecker Checker => new(_store.Catalog, new DefinitionSet(_definitions));

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private Explanation Explain(SegmentPlan plan, string id, AsOf? asOf)
    {
        EntityReader reader = Reader;
        StateRow entity = new EntityFinder(_connection, reader).Find(plan.Of, id);
        return new Explainer(reader, new SegmentRanks(new DuckDbAudienceEngine(new SegmentReader(_connection, _store.Catalog)))).Explain(plan, entity, asOf ?? Now);
    }

    private ExplainedWorld Add(RowType type, string at, IEnumerable<(string Name, object? Value)> fields)
    {
        Loader.Upsert(type, [fields.ToDictionary(field => field.Name, field => field.Value)], At(at));
        return this;
    }
}
