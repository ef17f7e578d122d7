using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Cases;

/// <summary>Runs cases in a DuckDB in memory, loaded in the same way as imported rows are.</summary>
public sealed class DuckDbCaseEngine : ICaseEngine
{
    /// <summary>Cases are tiny: threads would only cost.</summary>
    private static readonly Dictionary<string, string> EngineOptions = new(StringComparer.Ordinal) { ["threads"] = "1" };

    /// <inheritdoc/>
    public string Name => "duckdb";

    /// <inheritdoc/>
    public ICaseSession Open(DataCatalog catalog) => new Session(catalog);

    private sealed class Session : ICaseSession
    {
        private readonly WarehouseStore _store;
        private readonly DuckDbConnection _connection;
        private readonly RowLoader _loader;
        private readonly SegmentReader _reader;

        public Session(DataCatalog catalog)
        {
            _store = WarehouseStore.OpenInMemory(catalog, EngineOptions);
            _connection = _store.Connect();
            _loader = new RowLoader(_connection, catalog);
            _reader = new SegmentReader(_connection, catalog);
        }

        public void Observe(IReadOnlyList<CaseRow> rows, long observedAt)
        {
            foreach (IGrouping<RowType, CaseRow> group in rows.GroupBy(row => row.Type))
            {
                _loader.Upsert(group.Key, [.. group.Select(row => row.Values)], observedAt);
            }

            _reader.Refresh();
        }

        public IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) =>
            _reader.MemberIds(plan, asOf, cancellation);

        public void Dispose()
        {
            _connection.Dispose();
            _store.Dispose();
        }
    }
}
