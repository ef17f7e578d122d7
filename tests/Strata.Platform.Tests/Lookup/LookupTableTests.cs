using Strata.Platform.Identity;
using Strata.Platform.Live;
using Strata.Platform.Lookup;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Lookup;

public sealed class LookupTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-lookup-").FullName;
    private readonly WorkspaceHost _host;
    private readonly DuckDbConnection _connection;

    public LookupTableTests()
    {
        _host = WorkspaceHost.Open(new DataDirectory(_folder), TimeProvider.System);
        _connection = _host.Warehouse.Connect();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_could_not_be_read_again_is_read_the_next_time(bool everything)
    {
        using var table = new LookupTable(_host, VisitorLinks.Of(_connection));
        var cause = new MembershipCause(MembershipCauseKind.Field);
        Load("a1", "old.example");
        AccountOf(table, "old.example").ShouldBe(0);

        Load("a1", "new.example");
        Load("a2", "other.example");
        _connection.Execute("ALTER TABLE account RENAME TO away");
        table.Changed(everything ? EntityChanges.All(cause) : new EntityChanges([0, 1], [], EventsMoved: false, cause));
        Should.Throw<DuckDbException>(() => AccountOf(table, "new.example"));
        _connection.Execute("ALTER TABLE away RENAME TO account");

        (AccountOf(table, "new.example"), AccountOf(table, "other.example"), AccountOf(table, "old.example")).ShouldBe((0, 1, null));
    }

    private static long? AccountOf(LookupTable table, string domain) => table.Find(new LookupQuery(null, null, domain, null))?.Account;

    private void Load(string id, string domain) => new RowLoader(_connection, _host.Warehouse.Catalog).Upsert(
        _host.Warehouse.Catalog.Account, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["domain"] = domain }], 0);
}
