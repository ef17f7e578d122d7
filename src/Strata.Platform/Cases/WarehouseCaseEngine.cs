using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Cases;

/// <summary>Runs cases on an engine over a warehouse in memory, loaded in the same way as imported rows are.</summary>
/// <param name="name">The engine: one of <see cref="AudienceEngines.Names"/>.</param>
public sealed class WarehouseCaseEngine(string name) : ICaseEngine
{
    /// <summary>Cases are tiny: threads would only cost.</summary>
    private static readonly Dictionary<string, string> EngineOptions = new(StringComparer.Ordinal) { ["threads"] = "1" };

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ICaseSession Open(DataCatalog catalog) => new Session(catalog, name);

    private sealed class Session : ICaseSession
    {
        private readonly WarehouseStore _store;
        private readonly DuckDbConnection _connection;
        private readonly RowLoader _loader;
        private readonly AudienceEngines _engines;
        private readonly string _engine;

        public Session(DataCatalog catalog, string engine)
        {
            _store = WarehouseStore.OpenInMemory(catalog, EngineOptions);
            _connection = _store.Connect();
            _loader = new RowLoader(_connection, catalog);
            _engines = new AudienceEngines(_connection, new SegmentReader(_connection, catalog));
            _engine = engine;
        }

        public void Observe(IReadOnlyList<CaseRow> rows, long at, long observedAt)
        {
            foreach (IGrouping<RowType, CaseRow> group in rows.GroupBy(row => row.Type))
            {
                _loader.Upsert(group.Key, [.. group.Select(row => row.Values)], observedAt);
            }

            _engines.Refresh();
        }

        public IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
            _engines.Find(_engine).MemberIds(plan, asOf, cancellation);

        public void Dispose()
        {
            _engines.Dispose();
            _connection.Dispose();
            _store.Dispose();
        }
    }
}
