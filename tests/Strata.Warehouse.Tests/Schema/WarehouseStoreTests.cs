using System.Diagnostics;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;
using Strata.Warehouse.Tests.DuckDb;

namespace Strata.Warehouse.Tests.Schema;

public sealed class WarehouseStoreTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private DataDirectory Data => new(_temporary.File("nested/data"));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_new_directory_gets_the_tables_of_the_shipped_catalog()
    {
        using var store = WarehouseStore.Open(Data);
        Data.HasWarehouse.ShouldBeTrue();
        using DuckDbConnection connection = store.Connect();
        Columns(connection, "account").ShouldBe(
            ["ref BIGINT", "id VARCHAR", "industry VARCHAR", "industry.folded VARCHAR", "employees BIGINT", "tags VARCHAR[]", "tags.folded VARCHAR[]", "renewal_date TIMESTAMP", "_source VARCHAR", "_observed_at TIMESTAMP", "_verified_at TIMESTAMP"],
            ignoreOrder: true,
            keep: "ref id industry industry.folded employees tags tags.folded renewal_date _source _observed_at _verified_at");
        Columns(connection, "contact").ShouldBe(["account_ref BIGINT", "account_id VARCHAR", "opted_out BOOLEAN"], ignoreOrder: true, keep: "account_ref account_id opted_out");
        Columns(connection, "opportunities").ShouldBe(["row_key VARCHAR", "account_key VARCHAR", "amount BIGINT"], ignoreOrder: true, keep: "row_key account_key amount");
        Columns(connection, "event_page_view").ShouldBe(
            ["id VARCHAR", "ts TIMESTAMP", "contact_ref BIGINT", "source VARCHAR", "source.folded VARCHAR", "_raw VARCHAR"],
            ignoreOrder: true,
            keep: "id ts contact_ref source source.folded _raw");
        Columns(connection, "account_history").ShouldBe(
            ["ref BIGINT", "field VARCHAR", "observed_at TIMESTAMP", "value VARCHAR", "folded VARCHAR", "source VARCHAR"]);
        foreach ((string table, IReadOnlyList<TableColumn> columns) in CatalogTables.TablesOf(store.Catalog))
        {
            Columns(connection, table).ShouldBe(columns.Select(column => column.ToString()));
        }
    }

    [Fact]
    public void Opening_again_changes_nothing()
    {
        WarehouseStore.Open(Data).Dispose();
        string before = Schema();
        WarehouseStore.Open(Data).Dispose();
        Schema().ShouldBe(before);
    }

    [Fact]
    public void Additions_last_and_make_their_tables_and_columns()
    {
        CatalogAdditions additions = CatalogFile.Read("""
            fields:
              account: {is_target: boolean, sector: {type: category, taxonomy: sector}}
              contact: {score: number}
            collections:
              contracts: {start: signed_at, key: [title], fields: {title: text, signed_at: date}}
            events:
              login: {device: text}
            taxonomies:
              sector: [Services, {name: Technology, synonyms: [Tech], children: [Software]}]
            """);
        using (var store = WarehouseStore.Open(Data))
        {
            using DuckDbConnection connection = store.Connect();
            connection.Execute("INSERT INTO account(ref, id) VALUES (0, 'a1')");
            store.Extend(additions);
            store.Extend(CatalogFile.Read("events: {login: {minutes: number}}"));
            store.Catalog.Account.Find("is_target").ShouldNotBeNull();
        }

        using (var store = WarehouseStore.Open(Data))
        {
            store.Catalog.Account.Find("sector")!.Taxonomy.ShouldBe("sector");
            store.Catalog.Collections["contracts"].StartField.ShouldBe("signed_at");
            store.Catalog.Events["login"].Fields.Select(field => field.Name).ShouldBe(["device", "source", "minutes"], ignoreOrder: true);
            store.Catalog.Taxonomies["sector"].Nodes.Count.ShouldBe(3);
            using DuckDbConnection connection = store.Connect();
            connection.QueryScalar<string>("SELECT id FROM account WHERE is_target IS NULL AND \"sector.folded\" IS NULL").ShouldBe("a1");
            Columns(connection, "contracts").ShouldContain("title.folded VARCHAR");
            Columns(connection, "event_login").ShouldContain("minutes BIGINT");
            string before = Schema(connection);
            store.Extend(additions);
            Schema(connection).ShouldBe(before);
        }
    }

    [Fact]
    public void An_addition_that_contradicts_the_catalog_adds_nothing()
    {
        using var store = WarehouseStore.OpenInMemory();
        using DuckDbConnection connection = store.Connect();
        string before = Schema(connection);
        Should.Throw<UserErrorException>(() => store.Extend(CatalogFile.Read("fields: {account: {employees: text, brand_new: number}}")));
        Schema(connection).ShouldBe(before);
        store.Catalog.Account.Find("brand_new").ShouldBeNull();
    }

    [Fact]
    public void A_warehouse_of_a_newer_version_is_refused()
    {
        using (var store = WarehouseStore.Open(Data))
        using (DuckDbConnection connection = store.Connect())
        {
            connection.Execute("UPDATE strata_meta SET value = '999' WHERE key = 'schema_version'");
        }

        UserError error = Should.Throw<UserErrorException>(() => WarehouseStore.Open(Data)).Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("data-directory");
        error.Message.ShouldContain("version 999");

        // The refusal has let go of the file.
        Should.Throw<UserErrorException>(() => WarehouseStore.Open(Data));
    }

    [Fact]
    public void A_database_of_something_else_is_refused_and_left_as_it_is()
    {
        Data.Create();
        using (var database = DuckDbDatabase.Open(Data.WarehouseFile))
        using (DuckDbConnection connection = database.Connect())
        {
            connection.Execute("CREATE TABLE somebodys(i INTEGER)");
        }

        Should.Throw<UserErrorException>(() => WarehouseStore.Open(Data)).Errors[0].Code.ShouldBe("data-directory");
        using (var database = DuckDbDatabase.Open(Data.WarehouseFile))
        using (DuckDbConnection connection = database.Connect())
        {
            connection.Query("SELECT table_name FROM duckdb_tables()", [], row => row.GetText(0)).ShouldBe(["somebodys"]);
        }
    }

    [Fact]
    public void A_second_process_gets_a_clear_error()
    {
        WarehouseStore.Open(Data).Dispose();
        using Process other = SecondProcess.Hold(Data.WarehouseFile);
        UserError error = Should.Throw<UserErrorException>(() => WarehouseStore.Open(Data)).Errors[0];
        error.Code.ShouldBe("data-directory");
        error.Message.ShouldContain($"process {other.Id}");
        SecondProcess.End(other);
        WarehouseStore.Open(Data).Dispose();
    }

    private static List<string> Columns(DuckDbConnection connection, string table) => connection.Query(
        "SELECT column_name || ' ' || data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
        row => row.GetRequiredText(0));

    private static string Schema(DuckDbConnection connection) => string.Join(
        '\n', connection.Query("SELECT sql FROM duckdb_tables() ORDER BY table_name", [], row => row.GetText(0)));

    private string Schema()
    {
        using var database = DuckDbDatabase.Open(Data.WarehouseFile);
        using DuckDbConnection connection = database.Connect();
        return Schema(connection);
    }
}

file static class ColumnAssertions
{
    /// <summary>The columns named in <paramref name="keep"/> are exactly these.</summary>
    public static void ShouldBe(this List<string> columns, string[] expected, bool ignoreOrder, string keep)
    {
        string[] names = keep.Split(' ');
        columns.Where(column => names.Contains(column.Split(' ')[0], StringComparer.Ordinal)).ShouldBe(expected, ignoreOrder);
    }
}
