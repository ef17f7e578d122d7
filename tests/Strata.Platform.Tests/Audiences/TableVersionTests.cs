using Strata.Language.Catalog;
using Strata.Platform.Tests.Differential;
using Strata.Platform.Tests.Identity;
using Strata.Platform.Tests.Import;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Audiences;

/// <summary>A table has another version whenever, and only when, its rows or its history are others; no way of writing forgets it.</summary>
public sealed class TableVersionTests
{
    [Fact]
    public void Loads_in_any_order()
    {
        for (int seed = PropertyRuns.FirstSeed; seed < PropertyRuns.FirstSeed + PropertyRuns.Of(4); seed++)
        {
            using WarehouseStore store = WarehouseStore.OpenInMemory(RandomCatalog.Catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });
            using DuckDbConnection connection = store.Connect();
            Sources.Declare(connection, "vendor", SourceKind.Enrichment);
            var loader = new RowLoader(connection, RandomCatalog.Catalog);
            var states = new TableStates(connection);
            var random = new RandomSource(seed);
            foreach (RandomBatch batch in new RandomData(seed).Batches.OrderBy(_ => random.Below(1000)))
            {
                string source = random.Pick("crm", "vendor");
                loader.Upsert(batch.Type, batch.Rows, batch.ObservedAt, source);
                states.Check(RandomCatalog.Catalog, $"seed {seed}, {batch.Type.Name} by {source}");
                loader.Upsert(batch.Type, batch.Rows, batch.ObservedAt, source);
                states.Check(RandomCatalog.Catalog, $"seed {seed}, {batch.Type.Name} by {source}, again");
            }
        }
    }

    [Fact]
    public void Merges_and_their_undoing()
    {
        for (int seed = PropertyRuns.FirstSeed; seed < PropertyRuns.FirstSeed + PropertyRuns.Of(4); seed++)
        {
            using var world = new RandomDuplicates(seed);
            var states = new TableStates(world.Connection);
            states.Check(RandomCatalog.Catalog, $"seed {seed}");
            EntityMerge.Prepare(world.Connection);
            foreach (EntityKind kind in Enum.GetValues<EntityKind>())
            {
                List<long> refs = world.Refs(kind);
                using DuckDbTransaction transaction = world.Connection.BeginTransaction();
                new EntityMerge(world.Connection, RandomCatalog.Catalog).Merge(kind, refs[0], refs[^1], RandomSource.Center, "test");
                transaction.Commit();
                states.Check(RandomCatalog.Catalog, $"seed {seed}, merge of {kind}").ShouldNotBeEmpty();
            }

            foreach (MergeRecord merge in MergeLedger.All(world.Connection).OrderByDescending(merge => merge.Id).ToList())
            {
                using DuckDbTransaction transaction = world.Connection.BeginTransaction();
                new EntityMerge(world.Connection, RandomCatalog.Catalog).Undo(merge, RandomSource.Center);
                transaction.Commit();
                states.Check(RandomCatalog.Catalog, $"seed {seed}, merge {merge.Id} undone").ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Imports_of_files()
    {
        using var directory = new ImportDirectory();
        var states = new TableStates(directory.Connection);
        string events = directory.File("events.csv", "id,timestamp,type,account\ne1,2026-10-01,page_view,acme.com\ne2,2026-10-02,form,a2\n");
        string accounts = directory.File("accounts.csv", "id,name,domain\na1,Acme,acme.com\na2,Globex,globex.com\n");
        string opportunities = directory.File("opportunities.csv", "Opportunity ID,Account ID,Stage,Amount\no1,a1,Qualify,100\n");
        string stages = directory.File("opportunity_stages.csv", "Opportunity ID,Stage,Changed At\no1,Qualify,2026-01-01\no1,Closed Won,2026-03-01\n");

        // Events that came before their accounts are attached to them.
        Import(events, dryRun: true).ShouldBeEmpty();
        IReadOnlyList<string> eventTables = Import(events);
        eventTables.ShouldNotBeEmpty();
        eventTables.ShouldAllBe(table => table.StartsWith("event_", StringComparison.Ordinal) && !states.WasRewritten(table));
        Import(accounts).ShouldBe(["account", .. eventTables], ignoreOrder: true);
        states.WasRewritten("account").ShouldBeFalse();
        eventTables.ShouldAllBe(table => states.WasRewritten(table));
        Import(opportunities).ShouldBe(["opportunities"]);
        Import(stages).ShouldBe(["opportunities"]);
        states.WasRewritten("opportunities").ShouldBeTrue();
        foreach (string file in (string[])[accounts, opportunities, stages, events])
        {
            directory.Clock.Now = directory.Clock.Now.AddDays(1);
            Import(file).ShouldBeEmpty();
        }

        Import(directory.File("more.csv", "id,name,domain\na3,Initech,initech.com\n")).ShouldBe(["account"]);
        states.WasRewritten("account").ShouldBeFalse();
        Import(directory.File("changed.csv", "id,name,domain\na3,Initrode,initech.com\na4,Hooli,hooli.com\n")).ShouldBe(["account"]);
        states.WasRewritten("account").ShouldBeTrue();

        IReadOnlyList<string> Import(string path, bool dryRun = false)
        {
            directory.Import(path, request => request with { DryRun = dryRun });
            return states.Check(directory.Catalog, Path.GetFileName(path));
        }
    }
}
