using System.Globalization;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Query;

/// <summary>How many there are, of some members and of everyone.</summary>
/// <param name="Members">Of the members.</param>
/// <param name="All">Of everyone.</param>
public readonly record struct TwoCounts(long Members, long All);

/// <summary>
/// Values of everyone as of T in a temporary table of the connection, evaluated once, to be counted in several ways beside those of some
/// members. A connection has one at a time; disposing it takes it away.
/// </summary>
public sealed class ValueTable : IDisposable
{
    private const string MemberCount = "count(*) FILTER (WHERE member)";

    private readonly DuckDbConnection _connection;
    private readonly IReadOnlyList<BoundValue> _values;
    private readonly CancellationToken _cancellation;

    private ValueTable(DuckDbConnection connection, IReadOnlyList<BoundValue> values, CancellationToken cancellation)
    {
        _connection = connection;
        _values = values;
        _cancellation = cancellation;
    }

    /// <summary>Evaluates the values.</summary>
    /// <param name="connection">The connection of the reader.</param>
    /// <param name="reader">Knows the tables.</param>
    /// <param name="of">Whose values.</param>
    /// <param name="members">The refs of the members.</param>
    /// <param name="values">The values, in the scope of the entity.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work, this and what is counted later.</param>
    public static ValueTable Create(
        DuckDbConnection connection,
        SegmentReader reader,
        EntityKind of,
        IEnumerable<long> members,
        IReadOnlyList<BoundValue> values,
        AsOf asOf,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(values);
        using var memberTable = MemberTable.Create(connection, members, cancellation);
        SqlStatement statement = reader.ValuesStatement(of, values, asOf);
        connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Table} AS SELECT v.*, m.ref IS NOT NULL AS member FROM ({statement.Text}) v LEFT JOIN {SqlIdentifier.Quote(TableNames.Members)} m ON m.ref = v.ref",
            statement.Values(),
            progress: null,
            cancellation);
        return new ValueTable(connection, values, cancellation);
    }

    private static string Table => SqlIdentifier.Quote(TableNames.Values);

    /// <summary>How many there are.</summary>
    public TwoCounts Count() => Counts("TRUE");

    /// <summary>How many have no value.</summary>
    public TwoCounts CountMissing(int value) => Counts($"{Column(value)} IS NULL");

    /// <summary>How many different values there are, missing aside.</summary>
    public long CountDistinct(int value) =>
        Query($"SELECT count(DISTINCT {Column(value)}) FROM {Table}", [], row => row.GetInt64(0))[0];

    /// <summary>
    /// How often each text occurs, the most frequent among the members first: the folded text, one way it is written, the counts.
    /// </summary>
    /// <param name="value">Which value; a text.</param>
    /// <param name="limit">How many texts at the most; null for all.</param>
    public IReadOnlyList<(string Folded, string Written, TwoCounts Counts)> CountTexts(int value, long? limit) => Query(
        $"SELECT {Column(value)}, min({Shown(value)}), {MemberCount}, count(*) FROM {Table} WHERE {Column(value)} IS NOT NULL"
        + $" GROUP BY 1 ORDER BY 3 DESC, 4 DESC, 1{(limit is null ? "" : " LIMIT $1")}",
        limit is { } rows ? [rows] : [],
        row => (row.GetRequiredText(0), row.GetRequiredText(1), new TwoCounts(row.GetInt64(2), row.GetInt64(3))));

    /// <summary>The items of a set as they are written.</summary>
    public IReadOnlyList<string> WrittenItems(int value) =>
        Query($"SELECT DISTINCT item FROM (SELECT unnest({Shown(value)}) AS item FROM {Table}) WHERE item IS NOT NULL ORDER BY item", [], row => row.GetRequiredText(0));

    /// <summary>How many have each folded item of a set.</summary>
    public IReadOnlyDictionary<string, TwoCounts> CountItems(int value) => Query(
        $"SELECT item, {MemberCount}, count(*) FROM (SELECT member, unnest(list_distinct({Column(value)})) AS item FROM {Table}) WHERE item IS NOT NULL GROUP BY 1",
        [],
        row => KeyValuePair.Create(row.GetRequiredText(0), new TwoCounts(row.GetInt64(1), row.GetInt64(2)))).ToDictionary(StringComparer.Ordinal);

    /// <summary>How many have one of these folded items or several: each is counted once.</summary>
    public TwoCounts CountWithAny(int value, IReadOnlyList<string> folded) =>
        Counts($"list_has_any({Column(value)}, $1)", DuckDbValue.List([.. folded]));

    /// <summary>How many are true, and false.</summary>
    public (TwoCounts True, TwoCounts False) CountBooleans(int value) => (Counts(Column(value)), Counts($"NOT {Column(value)}"));

    /// <summary>How often each value occurs, ascending; the values as <see cref="MemberRow"/> has them.</summary>
    public IReadOnlyList<(object Value, TwoCounts Counts)> CountValues(int value) => Query(
        $"SELECT {Column(value)}, {MemberCount}, count(*) FROM {Table} WHERE {Column(value)} IS NOT NULL GROUP BY 1 ORDER BY 1",
        [],
        row => (SegmentReader.Cell(row, 0, _values[value].Kind)!, new TwoCounts(row.GetInt64(1), row.GetInt64(2))));

    /// <summary>
    /// The numbers or instants at the given parts (0 to 1) of everyone whose value is above a bound: instants in microseconds, exact
    /// numbers in units of 1/10,000, others as they are. Empty where there are none.
    /// </summary>
    /// <param name="value">Which value.</param>
    /// <param name="parts">Which parts: 0 gives the least.</param>
    /// <param name="above">The bound, in the unit; null for none.</param>
    public IReadOnlyList<double> Quantiles(int value, IReadOnlyList<double> parts, double? above)
    {
        ArgumentNullException.ThrowIfNull(parts);
        string quantiles = string.Join(", ", parts.Select(part => $"quantile_disc(v, {part.ToString(CultureInfo.InvariantCulture)})"));
        string bound = above is null ? "v IS NOT NULL" : "v > $1";
        return Query(
            $"SELECT {quantiles} FROM (SELECT {Units(value)}::DOUBLE AS v FROM {Table}) WHERE {bound}",
            above is { } least ? [least] : [],
            row =>
            {
                var found = new List<double>();
                for (int at = 0; at < parts.Count && !row.IsNull(at); at++)
                {
                    found.Add(row.GetDouble(at));
                }

                return found;
            })[0];
    }

    /// <summary>How many fall into each band: below the first bound, from each bound to below the next, from the last on.</summary>
    /// <param name="value">Which value.</param>
    /// <param name="bounds">The bounds, ascending, as the value compares.</param>
    public IReadOnlyList<TwoCounts> CountBands(int value, IReadOnlyList<DuckDbValue> bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        string cases = string.Concat(bounds.Select((_, at) => $" WHEN {Column(value)} < ${at + 1} THEN {at}"));
        string band = bounds.Count == 0 ? "0" : $"CASE{cases} ELSE {bounds.Count} END";
        var counts = new TwoCounts[bounds.Count + 1];
        foreach ((int at, TwoCounts found) in Query(
            $"SELECT {band}, {MemberCount}, count(*) FROM {Table} WHERE {Column(value)} IS NOT NULL GROUP BY 1",
            [.. bounds],
            row => ((int)row.GetInt64(0), new TwoCounts(row.GetInt64(1), row.GetInt64(2)))))
        {
            counts[at] = found;
        }

        return counts;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Execute($"DROP TABLE IF EXISTS {Table}");

    private static string Column(int value) => $"c{value.ToString(CultureInfo.InvariantCulture)}";

    private static string Shown(int value) => $"s{value.ToString(CultureInfo.InvariantCulture)}";

    private string Units(int value) => _values[value].Kind == ValueKind.Instant ? $"epoch_us({Column(value)})" : Column(value);

    private TwoCounts Counts(string condition, params DuckDbValue[] values) => Query(
        $"SELECT {MemberCount}, count(*) FROM {Table} WHERE {condition}", values, row => new TwoCounts(row.GetInt64(0), row.GetInt64(1)))[0];

    private List<T> Query<T>(string sql, DuckDbValue[] values, RowReader<T> read) => _connection.Query(sql, values, read, _cancellation);
}
