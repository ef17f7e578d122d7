using System.Text;
using Strata.Platform.Lookup;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Lookup;

public sealed class LookupColumnTests : IDisposable
{
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory();
    private readonly DuckDbConnection _connection;

    public LookupColumnTests() => _connection = _store.Connect();

    [Fact]
    public void Values_stay_until_there_are_others()
    {
        Load("a1", "One");
        Load("a2", "Two");
        var column = new LookupColumn(_store.Catalog.Account, _store.Catalog.Account.Find("name"));
        column.Take(column.Read(_connection, only: null));
        Load("a1", "First");
        _connection.Execute("UPDATE account SET name = NULL WHERE id = 'a2'");

        Should.Throw<OperationCanceledException>(() => column.Read(_connection, [0, 1], new CancellationToken(canceled: true)));
        (ValueOf(column, 0), ValueOf(column, 1)).ShouldBe(("\"One\"", "\"Two\""));

        LookupColumn.Cells read = column.Read(_connection, [0, 1, 2]);
        (ValueOf(column, 0), ValueOf(column, 1)).ShouldBe(("\"One\"", "\"Two\""));

        column.Take(read);
        (ValueOf(column, 0), ValueOf(column, 1), ValueOf(column, 2)).ShouldBe(("\"First\"", "", ""));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private static string ValueOf(LookupColumn column, long account) => Encoding.UTF8.GetString(column[account]);

    private void Load(string id, string name) => new RowLoader(_connection, _store.Catalog).Upsert(
        _store.Catalog.Account, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["name"] = name }], 0);
}
