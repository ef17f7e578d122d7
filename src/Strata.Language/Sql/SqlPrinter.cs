using System.Globalization;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Language.Sql;

/// <summary>
/// Prints a checked definition as SQL over the tables of the warehouse, as of T. Values are always parameters. One printer prints one
/// statement.
/// </summary>
/// <remarks>
/// Truth has two values, SQL's three: <c>not</c> is pushed to the leaves, a negated leaf is printed as <c>(leaf) IS NOT TRUE</c>, and
/// so at every place where an expression stands positively an unknown counts as false. <c>and</c> and <c>or</c> are monotone, so they
/// need no more.
/// </remarks>
public sealed partial class SqlPrinter
{
    private readonly DataCatalog _catalog;
    private readonly SqlDialect _dialect;
    private readonly AsOf _asOf;
    private readonly HistoryProfile _history;
    private readonly List<SqlParameter> _parameters = [];
    private readonly List<(string Name, string Query)> _commonTables = [];
    private readonly Dictionary<object, string> _commonNames = [];
    private readonly Dictionary<string, (RowType Row, HashSet<string> Fields)> _pastTables = new(StringComparer.Ordinal);
    private int _aliases;

    /// <summary>Creates a printer for one statement.</summary>
    /// <param name="catalog">The catalog that the definition was checked against.</param>
    /// <param name="dialect">The engine's SQL.</param>
    /// <param name="asOf">T.</param>
    /// <param name="history">Which fields have a history.</param>
    public SqlPrinter(DataCatalog catalog, SqlDialect dialect, AsOf asOf, HistoryProfile history)
    {
        _catalog = catalog;
        _dialect = dialect;
        _asOf = asOf;
        _history = history;
    }

    /// <summary>How many members the segment has: one row, one whole number.</summary>
    public SqlStatement Count(SegmentPlan plan)
    {
        Frame entity = NewFrame(_catalog.Of(plan.Of));
        string where = Predicate(plan.Membership, entity);
        return Statement($"SELECT count(*) FROM {From(entity)} WHERE {where}");
    }

    /// <summary>The members' ids, ascending by their UTF-8 bytes.</summary>
    public SqlStatement MemberIds(SegmentPlan plan)
    {
        Frame entity = NewFrame(_catalog.Of(plan.Of));
        string where = Predicate(plan.Membership, entity);
        return Statement($"SELECT {entity.Column("id")} FROM {From(entity)} WHERE {where} ORDER BY {entity.Column("id")}");
    }

    /// <summary>The members' refs, in no order.</summary>
    public SqlStatement MemberRefs(SegmentPlan plan)
    {
        Frame entity = NewFrame(_catalog.Of(plan.Of));
        string where = Predicate(plan.Membership, entity);
        return Statement($"SELECT {entity.Column("ref")} FROM {From(entity)} WHERE {where}");
    }

    /// <summary>The members with values of theirs: the id first, then the values as shown (not folded) in order.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="columns">What of them, in the scope of the entity.</param>
    /// <param name="sort">Which columns to sort by, by index into <paramref name="columns"/> (−1 for the id); ties by id.</param>
    /// <param name="limit">How many rows at the most, or null for all.</param>
    public SqlStatement List(SegmentPlan plan, IReadOnlyList<BoundValue> columns, IReadOnlyList<(int Column, bool Descending)> sort, long? limit) =>
        List(plan.Of, entity => Predicate(plan.Membership, entity), columns, sort, limit);

    /// <summary>As <see cref="List(SegmentPlan, IReadOnlyList{BoundValue}, IReadOnlyList{ValueTuple{int, bool}}, long?)"/>, for the members whose refs are in the table <see cref="TableNames.Members"/>.</summary>
    /// <param name="of">What the members are.</param>
    /// <param name="columns">What of them, in the scope of the entity.</param>
    /// <param name="sort">Which columns to sort by, by index into <paramref name="columns"/> (−1 for the id); ties by id.</param>
    /// <param name="limit">How many rows at the most, or null for all.</param>
    /// <param name="offset">How many rows to pass over first; of meaning with a limit only.</param>
    public SqlStatement ListMembers(
        EntityKind of, IReadOnlyList<BoundValue> columns, IReadOnlyList<(int Column, bool Descending)> sort, long? limit, long offset = 0) =>
        List(of, entity => $"{entity.Column("ref")} IN (SELECT ref FROM {SqlIdentifier.Quote(TableNames.Members)})", columns, sort, limit, offset);

    /// <summary>The refs of those in the table <see cref="TableNames.Members"/>, or of everybody, ordered; missing values last, ties by ref.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="everybody">True for everybody; the table need not be there then.</param>
    /// <param name="sort">What to sort by, in order: values in the scope of the entity, null for the id.</param>
    public SqlStatement RefsInOrder(EntityKind of, bool everybody, IReadOnlyList<(BoundValue? Value, bool Descending)> sort)
    {
        Frame entity = NewFrame(_catalog.Of(of));
        string reference = entity.Column("ref");
        string orders = string.Concat(sort.Select(key =>
            $"{(key.Value is { } value ? SortKey(value, entity) : entity.Column("id"))}{(key.Descending ? " DESC" : "")} NULLS LAST, "));
        string where = everybody ? "" : $" WHERE {reference} IN (SELECT ref FROM {SqlIdentifier.Quote(TableNames.Members)})";
        return Statement($"SELECT {reference} FROM {From(entity)}{where} ORDER BY {orders}{reference}");
    }

    /// <summary>
    /// Values of everyone, in no order: <c>ref</c>, then for each value <c>c0</c>, <c>c1</c>… as it is compared, followed for texts and
    /// sets by <c>s0</c>, <c>s1</c>… as written.
    /// </summary>
    public SqlStatement ValuesOfAll(EntityKind of, IReadOnlyList<BoundValue> values)
    {
        Frame entity = NewFrame(_catalog.Of(of));
        var columns = new List<string> { $"{entity.Column("ref")} AS ref" };
        for (int at = 0; at < values.Count; at++)
        {
            string number = at.ToString(CultureInfo.InvariantCulture);
            columns.Add($"{Value(values[at], entity)} AS c{number}");
            if (values[at].Kind is ValueKind.Text or ValueKind.Set)
            {
                columns.Add($"{Shown(values[at], entity)} AS s{number}");
            }
        }

        return Statement($"SELECT {string.Join(", ", columns)} FROM {From(entity)}");
    }

    private SqlStatement List(
        EntityKind of, Func<Frame, string> condition, IReadOnlyList<BoundValue> columns, IReadOnlyList<(int Column, bool Descending)> sort, long? limit, long offset = 0)
    {
        Frame entity = NewFrame(_catalog.Of(of));
        var selected = columns.Select((column, at) => $"{Shown(column, entity)} AS {SqlIdentifier.Quote($"c{at.ToString(CultureInfo.InvariantCulture)}")}").ToList();
        string where = condition(entity);
        string orders = string.Concat(sort.Select(key => key.Column < 0
            ? $"{entity.Column("id")}{(key.Descending ? " DESC" : "")}, "
            : $"{SortKey(columns[key.Column], entity)}{(key.Descending ? " DESC" : "")} NULLS LAST, "));
        string last = limit is { } rows ? $" LIMIT {Parameter(new IntegerParameter(rows))}{(offset > 0 ? $" OFFSET {Parameter(new IntegerParameter(offset))}" : "")}" : "";
        return Statement($"SELECT {string.Join(", ", selected.Prepend(entity.Column("id")))} FROM {From(entity)} WHERE {where} ORDER BY {orders}{entity.Column("id")}{last}");
    }

    private string SortKey(BoundValue value, Frame frame) => value.Kind switch
    {
        ValueKind.Set => Shown(value, frame),
        _ => Value(value, frame),
    };

    private SqlStatement Statement(string body)
    {
        var tables = _pastTables.Select(pair => (Name: pair.Key, Query: PastTable(pair.Value.Row, pair.Value.Fields))).ToList();
        tables.AddRange(_commonTables);
        string with = tables.Count == 0
            ? ""
            : $"WITH {string.Join(",\n", tables.Select(table => $"{table.Name} AS ({table.Query})"))}\n";
        return new SqlStatement(with + body, _parameters);
    }

    private string Parameter(SqlParameter parameter)
    {
        _parameters.Add(parameter);
        return _dialect.Placeholder(_parameters.Count, parameter);
    }

    private string Instant(long microseconds) => Parameter(new InstantParameter(microseconds));

    private string AsOfInstant => Instant(_asOf.Instant);

    private Frame NewFrame(RowType row) => new(row, $"r{(++_aliases).ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The FROM of a frame: its table and what was joined. Printed last, when it is known what was read.</summary>
    private string From(Frame frame)
    {
        string joins = Joins(frame);
        return $"{Source(frame.Row)} {frame.Alias}{joins}";
    }

    /// <summary>
    /// The joins of a frame, and of the frames joined: the person of an event may bring an account in turn. The links are read first,
    /// since what is read decides which tables are those of the past.
    /// </summary>
    private string Joins(Frame frame)
    {
        string joins = "";
        if (frame.JoinedAccount is { } account)
        {
            string link = Ref(frame, TableNames.AccountRef), onward = Joins(account);
            joins += $" LEFT JOIN {Source(account.Row)} {account.Alias} ON {account.Column("ref")} = {link}{onward}";
        }

        if (frame.JoinedContact is { } contact)
        {
            string link = frame.Column(TableNames.ContactRef), onward = Joins(contact);
            joins += $" LEFT JOIN {Source(contact.Row)} {contact.Alias} ON {contact.Column("ref")} = {link}{onward}";
        }

        return joins;
    }

    /// <summary>A common table, printed once however often it is used.</summary>
    private string CommonTable(object key, string prefix, Func<string> query)
    {
        if (!_commonNames.TryGetValue(key, out string? name))
        {
            string text = query();
            name = $"{prefix}{(_commonTables.Count + 1).ToString(CultureInfo.InvariantCulture)}";
            _commonNames[key] = name;
            _commonTables.Add((name, text));
        }

        return name;
    }
}
