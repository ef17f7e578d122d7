using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;
using Strata.Warehouse.Tests.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Warehouse.Tests.Schema;

public sealed class TableVersionMigrationTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Tables_that_were_there_before_count_as_written()
    {
        DuckDbConnection connection = _memory.Connection;
        SchemaVersion.Upgrade(connection, [.. Migration.All.Where(step => step.Version < 3)], "it");
        connection.Execute("CREATE TABLE account(ref BIGINT, _source VARCHAR)");
        connection.Execute("CREATE TABLE account_history(ref BIGINT, source VARCHAR)");
        connection.Execute("CREATE TABLE event_form(id VARCHAR, _raw VARCHAR)");
        SchemaVersion.Upgrade(connection, Migration.All, "it");
        IReadOnlyDictionary<string, TableVersion> versions = TableVersions.Read(connection);
        versions.Keys.ShouldBe(["account", "event_form"], ignoreOrder: true);
        versions.Values.ShouldAllBe(version => version.Version > 0 && version.Rewritten == version.Version);
    }
}
