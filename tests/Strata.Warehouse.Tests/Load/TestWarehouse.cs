using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Warehouse.Tests.Load;

/// <summary>A warehouse in memory with the tables that the tests need.</summary>
internal sealed class TestWarehouse : IDisposable
{
    public const long Day = 86_400_000_000;
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory();

    public TestWarehouse()
    {
        Connection = _store.Connect();
        Loader = new RowLoader(Connection, Catalog);
    }

    public DataCatalog Catalog => _store.Catalog;

    public DuckDbConnection Connection { get; }

    public RowLoader Loader { get; }

    public LoadResult Accounts(long at, params Dictionary<string, object?>[] rows) => Loader.Upsert(Catalog.Account, rows, at);

    public LoadResult Contacts(long at, params Dictionary<string, object?>[] rows) => Loader.Upsert(Catalog.Contact, rows, at);

    public LoadResult Rows(string collection, long at, params Dictionary<string, object?>[] rows) =>
        Loader.Upsert(Catalog.Collections[collection], rows, at);

    public LoadResult Events(string type, params Dictionary<string, object?>[] rows) => Loader.Upsert(Catalog.Events[type], rows, 0);

    public T? Scalar<T>(string sql) => Connection.QueryScalar<T>(sql);

    /// <summary>The first column of every row as text.</summary>
    public List<string?> Texts(string sql) => Connection.Query(sql, [], row => row.GetText(0));

    /// <summary>The history of a field: <c>days after 1970: value (source)</c>, in time order.</summary>
    public List<string?> History(string table, string field) => Connection.Query(
        $"""
        SELECT (epoch_us(observed_at) // {Day}) || ': ' || coalesce(value, 'missing') || ' (' || source || ')'
        FROM {table}_history WHERE field = $1 ORDER BY observed_at
        """,
        [field],
        row => row.GetText(0));

    public void Dispose()
    {
        Connection.Dispose();
        _store.Dispose();
    }
}
