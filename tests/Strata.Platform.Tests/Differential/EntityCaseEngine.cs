using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Cases;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Explain;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Differential;

/// <summary>Runs cases by evaluating one entity after another, as live evaluation does; DuckDB holds the rows and answers ranks.</summary>
internal sealed class EntityCaseEngine : ICaseEngine
{
    public string Name => "entity";

    public ICaseSession Open(DataCatalog catalog) => new Session(catalog);

    private sealed class Session : ICaseSession
    {
        private readonly DataCatalog _catalog;
        private readonly WarehouseStore _store;
        private readonly DuckDbConnection _connection;
        private readonly RowLoader _loader;
        private EntityReader _entities;
        private EntityEvaluator _evaluator;

        public Session(DataCatalog catalog)
        {
            _catalog = catalog;
            _store = WarehouseStore.OpenInMemory(catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });
            _connection = _store.Connect();
            _loader = new RowLoader(_connection, catalog);
            (_entities, _evaluator) = Fresh();
        }

        public void Observe(IReadOnlyList<CaseRow> rows, long at, long observedAt)
        {
            foreach (IGrouping<RowType, CaseRow> group in rows.GroupBy(row => row.Type))
            {
                _loader.Upsert(group.Key, [.. group.Select(row => row.Values)], observedAt);
            }

            (_entities, _evaluator) = Fresh();
        }

        public IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
        {
            bool ofAccounts = plan.Of == EntityKind.Account;
            IEnumerable<StateRow> everyone = _connection
                .Query($"SELECT ref FROM {(ofAccounts ? "account" : "contact")} ORDER BY id", [], row => row.GetInt64(0), cancellation)
                .Select(reference => ofAccounts ? _entities.Account(reference)! : _entities.Contact(reference)!);
            return [.. everyone.Where(entity => IsMember(plan, entity, asOf)).Select(entity => entity.Id)];
        }

        public void Dispose()
        {
            _connection.Dispose();
            _store.Dispose();
        }

        /// <summary>The truth at T; the period that comes with it is held to the truth at its ends.</summary>
        private bool IsMember(SegmentPlan plan, StateRow entity, AsOf asOf)
        {
            Truth truth = _evaluator.Evaluate(plan.Membership, entity, asOf);
            bool At(long instant) => _evaluator.IsTrue(plan.Membership, entity, asOf.At(instant));
            if (truth is { SinceIsExact: true, UntilIsExact: true })
            {
                (truth.Since == long.MinValue || (At(truth.Since) == truth.Value && At(truth.Since - 1) != truth.Value)).ShouldBeTrue();
                (truth.Until == long.MaxValue || (At(truth.Until) != truth.Value && At(truth.Until - 1) == truth.Value)).ShouldBeTrue();
            }

            return truth.Value;
        }

        private (EntityReader Entities, EntityEvaluator Evaluator) Fresh()
        {
            var entities = new EntityReader(_connection, _catalog);
            return (entities, new EntityEvaluator(entities, new SegmentRanks(new DuckDbAudienceEngine(new SegmentReader(_connection, _catalog)))));
        }
    }
}
