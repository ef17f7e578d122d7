using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench;

/// <summary>Accounts with an id, a name, a domain and a number of employees, for benchmarks of the server.</summary>
internal static class PlainAccounts
{
    /// <summary>Makes them in a new data directory.</summary>
    /// <param name="data">The directory.</param>
    /// <param name="accounts">How many.</param>
    public static void Fill(string data, long accounts)
    {
        using WarehouseStore store = WarehouseStore.Open(new DataDirectory(data));
        using DuckDbConnection connection = store.Connect();
        connection.Execute(
            """
            INSERT INTO account (ref, id, name, "name.folded", domain, "domain.folded", employees)
            SELECT range, 'acct-' || lpad(range::VARCHAR, 8, '0'), 'Account ' || range, 'account ' || range, 'a' || range || '.example', 'a' || range || '.example',
                (hash(range) % 1000)::BIGINT * 10000
            FROM range($1)
            """,
            accounts);
        connection.Execute("CHECKPOINT");
    }
}
