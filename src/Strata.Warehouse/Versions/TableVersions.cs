using System.Text.RegularExpressions;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Versions;

/// <summary>
/// The table <c>strata_table_version(table_name, version, rewritten)</c>: which change was the last of each row type's table. What a
/// load or a merge writes is noticed by the statements themselves, so that no way of writing can forget it, and recorded in the same
/// transaction. When a value was last confirmed (<c>_verified_at</c>) is no change: no definition reads it.
/// </summary>
public static partial class TableVersions
{
    /// <summary>The version of every table that was ever written, by the table's name.</summary>
    /// <param name="connection">A connection; what its transaction wrote counts.</param>
    public static IReadOnlyDictionary<string, TableVersion> Read(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection
            .Query(
                "SELECT table_name, version, rewritten FROM strata_table_version",
                [],
                row => KeyValuePair.Create(row.GetRequiredText(0), new TableVersion(row.GetInt64(1), row.GetInt64(2))))
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Records that tables got rows at their end, under one change number. Within the transaction that appends them.</summary>
    /// <param name="connection">The connection that holds the transaction.</param>
    /// <param name="tables">The names of the tables.</param>
    public static void RecordAppended(DuckDbConnection connection, IReadOnlyCollection<string> tables) => Record(connection, tables, rewritten: false);

    /// <summary>Records that rows of tables are others, under one change number. Within the transaction that changes them.</summary>
    /// <param name="connection">The connection that holds the transaction.</param>
    /// <param name="tables">The names of the tables.</param>
    public static void RecordRewritten(DuckDbConnection connection, IReadOnlyCollection<string> tables) => Record(connection, tables, rewritten: true);

    private static void Record(DuckDbConnection connection, IReadOnlyCollection<string> tables, bool rewritten)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0)
        {
            return;
        }

        long number = NextNumber(connection);
        foreach (string table in tables)
        {
            Write(connection, table, number, rewritten);
        }
    }

    /// <summary>What the statements of one load or merge wrote.</summary>
    internal sealed class Changes
    {
        private readonly Dictionary<string, bool> _rewritten = new(StringComparer.Ordinal);

        /// <summary>Notes what a statement did.</summary>
        /// <param name="sql">The statement.</param>
        /// <param name="rows">How many rows it changed.</param>
        public void Note(string sql, long rows)
        {
            if (rows <= 0 || Writing().Match(sql) is not { Success: true } written)
            {
                return;
            }

            string table = written.Groups["table"].Value is ['"', .. string quoted, '"']
                ? quoted.Replace("\"\"", "\"", StringComparison.Ordinal)
                : written.Groups["table"].Value;
            bool appends = written.Groups["verb"].ValueSpan.SequenceEqual("INSERT INTO");
            _rewritten[table] = !appends || _rewritten.GetValueOrDefault(table);
        }

        /// <summary>Records what was noted, under one change number, and forgets it. Within the transaction of the statements.</summary>
        public void Record(DuckDbConnection connection, DataCatalog catalog)
        {
            long? number = null;
            foreach (RowType type in catalog.RowTypes)
            {
                string table = TableNames.Table(type);
                bool changed = _rewritten.TryGetValue(table, out bool rewritten);
                if (type.Kind != RowKind.Event && _rewritten.ContainsKey(TableNames.History(type)))
                {
                    // The past is another one; what reads it has to read it again.
                    changed = rewritten = true;
                }

                if (changed)
                {
                    number ??= NextNumber(connection);
                    Write(connection, table, number.Value, rewritten);
                }
            }

            _rewritten.Clear();
        }
    }

    private static long NextNumber(DuckDbConnection connection) => connection.QueryScalar<long>(
        "SELECT greatest(coalesce(max(version), 0) + 1, epoch_us(now())) FROM strata_table_version");

    private static void Write(DuckDbConnection connection, string table, long number, bool rewritten) => connection.Execute(
        """
        INSERT INTO strata_table_version VALUES ($1, $2, $3)
        ON CONFLICT (table_name) DO UPDATE SET version = excluded.version, rewritten = greatest(strata_table_version.rewritten, excluded.rewritten)
        """,
        table,
        number,
        rewritten ? number : 0);

    [GeneratedRegex("""^\s*(?<verb>INSERT INTO|INSERT OR REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE)\s+(?<table>"(?:[^"]|"")*"|\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Writing();
}
