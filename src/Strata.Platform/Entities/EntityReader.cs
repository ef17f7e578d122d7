using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// What the warehouse knows of an entity and the rows around it, history included. Loads on demand, each thing once, so a definition
/// costs what it reads. Serves one thread, like its connection; make a new one after the warehouse changed. Whoever goes through many
/// entities in order has it read those of neighbouring numbers together.
/// </summary>
public sealed class EntityReader : IEntityData
{
    private readonly DuckDbConnection _connection;
    private readonly DataCatalog _catalog;
    private readonly int _together;
    private readonly Dictionary<RowType, FieldColumns> _columns = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(RowKind Kind, long Reference), StateRow?> _entities = [];
    private readonly Dictionary<(string Collection, long Account), IReadOnlyList<StateRow>> _rows = [];
    private readonly Dictionary<(string Type, string Link, long Owner), IReadOnlyList<EventRow>> _events = [];

    /// <summary>Creates a reader over an open connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="catalog">What there is to read.</param>
    /// <param name="together">How many entities of neighbouring numbers are read at once; 1 for each by itself.</param>
    public EntityReader(DuckDbConnection connection, DataCatalog catalog, int together = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(together);
        _connection = connection;
        _catalog = catalog;
        _together = together;
    }

    /// <inheritdoc/>
    public StateRow? Account(long reference) => Entity(_catalog.Account, reference);

    /// <inheritdoc/>
    public StateRow? Contact(long reference) => Entity(_catalog.Contact, reference);

    /// <inheritdoc/>
    public IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection)
    {
        if (_rows.TryGetValue((collection.Name, account), out IReadOnlyList<StateRow>? known))
        {
            return known;
        }

        (long first, long last) = Block(account);
        string history = SqlIdentifier.Quote(TableNames.History(collection));
        const string Within = "BETWEEN $1 AND $2";
        string members =
            $"account_ref {Within} OR ref IN (SELECT ref FROM {history} WHERE field = 'account_ref' AND TRY_CAST(value AS BIGINT) {Within})";
        ILookup<long, StateRow> byAccount = ReadRows(collection, members, first, last)
            .SelectMany(row => AccountsOf(row).Distinct().Select(owner => (owner, row)))
            .ToLookup(pair => pair.owner, pair => pair.row);
        for (long owner = first; owner <= last; owner++)
        {
            _rows[(collection.Name, owner)] = [.. byAccount[owner]];
        }

        return _rows[(collection.Name, account)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Events(type, TableNames.AccountRef, account);

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Events(type, TableNames.ContactRef, contact);

    private static IEnumerable<long> AccountsOf(StateRow row) =>
        row.Account.Observations.Select(observation => observation.Value).Append(row.Account.Newest).OfType<long>();

    private (long First, long Last) Block(long reference)
    {
        long first = reference / _together * _together;
        return (first, first + _together - 1);
    }

    private StateRow? Entity(RowType type, long reference)
    {
        if (_entities.TryGetValue((type.Kind, reference), out StateRow? known))
        {
            return known;
        }

        (long first, long last) = Block(reference);
        for (long other = first; other <= last; other++)
        {
            _entities[(type.Kind, other)] = null;
        }

        foreach (StateRow row in ReadRows(type, "ref BETWEEN $1 AND $2", first, last))
        {
            _entities[(type.Kind, row.Reference)] = row;
        }

        return _entities[(type.Kind, reference)];
    }

    private FieldColumns Columns(RowType type)
    {
        if (!_columns.TryGetValue(type, out FieldColumns? columns))
        {
            _columns[type] = columns = new FieldColumns(type);
        }

        return columns;
    }

    private List<StateRow> ReadRows(RowType type, string condition, long first, long last)
    {
        FieldColumns columns = Columns(type);
        string id = type.Kind == RowKind.Collection ? "row_key" : "id";
        string account = type.Kind == RowKind.Account ? "NULL::BIGINT" : TableNames.AccountRef;
        string table = SqlIdentifier.Quote(TableNames.Table(type));
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        ILookup<long, RecordedChange> changes = ReadChanges(type, table, condition, first, last);
        return _connection.Query(
            $"SELECT ref, {id}, {account}{fields} FROM {table} WHERE {condition} ORDER BY ref",
            [first, last],
            row =>
            {
                long reference = row.GetInt64(0);
                return Recorded(type, reference, row.GetRequiredText(1), row.GetNullableInt64(2), columns.Read(row, 3), changes[reference]);
            });
    }

    private ILookup<long, RecordedChange> ReadChanges(RowType type, string table, string condition, long first, long last) =>
        _connection.Query(
            $"SELECT ref, field, observed_at, value, folded FROM {SqlIdentifier.Quote(TableNames.History(type))}"
                + $" WHERE ref IN (SELECT ref FROM {table} WHERE {condition}) ORDER BY ref, field, observed_at",
            [first, last],
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
        if (_events.TryGetValue((type.Name, link, owner), out IReadOnlyList<EventRow>? known))
        {
            return known;
        }

        (long first, long last) = Block(owner);
        FieldColumns columns = Columns(type);
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        ILookup<long, EventRow> byOwner = _connection.Query(
            $"SELECT {link}, id, ts, contact_ref{fields} FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {link} BETWEEN $1 AND $2 ORDER BY ts, id",
            [first, last],
            row => (Owner: row.GetInt64(0), Event: new EventRow(type, row.GetRequiredText(1), row.GetInt64(2), row.GetNullableInt64(3), columns.ReadAll(row, 4))))
            .ToLookup(pair => pair.Owner, pair => pair.Event);
        for (long other = first; other <= last; other++)
        {
            _events[(type.Name, link, other)] = [.. byOwner[other]];
        }

        return _events[(type.Name, link, owner)];
    }

    /// <summary>One row of a history table.</summary>
    private sealed record RecordedChange(string Field, long At, string? Value, string? Folded);
}
