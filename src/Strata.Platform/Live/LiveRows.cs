using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Ingest;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>
/// The rows that live evaluation reads: those of the warehouse, and the events that arrived and are not stored yet. What was read once
/// is kept until rows change. Used by one thread at a time.
/// </summary>
/// <param name="connection">The connection to read with.</param>
/// <param name="catalog">What there is to read.</param>
/// <param name="evaluate">Says for whom a condition without time is true, everybody at once; null where it cannot.</param>
internal sealed class LiveRows(DuckDbConnection connection, DataCatalog catalog, Func<SegmentPlan, AsOf, Bitmap?> evaluate) : ILiveData
{
    /// <summary>How many entities are read together when everybody is gone through.</summary>
    private const int ReadTogether = 32_768;

    /// <summary>How many lists of events are kept before all that was read is let go.</summary>
    private const int MostKept = 200_000;

    private readonly UnstoredEvents _pending = new();
    private readonly Dictionary<EventsKey, List<EventRow>> _events = [];
    private EntityReader _stored = new(connection, catalog);

    /// <inheritdoc/>
    public DataCatalog Catalog { get; private set; } = catalog;

    /// <summary>Reads by another catalog from here on; every event must be stored.</summary>
    public void Adopt(DataCatalog catalog)
    {
        Catalog = catalog;
        Forget();
    }

    /// <summary>An event arrived that the warehouse does not have yet.</summary>
    /// <param name="arrived">The event.</param>
    /// <param name="isRead">
    /// Whether it may be asked for before it is stored. One that is not is not held: a server would hold all of the last seconds.
    /// </param>
    public void Add(IngestedEvent arrived, bool isRead)
    {
        _pending.Add(arrived, isRead);
        if (_events.Count == 0)
        {
            return;
        }

        foreach (EventsKey key in EventsKey.Of(arrived.Row, arrived.Account))
        {
            if (!isRead)
            {
                _events.Remove(key);
            }
            else if (_events.TryGetValue(key, out List<EventRow>? known))
            {
                Insert(known, arrived.Row);
            }
        }
    }

    /// <summary>
    /// An event that arrived before has grown, which the warehouse does not show yet: until it does, this one is read in place of the one
    /// that it has.
    /// </summary>
    /// <param name="amended">The event as it is.</param>
    /// <param name="isRead">Whether it may be asked for before it is stored.</param>
    public void Amend(AmendedEvent amended, bool isRead)
    {
        _pending.Amend(amended, isRead);
        if (_events.Count == 0)
        {
            return;
        }

        foreach (EventsKey key in EventsKey.Of(amended.Type.Name, amended.Account, amended.Contact))
        {
            if (_events.TryGetValue(key, out List<EventRow>? known) && UnstoredEvents.Replace(known, amended.After) is null)
            {
                _events.Remove(key);
            }
        }
    }

    /// <summary>Takes the events that another holds, which the warehouse may or may not have.</summary>
    public void AddPendingOf(LiveRows other)
    {
        foreach (IngestedEvent pending in other._pending.All)
        {
            Add(pending, isRead: true);
        }
    }

    /// <summary>An event arrived that the warehouse has.</summary>
    public void AddStored(EventRow arrived, long? account)
    {
        _stored = new EntityReader(connection, Catalog);
        foreach (EventsKey key in EventsKey.Of(arrived, account))
        {
            _events.Remove(key);
        }
    }

    /// <summary>The warehouse has the oldest of the events that it did not have.</summary>
    public void Stored(int events)
    {
        if (events == 0)
        {
            return;
        }

        _pending.Stored(events);

        // What the reader keeps was read before they were written.
        _stored = new EntityReader(connection, Catalog);
    }

    /// <summary>Forgets what was read: rows changed.</summary>
    public void Forget()
    {
        _events.Clear();
        _stored = new EntityReader(connection, Catalog);
    }

    /// <inheritdoc/>
    public StateRow? Account(long reference) => _stored.Account(reference);

    /// <inheritdoc/>
    public StateRow? Contact(long reference) => _stored.Contact(reference);

    /// <inheritdoc/>
    public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => _stored.RowsOfAccount(account, collection);

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Events(_stored, new EventsKey(type.Name, OfContact: false, account), type);

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Events(_stored, new EventsKey(type.Name, OfContact: true, contact), type);

    /// <inheritdoc/>
    public Bitmap Everybody(EntityKind of)
    {
        string table = SqlIdentifier.Quote(TableNames.Table(Catalog.Of(of)));
        var everybody = new Bitmap(connection.QueryScalar<long>($"SELECT CAST(coalesce(max(ref) + 1, 0) AS BIGINT) FROM {table}"));
        connection.Query($"SELECT ref FROM {table}", [], row =>
        {
            everybody.Add(row.GetInt64(0));
            return true;
        });
        return everybody;
    }

    /// <inheritdoc/>
    public Bitmap? Evaluate(BoundExpr expression, EntityKind of, AsOf asOf) => evaluate(new SegmentPlan(null, of, expression, null, []), asOf);

    /// <inheritdoc/>
    public void ForEach(EntityKind of, Bitmap? references, FieldsRead fields, Action<int, IEntityData> visit)
    {
        foreach (long[] together in (references ?? Everybody(of)).Positions().Chunk(ReadTogether))
        {
            var stored = new EntityReader(connection, Catalog, fields);
            stored.ReadTogether(of, together);
            var rows = new WithPending(this, stored);
            foreach (long reference in together)
            {
                visit((int)reference, rows);
            }
        }
    }

    /// <inheritdoc/>
    public void ForEachEvent(RowType type, IReadOnlySet<string> fields, Action<EventRow, long?> visit)
    {
        IngestedEvent[] pending = [.. _pending.All.Where(pending => string.Equals(pending.Row.Type.Name, type.Name, StringComparison.Ordinal))];
        ReadOthers(type, "", [], pending, visit, fields);
        foreach (IngestedEvent arrived in pending)
        {
            visit(arrived.Row, arrived.Account);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(EventRow Event, long? Account)> EventsAfter(long instant)
    {
        var after = new List<(EventRow, long?)>();
        IngestedEvent[] pending = [.. _pending.All.Where(pending => pending.Row.Instant > instant)];
        foreach (RowType type in Catalog.Events.Values)
        {
            ReadOthers(type, "WHERE ts > $1", [DuckDbValue.Timestamp(instant)], pending, (happened, account) => after.Add((happened, account)));
        }

        after.AddRange(pending.Select(arrived => (arrived.Row, arrived.Account)));
        return after;
    }

    /// <inheritdoc/>
    public IEnumerable<(EventRow Event, long? Account)> EventsNotStored() => _pending.All.Select(pending => (pending.Row, pending.Account));

    /// <inheritdoc/>
    public IEnumerable<long> AccountsOfRowsAfter(RowType collection, long instant) => collection.StartField is { } start
        ? connection.Query(
            $"SELECT DISTINCT account_ref FROM {SqlIdentifier.Quote(TableNames.Table(collection))} WHERE account_ref IS NOT NULL AND {SqlIdentifier.Quote(start)} > $1",
            [DuckDbValue.Timestamp(instant)],
            row => row.GetInt64(0))
        : [];

    /// <inheritdoc/>
    public IEnumerable<long> AccountsOfEventsOf(long contact)
    {
        var accounts = new HashSet<long>();
        foreach (RowType type in Catalog.Events.Values)
        {
            accounts.UnionWith(connection.Query(
                $"SELECT DISTINCT account_ref FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE contact_ref = $1 AND account_ref IS NOT NULL",
                [contact],
                row => row.GetInt64(0)));
        }

        accounts.UnionWith(_pending.All.Where(pending => pending.Row.Contact == contact).Select(pending => pending.Account).OfType<long>());
        return accounts;
    }

    /// <summary>An event that is stored, by its id.</summary>
    public (EventRow Event, long? Account) FindStored(RowType type, string id)
    {
        (EventRow, long?)? found = null;
        ReadEvents(type, "WHERE id = $1", [id], (happened, account) => found = (happened, account));
        return found ?? throw new InvalidOperationException($"There is no {type.Name} '{id}'.");
    }

    /// <summary>Puts an event in its place among others, which are ascending by instant.</summary>
    private static void Insert(List<EventRow> events, EventRow arrived)
    {
        int at = events.Count;
        while (at > 0 && events[at - 1].Instant > arrived.Instant)
        {
            at--;
        }

        events.Insert(at, arrived);
    }

    private List<EventRow> Events(EntityReader stored, EventsKey key, RowType type)
    {
        if (_events.TryGetValue(key, out List<EventRow>? known))
        {
            return known;
        }

        List<EventRow> events = Merged(stored, key, type);
        if (_events.Count >= MostKept)
        {
            Forget();
        }

        _events.Add(key, events);
        return events;
    }

    private List<EventRow> Merged(EntityReader stored, EventsKey key, RowType type)
    {
        List<EventRow> events = [.. key.OfContact ? stored.EventsOfContact(key.Owner, type) : stored.EventsOfAccount(key.Owner, type)];
        if (_pending.Of(key) is { } arrived)
        {
            // Events that are just being written may have been read already, and of those that were amended another form.
            var waiting = arrived.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
            events.RemoveAll(one => waiting.Contains(one.Id));
            arrived.ForEach(pending => Insert(events, pending));
        }

        return events;
    }

    /// <summary>Reads events but those that are pending: they are just being written, and may be there already.</summary>
    private void ReadOthers(
        RowType type,
        string condition,
        ReadOnlySpan<DuckDbValue> values,
        IReadOnlyCollection<IngestedEvent> pending,
        Action<EventRow, long?> visit,
        IReadOnlySet<string>? fields = null)
    {
        var ids = pending.Select(arrived => arrived.Row.Id).ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            ReadEvents(type, condition, values, visit, fields, withIds: fields is null);
            return;
        }

        ReadEvents(
            type,
            condition,
            values,
            (happened, account) =>
            {
                if (!ids.Contains(happened.Id))
                {
                    visit(happened, account);
                }
            },
            fields);
    }

    private void ReadEvents(
        RowType type,
        string condition,
        ReadOnlySpan<DuckDbValue> values,
        Action<EventRow, long?> visit,
        IReadOnlySet<string>? only = null,
        bool withIds = true)
    {
        var columns = new FieldColumns(type, only);
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        string id = withIds ? "id" : "''";
        using DuckDbResult result = connection.Query(
            $"SELECT {id}, ts, account_ref, contact_ref{fields} FROM {SqlIdentifier.Quote(TableNames.Table(type))} {condition}", values);
        while (result.ReadChunk())
        {
            for (int i = 0; i < result.RowCount; i++)
            {
                DuckDbRow row = result.Row(i);
                visit(
                    new EventRow(type, row.GetRequiredText(0), row.GetInt64(1), row.GetNullableInt64(3), columns.ReadAll(row, 4)),
                    row.GetNullableInt64(2));
            }
        }
    }

    /// <summary>Rows that somebody else reads, with the events that are not stored yet; nothing of it is kept.</summary>
    private sealed class WithPending(LiveRows rows, EntityReader stored) : IEntityData
    {
        public StateRow? Account(long reference) => stored.Account(reference);

        public StateRow? Contact(long reference) => stored.Contact(reference);

        public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection) => stored.RowsOfAccount(account, collection);

        public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) =>
            rows._pending.IsEmpty ? stored.EventsOfAccount(account, type) : rows.Merged(stored, new EventsKey(type.Name, OfContact: false, account), type);

        public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) =>
            rows._pending.IsEmpty ? stored.EventsOfContact(contact, type) : rows.Merged(stored, new EventsKey(type.Name, OfContact: true, contact), type);
    }
}
