using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Store;

public sealed class EventStoreTests : IDisposable
{
    private readonly WarehouseStore _warehouse = WarehouseStore.OpenInMemory();
    private readonly List<string> _notices = [];
    private readonly List<IReadOnlyList<(string Table, int Rows)>> _committed = [];

    [Fact]
    public void What_is_committed_is_not_written_again_where_what_follows_fails()
    {
        bool fails = true;
        using EventStore store = Open(fault: () => fails ? new IOException("No space left on device") : null);
        store.Pending.Add(Event("e1"));
        store.Pending.Add(Event("e2"));
        store.BeginFlush(new IngestPosition(10, 1), Folding.All).ShouldBeNull();
        store.Wait().ShouldBeNull();

        store.HasFailed.ShouldBeFalse();
        store.TakeStored().ShouldBe(2);
        store.Stored.ShouldBe(new IngestPosition(10, 1));
        _notices.ShouldHaveSingleItem().ShouldContain("No space left on device");

        fails = false;
        store.Pending.Add(Event("e3"));
        store.BeginFlush(new IngestPosition(20, 2), Folding.All).ShouldBeNull();
        store.Wait().ShouldBeNull();

        store.TakeStored().ShouldBe(1);
        store.Connection.QueryScalar<long>("SELECT count(*) FROM event_usage").ShouldBe(3);
        store.Connection.QueryScalar<long>("SELECT count(*) FROM strata_message").ShouldBe(2);
        _committed.Select(appended => appended.Single()).ShouldBe([("event_usage", 2), ("event_usage", 1)]);
        _notices.Count.ShouldBe(2);
        _notices[1].ShouldEndWith("again.");
    }

    [Fact]
    public void Amendments_of_what_is_stored_wait_until_they_are_brought_in_and_the_last_of_an_event_counts()
    {
        using EventStore store = Open(fault: () => null);
        store.Pending.Add(Page("p1", at: 0));
        store.Pending.Add(Page("p2", at: 0));
        store.Pending.Add(Page("p3", at: 3_600_000_000));
        Flush(store, Folding.None);
        store.HoldsAmendments.ShouldBeFalse("nothing was amended");

        store.Pending.Amend(Longer("p1", 0, 5));
        store.Pending.Amend(Longer("p1", 0, 6));
        Flush(store, Folding.None);
        store.HoldsAmendments.ShouldBeTrue();
        Seconds(store).ShouldBe(["p1 ?", "p2 ?", "p3 ?"]);
        store.Pending.Amend(Longer("p1", 0, 9));
        store.Pending.Amend(Longer("p3", 3_600_000_000, 7));
        Flush(store, Folding.None);
        Flush(store, Folding.None);
        store.HoldsAmendments.ShouldBeTrue();

        store.Pending.Amend(Longer("p2", 0, 3));
        Flush(store, Folding.All);
        store.HoldsAmendments.ShouldBeFalse();
        Seconds(store).ShouldBe(["p1 9", "p2 3", "p3 7"]);
        EventAmendments.AreWaiting(store.Connection).ShouldBeFalse();
        Flush(store, Folding.All);
        Seconds(store).ShouldBe(["p1 9", "p2 3", "p3 7"]);
    }

    [Fact]
    public void Amendments_are_brought_in_at_their_turn_the_older_the_event_the_later()
    {
        const long second = 1_000_000;
        using EventStore store = Open(fault: () => null);
        store.Pending.Add(Page("p1", at: 0));
        store.Pending.Add(Page("p2", at: 25 * second));
        store.Pending.Add(Page("p3", at: 32 * second));
        Flush(store, Folding.All, now: 33 * second);

        store.Pending.Amend(Longer("p1", 0, 5));
        store.Pending.Amend(Longer("p2", 25 * second, 5));
        store.Pending.Amend(Longer("p3", 32 * second, 5));
        Flush(store, Folding.Due, now: 38 * second);
        Seconds(store).ShouldBe(["p1 ?", "p2 ?", "p3 ?"]);

        // 40 s since p1, 20 since the slice of p2 began, and 10 since that of p3.
        store.Pending.Amend(Longer("p2", 25 * second, 6));
        Flush(store, Folding.Due, now: 39 * second);
        Seconds(store).ShouldBe(["p1 ?", "p2 ?", "p3 ?"]);
        Flush(store, Folding.Due, now: 40 * second);
        Seconds(store).ShouldBe(["p1 5", "p2 6", "p3 5"]);
        store.HoldsAmendments.ShouldBeFalse();

        // Then 80 s, 40 and 20; what came for p2 and p3 meanwhile waits for no longer than they do.
        store.Pending.Amend(Longer("p1", 0, 7));
        store.Pending.Amend(Longer("p2", 25 * second, 7));
        store.Pending.Amend(Longer("p3", 32 * second, 7));
        Flush(store, Folding.Due, now: 51 * second);
        Seconds(store).ShouldBe(["p1 5", "p2 6", "p3 7"]);
        Flush(store, Folding.Due, now: 60 * second);
        Seconds(store).ShouldBe(["p1 5", "p2 7", "p3 7"]);
        store.HoldsAmendments.ShouldBeTrue();
        Flush(store, Folding.Due, now: 81 * second);
        Seconds(store).ShouldBe(["p1 7", "p2 7", "p3 7"]);
        store.HoldsAmendments.ShouldBeFalse();
    }

    [Fact]
    public void Who_opens_the_directory_of_a_server_that_was_killed_finds_what_was_amended()
    {
        using var folder = new TemporaryFolder();
        var directory = new DataDirectory(folder.PathOf("data"));
        using (WarehouseStore warehouse = WarehouseStore.Open(directory))
        using (EventStore store = new(warehouse, _ => { }, _ => { }, notice: null))
        {
            store.Pending.Add(Page("p1", at: 0));
            Flush(store, Folding.All);
            store.Pending.Amend(Longer("p1", 0, 5));
            Flush(store, Folding.None);
        }

        using WarehouseStore again = WarehouseStore.Open(directory);
        using EventStore reopened = new(again, _ => { }, _ => { }, notice: null);
        Seconds(reopened).ShouldBe(["p1 5"]);
        reopened.HoldsAmendments.ShouldBeFalse();
    }

    public void Dispose() => _warehouse.Dispose();

    private static void Flush(EventStore store, Folding folding, long now = 1)
    {
        store.BeginFlush(new IngestPosition(store.Stored.Offset + 1, now), folding).ShouldBeNull();
        store.Wait().ShouldBeNull();
    }

    private static IReadOnlyList<string> Seconds(EventStore store) =>
        [.. store.Connection.Query("SELECT id || ' ' || coalesce(CAST(seconds AS VARCHAR), '?') FROM event_page_view ORDER BY id", [], row => row.GetRequiredText(0))];

    private IngestedEvent Page(string id, long at)
    {
        RowType type = _warehouse.Catalog.FindEvent("page_view")!;
        return new IngestedEvent(new EventRow(type, id, at, contact: null, new DataValue[type.Fields.Count]), Account: null, AccountKey: null, ContactKey: null, Raw: null);
    }

    private AmendedEvent Longer(string id, long at, int units)
    {
        EventRow before = Page(id, at).Row;
        int ordinal = EventRow.Ordinal(before.Type, "seconds");
        return new AmendedEvent(before, before.With(ordinal, DataValue.OfUnits(units)), account: null, "seconds");
    }

    private EventStore Open(Func<Exception?> fault) => new(
        _warehouse,
        connection => connection.Execute("INSERT INTO strata_message (id) VALUES ('along')"),
        appended =>
        {
            _committed.Add(appended);
            if (fault() is { } thrown)
            {
                throw thrown;
            }
        },
        _notices.Add);

    private IngestedEvent Event(string id)
    {
        RowType type = _warehouse.Catalog.FindEvent("usage")!;
        return new IngestedEvent(new EventRow(type, id, 1, contact: null, new DataValue[type.Fields.Count]), Account: null, AccountKey: null, ContactKey: null, Raw: null);
    }
}
