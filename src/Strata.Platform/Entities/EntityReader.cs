using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// What the warehouse knows of an entity and the rows around it, history included. Loads on demand, each thing once, so a definition
/// costs what it reads. Serves one thread, like its connection; make a new one after the warehouse changed. Whoever goes through many
/// entities names them before: what is asked of one of them is then read of all, and so of the contacts that were read together.
/// </summary>
public sealed class EntityReader : IEntityData
{
    private readonly DuckDbConnection _connection;
    private readonly DataCatalog _catalog;
    private readonly FieldsRead? _fields;
    private readonly Dictionary<RowType, FieldColumns> _columns = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(RowKind Kind, long Reference), StateRow?> _entities = [];
    private readonly Dictionary<(string Collection, long Account), IReadOnlyList<StateRow>> _rows = [];
    private readonly Dictionary<(string Type, string Link, long Owner), IReadOnlyList<EventRow>> _events = [];
    private readonly Dictionary<(RowKind Kind, long Reference), long[]> _together = [];

    /// <summary>Creates a reader over an open connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="catalog">What there is to read.</param>
    /// <param name="fields">The fields to read; the others are missing. Null for all.</param>
    public EntityReader(DuckDbConnection connection, DataCatalog catalog, FieldsRead? fields = null)
    {
        _connection = connection;
        _catalog = catalog;
        _fields = fields;
    }

    /// <summary>Says of whom will be asked: they are read at once.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="references">Their numbers.</param>
    public void ReadTogether(EntityKind of, IEnumerable<long> references) => ReadTogether(_catalog.Of(of).Kind, references);

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

        long[] accounts = Together(RowKind.Account, account);
        string history = SqlIdentifier.Quote(TableNames.History(collection));
        string table = SqlIdentifier.Quote(TableNames.Table(collection));

        // Two conditions on the table itself would be tried on each of its rows, with all that is read of them.
        string members =
            $"ref IN (SELECT ref FROM {table} WHERE {Within(TableNames.AccountRef, accounts)}"
            + $" UNION ALL SELECT ref FROM {history} WHERE field = 'account_ref' AND {Within("TRY_CAST(value AS BIGINT)", accounts)})";
        List<StateRow> read = ReadRows(collection, members, accounts);
        ILookup<long, StateRow> byAccount = read
            .SelectMany(row => AccountsOf(row).Distinct().Select(owner => (owner, row)))
            .ToLookup(pair => pair.owner, pair => pair.row);
        foreach (long owner in accounts)
        {
            _rows[(collection.Name, owner)] = [.. byAccount[owner]];
        }

        if (collection.Kind == RowKind.Contact)
        {
            ReadTogether(RowKind.Contact, read.Select(row => row.Reference));
        }

        return _rows[(collection.Name, account)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type) => Events(type, TableNames.AccountRef, account);

    /// <inheritdoc/>
    public IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type) => Events(type, TableNames.ContactRef, contact);

    private static IEnumerable<long> AccountsOf(StateRow row) =>
        row.Account.Observations.Select(observation => observation.Value).Append(row.Account.Newest).OfType<long>();

    private void ReadTogether(RowKind of, IEnumerable<long> references)
    {
        long[] together = [.. references.Distinct().Where(reference => !_together.ContainsKey((of, reference))).Order()];
        foreach (long reference in together)
        {
            _together[(of, reference)] = together;
        }
    }

    private long[] Together(RowKind of, long reference) => _together.TryGetValue((of, reference), out long[]? together) ? together : [reference];

    /// <summary>A condition on numbers that are read together, for their values as <see cref="Values"/> gives them.</summary>
    private static string Within(string column, long[] together) =>
        together.Length == 1 ? $"{column} = $1" : $"({column} BETWEEN $1 AND $2 AND {column} IN (SELECT unnest($3::BIGINT[])))";

    private static DuckDbValue[] Values(long[] together) =>
        together.Length == 1 ? [together[0]] : [together[0], together[^1], DuckDbValue.List(together)];

    private StateRow? Entity(RowType type, long reference)
    {
        if (_entities.TryGetValue((type.Kind, reference), out StateRow? known))
        {
            return known;
        }

        long[] together = Together(type.Kind, reference);
        foreach (long other in together)
        {
            _entities[(type.Kind, other)] = null;
        }

        List<StateRow> read = ReadRows(type, Within("ref", together), together);
        foreach (StateRow row in read)
        {
            _entities[(type.Kind, row.Reference)] = row;
        }

        ReadTogether(RowKind.Account, read.SelectMany(AccountsOf));
        return _entities[(type.Kind, reference)];
    }

    private FieldColumns Columns(RowType type)
    {
        if (!_columns.TryGetValue(type, out FieldColumns? columns))
        {
            _columns[type] = columns = new FieldColumns(type, _fields?.Of(type));
        }

        return columns;
    }

    private List<StateRow> ReadRows(RowType type, string condition, long[] together)
    {
        FieldColumns columns = Columns(type);
        string id = type.Kind == RowKind.Collection ? "row_key" : "id";
        string account = type.Kind == RowKind.Account ? "NULL::BIGINT" : TableNames.AccountRef;
        string table = SqlIdentifier.Quote(TableNames.Table(type));
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        ILookup<long, RecordedChange> changes = ReadChanges(type, condition, together);
        return _connection.Query(
            $"SELECT ref, {id}, {account}{fields} FROM {table} WHERE {condition} ORDER BY ref",
            Values(together),
            row =>
            {
                long reference = row.GetInt64(0);
                return Recorded(type, reference, row.GetRequiredText(1), row.GetNullableInt64(2), columns.Read(row, 3), changes[reference]);
            });
    }

    private ILookup<long, RecordedChange> ReadChanges(RowType type, string condition, long[] together)
    {
        List<DuckDbValue> values = [.. Values(together)];
        string ofFields = "";
        if (_fields is not null)
        {
            values.Add(DuckDbValue.List([.. _fields.Of(type), TableNames.AccountRef]));
            ofFields = $" AND list_contains(${values.Count}::VARCHAR[], field)";
        }

        return _connection.Query(
            $"SELECT ref, field, observed_at, value, folded FROM {SqlIdentifier.Quote(TableNames.History(type))}"
                + $" WHERE {condition}{ofFields} ORDER BY ref, field, observed_at",
            [.. values],
            row => (Reference: row.GetInt64(0), Change: new RecordedChange(row.GetRequiredText(1), row.GetInt64(2), row.GetText(3), row.GetText(4))))
            .ToLookup(row => row.Reference, row => row.Change);
    }

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

        long[] owners = Together(string.Equals(link, TableNames.AccountRef, StringComparison.Ordinal) ? RowKind.Account : RowKind.Contact, owner);
        FieldColumns columns = Columns(type);
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        ILookup<long, EventRow> byOwner = _connection.Query(
            $"SELECT {link}, id, ts, contact_ref{fields} FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {Within(link, owners)} ORDER BY ts, id",
            Values(owners),
            row => (Owner: row.GetInt64(0), Event: new EventRow(type, row.GetRequiredText(1), row.GetInt64(2), row.GetNullableInt64(3), columns.ReadAll(row, 4))))
            .ToLookup(pair => pair.Owner, pair => pair.Event);
        ReadTogether(RowKind.Contact, byOwner.SelectMany(ofOne => ofOne).Select(happened => happened.Contact).OfType<long>());
        foreach (long other in owners)
        {
            _events[(type.Name, link, other)] = [.. byOwner[other]];
        }

        return _events[(type.Name, link, owner)];
    }

    /// <summary>One row of a history table.</summary>
    private sealed record RecordedChange(string Field, long At, string? Value, string? Folded);
}
