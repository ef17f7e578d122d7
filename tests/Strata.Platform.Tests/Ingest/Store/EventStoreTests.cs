using Strata.Index.Entity.Data;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Store;

public sealed class EventStoreTests : IDisposable
{
    private readonly WarehouseStore _warehouse = WarehouseStore.OpenInMemory();
    private readonly List<Exception> _unfinished = [];
    private readonly List<IReadOnlyList<(string Table, int Rows)>> _committed = [];

    [Fact]
    public void What_is_committed_is_not_written_again_where_what_follows_fails()
    {
        bool fails = true;
        using EventStore store = Open(fault: () => fails ? new IOException("No space left on device") : null);
        store.Pending.Add(Event("e1"));
        store.Pending.Add(Event("e2"));
        store.BeginFlush(new IngestPosition(10, 1)).ShouldBeNull();
        store.Wait().ShouldBeNull();

        store.HasFailed.ShouldBeFalse();
        store.TakeStored().ShouldBe(2);
        store.Stored.ShouldBe(new IngestPosition(10, 1));
        _unfinished.ShouldHaveSingleItem().ShouldBeOfType<IOException>();

        fails = false;
        store.Pending.Add(Event("e3"));
        store.BeginFlush(new IngestPosition(20, 2)).ShouldBeNull();
        store.Wait().ShouldBeNull();

        store.TakeStored().ShouldBe(1);
        store.Connection.QueryScalar<long>("SELECT count(*) FROM event_usage").ShouldBe(3);
        store.Connection.QueryScalar<long>("SELECT count(*) FROM strata_message").ShouldBe(2);
        _committed.Select(appended => appended.Single()).ShouldBe([("event_usage", 2), ("event_usage", 1)]);
        _unfinished.Count.ShouldBe(1);
    }

    public void Dispose() => _warehouse.Dispose();

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
        _unfinished.Add);

    private IngestedEvent Event(string id)
    {
        Strata.Language.Catalog.RowType type = _warehouse.Catalog.FindEvent("usage")!;
        return new IngestedEvent(new EventRow(type, id, 1, contact: null, new DataValue[type.Fields.Count]), Account: null, AccountKey: null, ContactKey: null, Raw: null);
    }
}
