using Strata.Language;
using Strata.Platform.Demo;
using Strata.Platform.Generation;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Demo;

public sealed class DemoMarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataDirectory _directory;

    public DemoMarkTests() => _directory = new DataDirectory(_folder.PathOf("demo"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_unfinished_demo_is_taken_away_with_all_that_it_made()
    {
        Mark(10).Begin();
        WarehouseStore.Open(_directory).Dispose();
        string universe = Directory.CreateDirectory(Path.Combine(_directory.FullPath, "universe")).FullName;
        File.WriteAllText(Path.Combine(universe, "accounts.csv"), "x");
        string notes = Path.Combine(_directory.FullPath, "notes.txt");
        File.WriteAllText(notes, "mine");

        Mark(20).IsThere().ShouldBeFalse();
        _directory.HasWarehouse.ShouldBeFalse();
        Directory.Exists(universe).ShouldBeFalse();
        File.Exists(notes).ShouldBeTrue();
    }

    [Fact]
    public void A_finished_demo_stays()
    {
        Mark(10).Begin();
        WarehouseStore.Open(_directory).Dispose();
        Mark(10).Set(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        DemoMark again = Mark(10);
        again.IsThere().ShouldBeTrue();
        again.AsOf.ShouldBe(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        Should.Throw<UserErrorException>(() => Mark(20).IsThere()).Message.ShouldContain("another demo (10 accounts");
    }

    [Fact]
    public void Other_data_is_never_touched()
    {
        WarehouseStore.Open(_directory).Dispose();
        Should.Throw<UserErrorException>(() => Mark(10).IsThere()).Message.ShouldContain("holds other data");
        _directory.HasWarehouse.ShouldBeTrue();
    }

    private DemoMark Mark(long accounts) => new(_directory, new UniverseOptions
    {
        Directory = Path.Combine(_directory.FullPath, "universe"),
        Accounts = accounts,
        Events = 1,
        Seed = 1,
    });
}
