using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Tests.Load;

/// <summary>A warehouse in memory with the tables that the tests need.</summary>
internal sealed class TestWarehouse : IDisposable
{
    public const long Day = 86_400_000_000;
    private readonly DuckDbDatabase _database = DuckDbDatabase.OpenInMemory();

    public TestWarehouse()
    {
        Connection = _database.Connect();
        foreach (RowType type in Catalog.RowTypes)
        {
            CreateTables(type);
        }

        Connection.Execute("CREATE TABLE strata_source (name VARCHAR, kind VARCHAR, precedence INTEGER)");
        Loader = new RowLoader(Connection, Catalog);
    }

    public DataCatalog Catalog { get; } = ShippedCatalog.Load();

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
        _database.Dispose();
    }

    private void CreateTables(RowType type)
    {
        (string table, string keys) = type.Kind switch
        {
            RowKind.Account => ("account", "ref BIGINT, id VARCHAR"),
            RowKind.Contact => ("contact", "ref BIGINT, id VARCHAR, account_ref BIGINT"),
            RowKind.Collection => (type.Name, "ref BIGINT, row_key VARCHAR, account_ref BIGINT, account_key VARCHAR"),
            _ => ("event_" + type.Name,
                "id VARCHAR, ts TIMESTAMP, account_ref BIGINT, contact_ref BIGINT, account_key VARCHAR, contact_key VARCHAR, source VARCHAR, \"source.folded\" VARCHAR"),
        };
        string fields = string.Concat(type.Fields
            .Where(field => type.Kind != RowKind.Event || field.Name is not "source")
            .SelectMany(FieldColumns.Of)
            .Select(column => $", {SqlIdentifier.Quote(column.Column)} {column.SqlType}"));
        string end = type.Kind == RowKind.Event ? "_raw VARCHAR" : "_source VARCHAR, _observed_at TIMESTAMP, _verified_at TIMESTAMP";
        Connection.Execute($"CREATE TABLE {table} ({keys}{fields}, {end})");
        if (type.Kind != RowKind.Event)
        {
            Connection.Execute(
                $"CREATE TABLE {table}_history (ref BIGINT, field VARCHAR, observed_at TIMESTAMP, value VARCHAR, folded VARCHAR, source VARCHAR)");
        }
    }
}
