using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Warehouse.Load;

/// <summary>What the steps of one load share.</summary>
internal sealed class LoadContext
{
    private readonly CancellationToken _cancellation;

    public LoadContext(DuckDbConnection connection, StagingTable staging, string source, CancellationToken cancellation)
    {
        Connection = connection;
        Staging = staging;
        Source = source;
        Precedence = Sources.PrecedenceOf(connection, source);
        _cancellation = cancellation;
        LoadFunctions.Register(connection);
        Execute("CREATE OR REPLACE TEMP TABLE load_problem (_row BIGINT, refused BOOLEAN, field VARCHAR, reason VARCHAR)");
    }

    public DuckDbConnection Connection { get; }

    public StagingTable Staging { get; }

    public string Source { get; }

    public int Precedence { get; }

    /// <summary>The staging table's name in SQL.</summary>
    public string Stage => SqlIdentifier.Quote(Staging.Name);

    /// <summary>What was written so far.</summary>
    public TableVersions.Changes Changes { get; } = new();

    public long Execute(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        long rows = ExecuteUnnoted(sql, values);
        Changes.Note(sql, rows);
        return rows;
    }

    /// <summary>Whom rows belong to that found their account or contact.</summary>
    public HashSet<long> AttachedAccounts { get; } = [];

    /// <summary>Contacts that found their account, or whose events were found.</summary>
    public HashSet<long> AttachedContacts { get; } = [];

    /// <summary>Known contacts that had no account and now have one.</summary>
    public HashSet<long> JoinedContacts { get; } = [];

    /// <summary>Runs an update that gives contacts their account, and notes which.</summary>
    /// <param name="sql">The update.</param>
    /// <param name="contact">The column of the contact.</param>
    public void Join(string sql, string contact) =>
        Changes.Note(sql, Connection.Query($"{sql} RETURNING {contact}", [], row => JoinedContacts.Add(row.GetInt64(0)), _cancellation).Count);

    /// <summary>Runs an update that attaches rows, and notes whom they belong to.</summary>
    /// <param name="sql">The update.</param>
    /// <param name="account">The column of the account.</param>
    /// <param name="contact">The column of the contact, or null where the rows have none.</param>
    /// <param name="values">Values for its parameters.</param>
    public long Attach(string sql, string account, string? contact, params ReadOnlySpan<DuckDbValue> values)
    {
        long rows = 0;
        Connection.Query(
            $"{sql} RETURNING {account}, {contact ?? "NULL::BIGINT"}",
            values,
            row =>
            {
                rows++;
                NoteAttached(row.GetNullableInt64(0), AttachedAccounts);
                NoteAttached(row.GetNullableInt64(1), AttachedContacts);
                return true;
            },
            _cancellation);
        Changes.Note(sql, rows);
        return rows;
    }

    private static void NoteAttached(long? reference, HashSet<long> attached)
    {
        if (reference is { } known)
        {
            attached.Add(known);
        }
    }

    /// <summary>Runs a statement that changes nothing that anybody reads the table for.</summary>
    public long ExecuteUnnoted(string sql, params ReadOnlySpan<DuckDbValue> values) => Connection.Execute(sql, values, progress: null, _cancellation);

    /// <summary>
    /// Inserts many rows of which nobody asks for the order. Kept in order, they would be written in pieces as small as the query
    /// gives them, which the checkpoint then writes once more.
    /// </summary>
    public long InsertUnordered(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        Connection.Execute("SET SESSION preserve_insertion_order = false");
        long rows = Execute(sql, values);

        // Where the insert failed the transaction is lost, and takes no statement: whoever reads in order says so itself.
        Connection.Execute("RESET SESSION preserve_insertion_order");
        return rows;
    }

    public long Count(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        _cancellation.ThrowIfCancellationRequested();
        return Connection.QueryScalar<long>(sql, values);
    }

    public bool Any(string fromAndWhere, params ReadOnlySpan<DuckDbValue> values) =>
        Count($"SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 FROM {fromAndWhere} LIMIT 1)", values) > 0;

    /// <summary>Takes rows out of the staging table and says why. The statement gives the numbers of the rows.</summary>
    public long Refuse(string rowsSql, string field, string reason)
    {
        long refused = Execute(
            $"INSERT INTO load_problem SELECT r._row, true, $1, $2 FROM ({rowsSql}) r", field, reason);
        if (refused > 0)
        {
            Execute($"DELETE FROM {Stage} WHERE rowid IN (SELECT _row FROM load_problem WHERE refused)");
        }

        return refused;
    }

    /// <summary>The problems found, in the order of the rows.</summary>
    public List<LoadProblem> Problems(int limit) => Connection.Query(
        "SELECT _row, refused, field, reason FROM load_problem ORDER BY _row LIMIT $1",
        [limit],
        row => new LoadProblem(row.GetInt64(0) + 1, row.GetBoolean(1), row.GetRequiredText(2), row.GetRequiredText(3)));
}
