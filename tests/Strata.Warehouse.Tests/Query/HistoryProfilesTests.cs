using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Warehouse.Tests.Query;

public sealed class HistoryProfilesTests
{
    [Fact]
    public void The_history_profile_knows_the_newest_change_of_each_field()
    {
        using var store = WarehouseStore.OpenInMemory();
        using DuckDbConnection connection = store.Connect();
        HistoryProfiles.Read(connection, store.Catalog).HasHistory("account", "employees").ShouldBeFalse();
        connection.Execute("INSERT INTO account_history VALUES (0, 'employees', ?, '1', NULL, 's'), (0, 'employees', ?, '2', NULL, 's')", DuckDbValue.Timestamp(10), DuckDbValue.Timestamp(20));
        connection.Execute("INSERT INTO opportunities_history VALUES (0, 'stage', ?, 'Won', 'won', 's')", DuckDbValue.Timestamp(30));
        HistoryProfile profile = HistoryProfiles.Read(connection, store.Catalog);
        profile.ChangedAfter("account", "employees", 19).ShouldBeTrue();
        profile.ChangedAfter("account", "employees", 20).ShouldBeFalse();
        profile.ChangedAfter("opportunities", "stage", 29).ShouldBeTrue();
        profile.HasHistory("account", "industry").ShouldBeFalse();
    }
}
