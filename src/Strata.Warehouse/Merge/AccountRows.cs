using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>Moves the rows of one account to another, and back. What is remembered of each row (<c>strata_merge_row.what</c>):</summary>
/// <remarks>
/// <c>moved</c>: it belonged to the other; <c>attached</c>: it named both, so had no account; <c>stays</c>: it belonged to one though its
/// reference names the other of the two; <c>history</c> and <c>history-stays</c>: its history spoke of the other, or of the kept one.
/// </remarks>
internal sealed class AccountRows(MergeContext context, long keep, long other)
{
    private const string ContactKey = "coalesce(t.account_id, CASE WHEN strata_domain(t.email) IS NOT NULL THEN t.email END)";
    private const string EventKey = "coalesce(t.account_key, CASE WHEN t.contact_ref IS NULL AND contains(t.contact_key, '@') THEN t.contact_key END)";

    /// <summary>Rows of collections that became one with a row of the kept account.</summary>
    public long Combined { get; private set; }

    /// <summary>Remembers the rows of one account whose reference names the other of the two; before anything moves.</summary>
    public void NoteStays()
    {
        foreach ((RowType type, string table, string key) in Tables())
        {
            context.Execute(
                $"CREATE OR REPLACE TEMP TABLE merge_key AS {context.NamesOfOther($"SELECT {key} AS key FROM {table} t WHERE t.account_ref = $1")}", keep);
            context.Note(
                RowTables.Table(type), "stays",
                $"SELECT {RefOf(type)}, {KeyOf(type)}, CAST(NULL AS TIMESTAMP) FROM {table} t WHERE t.account_ref = $1 AND {key} IN (SELECT key FROM merge_key)",
                keep);
            if (type.Kind == RowKind.Event)
            {
                context.Note(
                    RowTables.Table(type), "stays",
                    $"""
                    SELECT CAST(NULL AS BIGINT), t.id, CAST(NULL AS TIMESTAMP) FROM {table} t
                    WHERE t.account_ref = $1 AND t.account_key IS NULL AND t.contact_ref IN (SELECT ref FROM contact WHERE account_ref = $2)
                    """,
                    keep, other);
                continue;
            }

            new AccountMatch(context.Load).Resolve($"SELECT {key} AS key FROM {table} t WHERE t.account_ref = {other}");
            context.Note(
                RowTables.Table(type), "stays",
                $"SELECT t.ref, {KeyOf(type)}, CAST(NULL AS TIMESTAMP) FROM {table} t JOIN {AccountMatch.Table} m ON m.key = {key} WHERE t.account_ref = $1 AND m.ref = $2",
                other, keep);
        }
    }

    /// <summary>Moves every row; returns how many, by table.</summary>
    public SortedDictionary<string, long> Move(string keepId, string otherId)
    {
        var moved = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((RowType type, string table, _) in Tables())
        {
            string name = RowTables.Table(type);
            long combined = type.Kind == RowKind.Collection ? new CollectionKeys(context, type).Combine(keep, other, keepId, otherId) : 0;
            long rows = combined + context.Note(
                name, "moved", $"SELECT {RefOf(type)}, {KeyOf(type)}, CAST(NULL AS TIMESTAMP) FROM {table} t WHERE t.account_ref = $1", other);
            if (type.Kind != RowKind.Event)
            {
                MoveHistory(type);
            }

            if (type.Kind == RowKind.Collection)
            {
                new CollectionKeys(context, type).Rename(other, otherId, keepId);
            }

            context.Execute($"UPDATE {table} SET account_ref = $1 WHERE account_ref = $2", keep, other);
            Combined += combined;
            if (rows > 0)
            {
                moved.Add(name, rows);
            }
        }

        return moved;
    }

    /// <summary>Rows that named both, and so had no account, have one now that both are one.</summary>
    public long Attach()
    {
        long attached = 0;
        foreach ((RowType type, string table, string key) in Tables())
        {
            new AccountMatch(context.Load).Resolve(context.NamesOfOther($"SELECT {key} AS key FROM {table} t WHERE t.account_ref IS NULL"));
            attached += context.Note(
                RowTables.Table(type), "attached",
                $"SELECT {RefOf(type)}, {KeyOf(type)}, CAST(NULL AS TIMESTAMP) FROM {table} t JOIN {AccountMatch.Table} m ON m.key = {key} WHERE t.account_ref IS NULL AND m.ref = $1",
                keep);
            context.Execute($"UPDATE {table} AS t SET account_ref = m.ref FROM {AccountMatch.Table} m WHERE t.account_ref IS NULL AND m.key = {key} AND m.ref = $1", keep);
            if (type.Kind == RowKind.Event)
            {
                attached += AttachByContact(type, table);
            }
        }

        return attached;
    }

    /// <summary>Gives back every row that moved or was attached; the accounts are two again.</summary>
    public void Restore()
    {
        foreach ((RowType type, string table, _) in Tables())
        {
            string name = RowTables.Table(type);
            if (type.Kind == RowKind.Event)
            {
                context.Execute($"UPDATE {table} SET account_ref = $1 WHERE account_ref = $2 AND id IN {MergeContext.Noted("key", 3)}", other, keep, context.Id, name, "moved");
                context.Execute($"UPDATE {table} SET account_ref = NULL WHERE account_ref = $1 AND id IN {MergeContext.Noted("key", 2)}", keep, context.Id, name, "attached");
                continue;
            }

            RestoreHistory(type, name);
            string key = type.Kind == RowKind.Collection ? ", row_key = r.key" : "";
            context.Execute(
                $"""
                UPDATE {table} AS t SET account_ref = $1{key} FROM strata_merge_row r
                WHERE r.merge_id = $3 AND r.table_name = $4 AND r.what = 'moved' AND t.ref = r.ref AND t.account_ref = $2
                """,
                other, keep, context.Id, name);
            context.Execute($"UPDATE {table} SET account_ref = NULL WHERE account_ref = $1 AND ref IN {MergeContext.Noted("ref", 2)}", keep, context.Id, name, "attached");
        }
    }

    /// <summary>Looks again for the account of rows that came since and name the other; the alias must be gone.</summary>
    public void ReattachSince(string keepId, string otherId)
    {
        foreach ((RowType type, string table, string key) in Tables())
        {
            string name = RowTables.Table(type);
            string isNoted = type.Kind == RowKind.Event ? $"t.id IN {MergeContext.Noted("key", 2)}" : $"t.ref IN {MergeContext.Noted("ref", 2)}";
            new AccountMatch(context.Load).Resolve(context.NamesOfOther($"SELECT {key} AS key FROM {table} t WHERE t.account_ref = {keep}"));
            context.Execute(
                $"CREATE OR REPLACE TEMP TABLE merge_since AS SELECT t.rowid AS row, {RefOf(type)} AS of_row, m.ref, t.account_ref AS was FROM {table} t JOIN {AccountMatch.Table} m ON m.key = {key} WHERE t.account_ref = $1 AND m.ref IS DISTINCT FROM $1 AND NOT {isNoted}",
                keep, context.Id, name, "stays");
            if (type.Kind == RowKind.Collection)
            {
                new CollectionKeys(context, type).RenameSince(other, keepId, otherId);
            }

            context.Execute($"UPDATE {table} AS t SET account_ref = s.ref FROM merge_since s WHERE t.rowid = s.row");
            if (type.Kind == RowKind.Event)
            {
                ReattachByContact(table, name);
                continue;
            }

            new AccountHistory(context, type).ReattachSince(keep);
            ReturnSince(type, table, key);
        }
    }

    /// <summary>Looks again for the account of rows that were given back and have named one of the two since.</summary>
    private void ReturnSince(RowType type, string table, string key)
    {
        string name = RowTables.Table(type);
        new AccountMatch(context.Load).Resolve(
            $"SELECT {key} AS key FROM {table} t WHERE t.ref IN (SELECT ref FROM strata_merge_row WHERE merge_id = {context.Id} AND table_name = '{name}' AND what IN ('moved', 'attached'))");
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE merge_since AS
            SELECT t.rowid AS row, t.ref AS of_row, m.ref, t.account_ref AS was FROM {table} t JOIN {AccountMatch.Table} m ON m.key = {key}
            WHERE ((t.account_ref = $1 AND m.ref = $2 AND t.ref IN {MergeContext.Noted("ref", 3)} AND t.ref NOT IN {MergeContext.Noted("ref", 6)})
                OR (t.account_ref IS NULL AND m.ref IN ($1, $2) AND t.ref IN {MergeContext.Noted("ref", 9)}))
            """,
            other, keep, context.Id, name, "moved", context.Id, name, "stays", context.Id, name, "attached");
        context.Execute($"UPDATE {table} AS t SET account_ref = s.ref FROM merge_since s WHERE t.rowid = s.row");
        new AccountHistory(context, type).ReturnSince(other);
    }

    private long AttachByContact(RowType type, string table)
    {
        const string Open = "t.account_ref IS NULL AND t.account_key IS NULL";
        string contacts = $"SELECT ref FROM contact WHERE ref IN {MergeContext.Noted("ref", 1)}";
        DuckDbValue[] noted = [context.Id, "contact", "attached"];
        long attached = context.Note(
            RowTables.Table(type), "attached", $"SELECT CAST(NULL AS BIGINT), t.id, CAST(NULL AS TIMESTAMP) FROM {table} t WHERE {Open} AND t.contact_ref IN ({contacts})", noted);
        context.Execute($"UPDATE {table} AS t SET account_ref = $4 WHERE {Open} AND t.contact_ref IN ({contacts})", [.. noted, keep]);
        return attached;
    }

    /// <summary>Events that named only a person took the account that the person had then.</summary>
    private void ReattachByContact(string table, string name) => context.Execute(
        $"""
        UPDATE {table} AS t SET account_ref = c.account_ref FROM contact c
        WHERE t.account_ref = $1 AND t.account_key IS NULL AND t.contact_ref = c.ref AND c.account_ref IS DISTINCT FROM $1
          AND c.ref IN (SELECT ref FROM strata_merge_row WHERE merge_id = $2 AND table_name = 'contact' AND what IN ('moved', 'attached'))
          AND t.id NOT IN {MergeContext.Noted("key", 2)}
        """,
        keep, context.Id, name, "stays");

    private void MoveHistory(RowType type)
    {
        string history = SqlIdentifier.Quote(RowTables.History(type));
        const string Link = "field = 'account_ref' AND value = CAST($1 AS VARCHAR)";
        string spoken = $"SELECT ref, CAST(NULL AS VARCHAR), observed_at FROM {history} WHERE {Link}";
        context.Note(RowTables.Table(type), "history-stays", spoken, keep);
        context.Note(RowTables.Table(type), "history", spoken, other);
        context.Execute($"UPDATE {history} SET value = CAST($2 AS VARCHAR) WHERE {Link}", other, keep);
    }

    private void RestoreHistory(RowType type, string name)
    {
        string history = SqlIdentifier.Quote(RowTables.History(type));
        context.Execute(
            $"""
            UPDATE {history} AS h SET value = CAST($1 AS VARCHAR)
            WHERE h.field = 'account_ref' AND h.value = CAST($2 AS VARCHAR) AND (
                EXISTS (FROM strata_merge_row r WHERE r.merge_id = $3 AND r.table_name = $4 AND r.what = 'history' AND r.ref = h.ref AND r.observed_at = h.observed_at)
                OR (EXISTS (FROM strata_merge_row r WHERE r.merge_id = $3 AND r.table_name = $4 AND r.what = 'moved' AND r.ref = h.ref)
                    AND NOT EXISTS (
                        FROM strata_merge_row r WHERE r.merge_id = $3 AND r.table_name = $4 AND r.what = 'history-stays' AND r.ref = h.ref AND r.observed_at = h.observed_at)))
            """,
            other, keep, context.Id, name);
    }

    private IEnumerable<(RowType Type, string Table, string Key)> Tables()
    {
        foreach (RowType type in context.StateRows)
        {
            yield return (type, SqlIdentifier.Quote(RowTables.Table(type)), type.Kind == RowKind.Contact ? ContactKey : "t.account_key");
        }

        foreach (RowType type in context.Catalog.Events.Values)
        {
            yield return (type, SqlIdentifier.Quote(RowTables.Table(type)), EventKey);
        }
    }

    private static string RefOf(RowType type) => type.Kind == RowKind.Event ? "CAST(NULL AS BIGINT)" : "t.ref";

    private static string KeyOf(RowType type) => $"t.{RowTables.KeyColumn(type)}";
}
