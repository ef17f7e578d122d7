using Strata.Warehouse.Schema;
using Strata.Warehouse.Tests.DuckDb;

namespace Strata.Warehouse.Tests.Schema;

public sealed class DeadLetterMigrationTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Letters_of_earlier_versions_say_nothing_of_what_stood_beside_them()
    {
        SchemaVersion.Upgrade(_memory.Connection, [.. Migration.All.Where(step => step.Version < 8)], "it");
        _memory.Connection.Execute("INSERT INTO strata_dead_letter VALUES (1, make_timestamp(5), 'key', 'batch', NULL, NULL, 'why', '{}', NULL)");
        SchemaVersion.Upgrade(_memory.Connection, Migration.All, "it");
        _memory.Connection.Query("SELECT concat_ws(' ', id, message, privacy, beside) FROM strata_dead_letter", [], row => row.GetText(0)).ShouldBe(["1 {}"]);
    }
}
