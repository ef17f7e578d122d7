using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;
using Strata.Warehouse.Tests.DuckDb;

namespace Strata.Warehouse.Tests.Schema;

public sealed class MigrationTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void The_steps_are_numbered_from_one_without_a_gap() =>
        Migration.All.Select(step => step.Version).ShouldBe(Enumerable.Range(1, Migration.All.Count));

    [Fact]
    public void An_old_version_is_upgraded_with_its_rows()
    {
        SchemaVersion.Upgrade(Connection, Migration.All, "it");
        Connection.Execute("INSERT INTO strata_source VALUES ('Salesforce', 'crm', 1)");
        int next = Migration.All.Count + 1;
        List<Migration> newer =
        [
            .. Migration.All,
            new(next, "A column", ["ALTER TABLE strata_source ADD COLUMN color VARCHAR", "UPDATE strata_source SET color = 'blue'"]),
            new(next + 1, "A table", ["CREATE TABLE strata_new(i INTEGER)"]),
        ];
        SchemaVersion.Upgrade(Connection, newer, "it");
        SchemaVersion.Upgrade(Connection, newer, "it");
        Connection.QueryScalar<string>("SELECT color FROM strata_source WHERE name = 'Salesforce'").ShouldBe("blue");
        Connection.QueryScalar<long>("SELECT count(*) FROM strata_new").ShouldBe(0);
        MetaTable.ReadVersion(Connection).ShouldBe(next + 1);
    }

    [Fact]
    public void A_step_that_fails_leaves_the_version_before_it()
    {
        SchemaVersion.Upgrade(Connection, Migration.All, "it");
        int version = MetaTable.ReadVersion(Connection);
        List<Migration> broken = [.. Migration.All, new(version + 1, "Fails", ["CREATE TABLE half(i INTEGER)", "SELECT * FROM missing"])];
        Should.Throw<DuckDbException>(() => SchemaVersion.Upgrade(Connection, broken, "it"));
        MetaTable.ReadVersion(Connection).ShouldBe(version);
        Connection.QueryScalar<long>("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").ShouldBe(0);
    }
}
