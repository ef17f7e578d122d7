using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

/// <summary>An empty database in memory with one connection.</summary>
internal sealed class MemoryDatabase : IDisposable
{
    public MemoryDatabase()
    {
        Database = DuckDbDatabase.OpenInMemory(new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "2" });
        Connection = Database.Connect();
    }

    public DuckDbDatabase Database { get; }

    public DuckDbConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
    }
}
