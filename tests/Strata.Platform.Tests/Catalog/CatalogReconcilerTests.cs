using Strata.Language;
using Strata.Platform.Catalog;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Catalog;

public sealed class CatalogReconcilerTests : IDisposable
{
    private const string Sector = "catalog: {fields: {account: {sector: {type: category, taxonomy: sector}}}, taxonomies: {sector: [Services, {name: Technology, children: [Software]}]}}";
    private const string Target = "catalog: {fields: {account: {is_target: boolean}}}";
    private const string Other = "segment: other\nwhere: employees > 1";
    private readonly TestWorkspace _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Files_add_fields_collections_events_and_taxonomies()
    {
        FolderReconciler change = Apply(
            Sector,
            "catalog: {collections: {contracts: {key: [title], fields: {title: text, amount: money}}}, events: {purchase: {sku: category}}}",
            "segment: s\nwhere: 'sector under \"Technology\" or any(contracts where amount > 5) or any(purchase) ever'");
        change.Catalog.Changes.Select(one => $"{one.Kind} {one.What} {one.Name}").ShouldBe(
            ["Added field account.sector", "Added collection contracts", "Added event purchase", "Added taxonomy sector"]);
        _test.Reopen();
        Load(new() { ["id"] = "a01", ["sector"] = "Software" });
        new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog).Upsert(
            _test.Workspace.Catalog.Collections["contracts"], [new Dictionary<string, object?> { ["account"] = "a02", ["title"] = "Frame", ["amount"] = 7 }], _test.Workspace.Now.Instant);
        _test.Count("s").ShouldBe(2);
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing()
    {
        Apply(Sector, "segment: s\nwhere: sector = \"Services\"");
        FolderReconciler again = Reconcile(prune: true, Sector, "segment: s\nwhere: sector = \"Services\"");
        again.IsEmpty.ShouldBeTrue();
        again.Differences(_test.Workspace.Now, withIds: true, CancellationToken.None).ShouldBeEmpty();
    }

    [Fact]
    public void A_preview_leaves_no_trace_and_counts_with_the_new_fields()
    {
        FolderReconciler change = Reconcile(prune: false, Target, "segment: s\nwhere: not is_target");
        change.Differences(_test.Workspace.Now, withIds: false, CancellationToken.None).Single().Delta.Entered.ShouldBe(10);
        _test.Workspace.Catalog.Account.Find("is_target").ShouldBeNull();
        _test.Workspace.Connection.QueryScalar<long>("SELECT count(*) FROM duckdb_columns() WHERE column_name = 'is_target'").ShouldBe(0);
    }

    [Fact]
    public void Another_field_does_not_touch_segments_that_do_not_read_it()
    {
        Apply("segment: s\nwhere: employees > 500");
        FolderReconciler change = Reconcile(prune: false, Target, "segment: s\nwhere: employees > 500");
        change.Differences(_test.Workspace.Now, withIds: true, CancellationToken.None).ShouldBeEmpty();
    }

    [Fact]
    public void A_type_or_a_key_never_changes()
    {
        Apply(Target, "catalog: {collections: {contracts: {key: [title], fields: {title: text, amount: money}}}}");
        Refusal(false, "catalog: {fields: {account: {is_target: number}}}").ShouldContain("'account.is_target' is already known as boolean.");
        Refusal(false, "catalog: {fields: {account: {employees: text}}}").ShouldContain("'account.employees' is already known as number.");
        Refusal(false, "catalog: {collections: {contracts: {key: [amount], fields: {amount: money}}}}").ShouldContain("The key of 'contracts' is title");
    }

    [Fact]
    public void What_is_not_given_stays_unless_it_is_pruned()
    {
        Apply(Target, Sector);
        FolderReconciler without = Apply(Sector);
        without.Catalog.Changes.ShouldBeEmpty();
        without.Catalog.NotGiven.Select(one => one.Name).ShouldBe(["account.is_target"]);
        Apply(prune: true, Sector).Catalog.Changes.Select(one => $"{one.Kind} {one.Name}").ShouldBe(["Removed account.is_target"]);
        _test.Reopen();
        _test.Workspace.Catalog.Account.Find("is_target").ShouldBeNull();
        _test.Workspace.Catalog.Account.Find("sector").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_in_use_is_not_taken_away()
    {
        Apply(Target, Sector, "segment: s\nwhere: is_target");
        Load(new Dictionary<string, object?> { ["id"] = "a01", ["sector"] = "Services" });
        Refusal(true, Target, "segment: s\nwhere: is_target").ShouldContain("field account.sector cannot be taken away: the data has 1 value of it");
        Refusal(true, Sector, "segment: s\nwhere: is_target").ShouldContain("segment 's' uses what would go away");
        Apply(prune: true, Sector).Catalog.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public void What_imports_made_known_is_not_pruned()
    {
        _test.Workspace.Warehouse.Extend(Strata.Language.Catalog.CatalogFile.Read("fields: {account: {from_import: text}}"));
        Apply(Target);
        Apply(prune: true, Other).Catalog.Changes.Select(one => one.Name).ShouldBe(["account.is_target"]);
        _test.Workspace.Catalog.Account.Find("from_import").ShouldNotBeNull();
    }

    [Fact]
    public void Life_and_meaning_of_a_field_can_change()
    {
        Apply("catalog: {fields: {account: {employees: {type: number, ttl: 90 days}}}}").Catalog.Changes.Single()
            .ShouldBe(new CatalogChange(ChangeKind.Changed, "field", "account.employees", "number, stale after 90 days"));
        Apply(prune: true, Other).Catalog.Changes.Single().Detail.ShouldBe("number");
        _test.Workspace.Catalog.Account.Find("employees")!.TimeToLiveDays.ShouldBeNull();
    }

    [Fact]
    public void Other_keys_beside_the_catalog_are_refused() =>
        Refusal(false, "catalog: {fields: {}}\nwhere: x").ShouldContain("where");

    private FolderReconciler Apply(params string[] files) => Apply(prune: false, files);

    private FolderReconciler Apply(bool prune, params string[] files)
    {
        FolderReconciler change = Reconcile(prune, files);
        change.Apply("test", null, _test.Workspace.Now, CancellationToken.None);
        return change;
    }

    private FolderReconciler Reconcile(bool prune, params string[] files)
    {
        string folder = _test.PathOf(Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        for (int number = 0; number < files.Length; number++)
        {
            File.WriteAllText(Path.Combine(folder, $"{number}.yaml"), files[number]);
        }

        return new FolderReconciler(_test.Workspace, DefinitionFiles.ReadFolder(folder), prune);
    }

    private string Refusal(bool prune, params string[] files) =>
        string.Join('\n', Should.Throw<UserErrorException>(() => Reconcile(prune, files)).Errors.Select(error => error.Message));

    private void Load(Dictionary<string, object?> row) =>
        new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog).Upsert(_test.Workspace.Catalog.Account, [row], _test.Workspace.Now.Instant);
}
