using Microsoft.Data.Sqlite;
using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Control;

public sealed class ControlStoreTests : IDisposable
{
    private const string MemoryLimit = "SELECT current_setting('memory_limit')";
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public void Settings_are_kept_and_checked()
    {
        using (ControlStore store = ControlStore.Open(_folder.Root))
        {
            var settings = new WorkspaceSettings(store);
            settings.Get("zone").ShouldBe("UTC");
            settings.Set("zone", "Europe/Berlin");
            settings.Set("currency", "eur");
            Should.Throw<UserErrorException>(() => settings.Set("zone", "Mars/Olympus")).Errors.Single().Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => settings.Set("currency", "euros")).Errors.Single().Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => settings.Get("colour")).Errors.Single().Code.ShouldBe("argument");
        }

        using ControlStore again = ControlStore.Open(_folder.Root);
        var kept = new WorkspaceSettings(again);
        (kept.Zone.Id, kept.Currency).ShouldBe(("Europe/Berlin", "EUR"));
    }

    [Fact]
    public void The_warehouse_holds_no_more_memory_than_it_may()
    {
        var directory = new DataDirectory(_folder.PathOf("data"));
        directory.Create();
        using (ControlStore store = ControlStore.Open(directory.FullPath))
        {
            var settings = new WorkspaceSettings(store);
            Should.Throw<UserErrorException>(() => settings.Set("warehouse_memory", "64")).Errors.Single().Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => settings.Set("warehouse_memory", "plenty")).Errors.Single().Code.ShouldBe("argument");
            settings.Set("warehouse_memory", "512");
        }

        using (WorkspaceHost host = WorkspaceHost.Open(directory, TimeProvider.System))
        {
            using DuckDbConnection connection = host.Warehouse.Connect();
            connection.QueryScalar<string>(MemoryLimit).ShouldBe("512.0 MiB");
        }

        using Workspace workspace = Workspace.Open(directory, TimeProvider.System);
        workspace.Connection.QueryScalar<string>(MemoryLimit).ShouldBe("512.0 MiB");
    }

    [Fact]
    public void Where_nobody_says_a_server_holds_less_memory_than_a_command_may()
    {
        var directory = new DataDirectory(_folder.PathOf("data"));
        directory.Create();
        string served;
        using (WorkspaceHost host = WorkspaceHost.Open(directory, TimeProvider.System))
        {
            using DuckDbConnection connection = host.Warehouse.Connect();
            served = connection.QueryScalar<string>(MemoryLimit)!;
        }

        using Workspace workspace = Workspace.Open(directory, TimeProvider.System);
        workspace.Connection.QueryScalar<bool>("SELECT parse_formatted_bytes($1) < parse_formatted_bytes(current_setting('memory_limit'))", served).ShouldBeTrue();
    }

    [Fact]
    public void The_definitions_of_every_revision_can_be_told_again()
    {
        using ControlStore store = ControlStore.Open(_folder.Root);
        store.Commit(1, "a", null, [Version("one", "1"), Version("two", "1")], []);
        store.Commit(2, "b", "why", [Version("ONE", "2")], []);
        store.Commit(3, "c", null, [Version("two", "1") with { Deleted = true }], []);

        store.LatestRevision().ShouldBe(3);
        Names(0).ShouldBeEmpty();
        Names(1).ShouldBe(["one 1", "two 1"]);
        Names(2).ShouldBe(["ONE 2", "two 1"]);
        Names(3).ShouldBe(["ONE 2"]);

        string[] Names(long revision) => [.. store.DefinitionsAt(revision).Select(version => $"{version.Name} {version.Text}")];
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        ControlStore.Open(_folder.Root).Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder.PathOf("control.db")}"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Should.Throw<UserErrorException>(() => ControlStore.Open(_folder.Root)).Errors.Single().Message.ShouldContain("newer version");
    }

    [Fact]
    public void What_is_no_database_is_refused()
    {
        File.WriteAllText(_folder.PathOf("control.db"), new string('x', 10_000));

        Should.Throw<UserErrorException>(() => ControlStore.Open(_folder.Root)).Errors.Single().Code.ShouldBe("data-directory");
    }

    private static StoredVersion Version(string name, string text) =>
        new() { Kind = "segment", Name = name, Version = 0, Revision = 0, Text = text, Canonical = text, Json = "{}" };
}
