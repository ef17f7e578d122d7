using System.Globalization;
using Strata.Platform.Ingest.References;
using Strata.Platform.Ingest.Seen;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Seen;

public sealed class SeenIdsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory();
    private readonly DuckDbConnection _connection;

    public SeenIdsTests()
    {
        _connection = _store.Connect();
    }

    [Fact]
    public void An_id_is_new_once()
    {
        using SeenIds seen = Open();
        foreach (string id in Ids(0, 10_000))
        {
            seen.Add(KeyHash.Of(id)).ShouldBeTrue();
            seen.Add(KeyHash.Of(id)).ShouldBeFalse();
        }
    }

    [Fact]
    public void Ids_stay_known_as_they_go_to_files_and_files_are_merged()
    {
        using SeenIds seen = Open(sealedAtOnce: 100);
        for (int from = 0; from < 5_000; from += 60)
        {
            Append(seen, from, from + 60);
            seen.Rotate();
            seen.Seal();
        }

        foreach (string id in Ids(0, 5_000))
        {
            seen.Add(KeyHash.Of(id)).ShouldBeFalse();
        }

        seen.Add(KeyHash.Of("another")).ShouldBeTrue();
        Directory.GetFiles(_folder.Root, "*.ids").Length.ShouldBeLessThan(24);
    }

    [Fact]
    public void What_was_rotated_is_known_while_it_is_being_written()
    {
        using SeenIds seen = Open(sealedAtOnce: 100);
        Append(seen, 0, 200);
        seen.Rotate();
        Append(seen, 200, 300);

        Ids(0, 300).ShouldAllBe(id => !seen.Add(KeyHash.Of(id)));
    }

    [Fact]
    public void A_start_needs_only_what_the_files_do_not_cover()
    {
        using (SeenIds seen = Open(sealedAtOnce: 100))
        {
            Append(seen, 0, 1_000);
            seen.Rotate();
            seen.Seal();
            Append(seen, 1_000, 1_050);
        }

        using SeenIds again = Open(sealedAtOnce: 100);
        again.Count.ShouldBe(1_050);
        Ids(0, 1_050).ShouldAllBe(id => !again.Add(KeyHash.Of(id)));
        again.Add(KeyHash.Of("another")).ShouldBeTrue();
    }

    [Fact]
    public void What_the_disk_refuses_goes_to_a_file_later_and_what_came_meanwhile_is_not_taken_for_covered()
    {
        string inTheWay = Directory.CreateDirectory(Path.Combine(_folder.Root, "00000000.ids.new")).FullName;
        using (SeenIds seen = Open(sealedAtOnce: 100))
        {
            Append(seen, 0, 200);
            seen.Rotate();
            Should.Throw<UnauthorizedAccessException>(seen.Seal);

            Append(seen, 200, 400);
            seen.Rotate();
            seen.Seal();
            Ids(0, 400).ShouldAllBe(id => !seen.Add(KeyHash.Of(id)));
        }

        Directory.Delete(inTheWay);
        using SeenIds again = Open(sealedAtOnce: 100);
        again.Count.ShouldBe(400);
        Ids(0, 400).ShouldAllBe(id => !again.Add(KeyHash.Of(id)));
    }

    [Fact]
    public void Where_files_cannot_be_merged_no_id_goes_to_a_file_twice()
    {
        using SeenIds seen = Open(sealedAtOnce: 100);
        for (int run = 0; run < IdRuns.MergedAtOnce; run++)
        {
            Append(seen, run * 100, (run * 100) + 100);
            seen.Rotate();
            if (run < IdRuns.MergedAtOnce - 1)
            {
                seen.Seal();
            }
        }

        Directory.CreateDirectory(Path.Combine(_folder.Root, "00000008.ids.new"));
        Directory.CreateDirectory(Path.Combine(_folder.Root, "00000010.ids.new"));
        Should.Throw<UnauthorizedAccessException>(seen.Seal);
        seen.Seal();
        seen.Count.ShouldBe(800);
        seen.Checkpoint();
        seen.Count.ShouldBe(800);
        Directory.GetFiles(_folder.Root, "*.ids").Length.ShouldBe(1);
        Ids(0, 800).ShouldAllBe(id => !seen.Add(KeyHash.Of(id)));
    }

    [Fact]
    public void Ids_that_others_wrote_are_seen()
    {
        using SeenIds seen = Open();
        Append(seen, 0, 100);
        _connection.Execute("INSERT INTO event_download (id, ts) SELECT 'imported' || i, make_timestamp(i) FROM range(50) r(i)");
        seen.ReadNew(_connection, _store.Catalog);

        seen.Add(KeyHash.Of("imported7")).ShouldBeFalse();
        seen.Add(KeyHash.Of("id5")).ShouldBeFalse();
        seen.Count.ShouldBe(150);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("removed")]
    [InlineData("other warehouse")]
    public void Files_that_do_not_fit_are_made_anew(string how)
    {
        using (SeenIds seen = Open(sealedAtOnce: 100))
        {
            Append(seen, 0, 1_000);
            seen.Checkpoint();
        }

        string file = Directory.GetFiles(_folder.Root, "*.ids")[0];
        switch (how)
        {
            case "damaged":
                byte[] bytes = File.ReadAllBytes(file);
                bytes[100] ^= 1;
                File.WriteAllBytes(file, bytes);
                break;
            case "removed":
                File.Delete(file);
                break;
            default:
                _connection.Execute("DELETE FROM event_usage WHERE id = 'id3'");
                break;
        }

        using SeenIds again = Open(sealedAtOnce: 100);
        Ids(0, 1_000).Count(id => again.Add(KeyHash.Of(id))).ShouldBe(how == "other warehouse" ? 1 : 0);
    }

    [Fact]
    public void The_filter_denies_nothing_that_was_added_and_most_of_what_was_not()
    {
        var filter = new IdFilter(5_000, mostBytes: 1 << 20);
        UInt128[] ids = [.. Ids(0, 40_000).Select(id => KeyHash.Of(id))];
        foreach (UInt128 id in ids)
        {
            filter.Add(id);
        }

        ids.ShouldAllBe(id => filter.MayContain(id));
        Ids(40_000, 80_000).Count(id => filter.MayContain(KeyHash.Of(id))).ShouldBeLessThan(400);
        filter.Bytes.ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public void The_filter_keeps_to_its_memory()
    {
        var filter = new IdFilter(4_096, mostBytes: 20_000);
        UInt128[] ids = [.. Ids(0, 50_000).Select(id => KeyHash.Of(id))];
        foreach (UInt128 id in ids)
        {
            filter.Add(id);
        }

        filter.Bytes.ShouldBeLessThanOrEqualTo(20_000);
        ids.ShouldAllBe(id => filter.MayContain(id));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from).Select(i => $"id{i.ToString(CultureInfo.InvariantCulture)}");

    private SeenIds Open(int sealedAtOnce = 1_000) => new(_folder.Root, _connection, _store.Catalog, sealedAtOnce: sealedAtOnce);

    /// <summary>Adds ids and the rows that have them.</summary>
    private void Append(SeenIds seen, int from, int to)
    {
        Ids(from, to).ShouldAllBe(id => seen.Add(KeyHash.Of(id)));
        _connection.Execute("INSERT INTO event_usage (id, ts) SELECT 'id' || i, make_timestamp(i) FROM range($1, $2) r(i)", from, to);
        seen.Appended("event_usage", to - from);
    }
}
