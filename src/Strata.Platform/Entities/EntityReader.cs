using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// What the warehouse knows of an entity and the rows around it, history included. Loads on demand, each thing once, so a definition
/// costs what it reads. Serves one thread, like its connection; make a new one after the warehouse changed.
/// </summary>
public sealed class EntityReader : IEntityData
{
    private readonly DuckDbConnection _connection;
    private readonly DataCatalog _catalog;
    private readonly Dictionary<RowType, FieldColumns> _columns = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(RowKind Kind, long Reference), StateRow?> _entities = [];
    private readonly Dictionary<(string Collection, long Account), IReadOnlyList<StateRow>> _rows = [];
    private readonly Dictionary<(string Type, string Link, long Owner), IReadOnlyList<EventRow>> _events = [];

    /// <summary>Creates a reader over an open connection.</summary>
    public EntityReader(DuckDbConnection connection, DataCatalog catalog)
    {
        _connection = connection;
        _catalog = catalog;
    }

    /// <inheritdoc/>
    public StateRow? Account(long reference) => Entity(_catalog.Account, reference);

    /// <inheritdoc/>
    public StateRow? Contact(long reference) => Entity(_catalog.Contact, reference);

    /// <inheritdoc/>
    public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection)
    {
        if (!_rows.TryGetValue((collection.Name, account), out IReadOnlyList<StateRow>? rows))
        {
            string history = SqlIdentifier.Quote(TableNames.History(collection));
            string members = $"account_ref = $1 OR ref IN (SELECT ref FROM {history} WHERE field = 'account_ref' AND value = $1::VARCHAR)";
            _rows[(collection.Name, account)] = rows = ReadRows(collection, members, account);
        }

        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Events(type, TableNames.AccountRef, account);

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Events(type, TableNames.ContactRef, contact);

    private StateRow? Entity(RowType type, long reference)
    {
        if (!_entities.TryGetValue((type.Kind, reference), out StateRow? entity))
        {
            _entities[(type.Kind, reference)] = entity = ReadRows(type, "ref = $1", reference).SingleOrDefault();
        }

        return entity;
    }

    private FieldColumns Columns(RowType type)
    {
        if (!_columns.TryGetValue(type, out FieldColumns? columns))
        {
            _columns[type] = columns = new FieldColumns(type);
        }

        return columns;
    }

    private List<StateRow> ReadRows(RowType type, string condition, long key)
    {
        FieldColumns columns = Columns(type);
        string id = type.Kind == RowKind.Collection ? "row_key" : "id";
        string account = type.Kind == RowKind.Account ? "NULL::BIGINT" : TableNames.AccountRef;
        string table = SqlIdentifier.Quote(TableNames.Table(type));
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        ILookup<long, RecordedChange> changes = ReadChanges(type, table, condition, key);
        return _connection.Query(
            $"SELECT ref, {id}, {account}{fields} FROM {table} WHERE {condition} ORDER BY ref",
            [key],
            row =>
            {
                long reference = row.GetInt64(0);
                return Recorded(type, reference, row.GetRequiredText(1), row.GetNullableInt64(2), columns.Read(row, 3), changes[reference]);
            });
    }

    private ILookup<long, RecordedChange> ReadChanges(RowType type, string table, string condition, long key) =>
        _connection.Query(
            $"SELECT ref, field, observed_at, value, folded FROM {SqlIdentifier.Quote(TableNames.History(type))}"
                + $" WHERE ref IN (SELECT ref FROM {table} WHERE {condition}) ORDER BY ref, field, observed_at",
            [key],
            row => (Reference: row.GetInt64(0), Change: new RecordedChange(row.GetRequiredText(1), row.GetInt64(2), row.GetText(3), row.GetText(4))))
            .ToLookup(row => row.Reference, row => row.Change);

    private static StateRow Recorded(
        RowType type, long reference, string id, long? account, Dictionary<string, DataValue> current, IEnumerable<RecordedChange> changes)
    {
        var fields = current.ToDictionary(pair => pair.Key, pair => new History<DataValue>(pair.Value), StringComparer.Ordinal);
        var belongsTo = new History<long?>(account);
        foreach (IGrouping<string, RecordedChange> field in changes.GroupBy(change => change.Field, StringComparer.Ordinal))
        {
            if (string.Equals(field.Key, TableNames.AccountRef, StringComparison.Ordinal))
            {
                belongsTo = new History<long?>(field.Select(change =>
                    new Observation<long?>(change.At, change.Value is null ? null : HistoryValues.Whole(change.Value))));
            }
            else if (type.Find(field.Key) is { } definition)
            {
                fields[field.Key] = new History<DataValue>(field.Select(change =>
                    new Observation<DataValue>(change.At, HistoryValues.Read(definition.Type, change.Value, change.Folded))));
            }
        }

        return new StateRow(type, reference, id, fields, belongsTo);
    }

    private IReadOnlyList<EventRow> Events(RowType type, string link, long owner)
    {
        if (!_events.TryGetValue((type.Name, link, owner), out IReadOnlyList<EventRow>? events))
        {
            FieldColumns columns = Columns(type);
            string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
            _events[(type.Name, link, owner)] = events = _connection.Query(
                $"SELECT id, ts, contact_ref{fields} FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {link} = $1 ORDER BY ts, id",
                [owner],
                row => new EventRow(type, row.GetRequiredText(0), row.GetInt64(1), row.GetNullableInt64(2), columns.ReadAll(row, 3)));
        }

        return events;
    }

    /// <summary>One row of a history table.</summary>
    private sealed record RecordedChange(string Field, long At, string? Value, string? Folded);
}
