using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Merge;

/// <summary>The merges that were done (table <c>strata_merge</c>).</summary>
public static class MergeLedger
{
    private const string Columns = "id, of, keep_ref, keep_id, other_ref, other_id, other_name, merged_at, author, undone_at";

    /// <summary>Every merge, the newest first.</summary>
    public static IReadOnlyList<MergeRecord> All(DuckDbConnection connection) =>
        connection.Query($"SELECT {Columns} FROM strata_merge ORDER BY id DESC", [], Read);

    /// <summary>The merge of that number, or null.</summary>
    public static MergeRecord? Find(DuckDbConnection connection, long id) =>
        connection.Query($"SELECT {Columns} FROM strata_merge WHERE id = $1", [id], Read).SingleOrDefault();

    /// <summary>The merge that still holds and took an entity of that id or name away, or null.</summary>
    public static MergeRecord? HoldingFor(DuckDbConnection connection, EntityKind kind, string idOrName, string folded) => connection.Query(
        $"""
        SELECT {Columns} FROM strata_merge m
        WHERE of = $1 AND undone_at IS NULL AND (other_id = $2 OR EXISTS (
            FROM strata_alias a WHERE a.merge_id = m.id AND a.kind <> 'id' AND a.value = $3))
        ORDER BY id DESC LIMIT 1
        """,
        [KindName(kind), idOrName, folded],
        Read).SingleOrDefault();

    /// <summary>
    /// Later merges that still hold and build on one: they share an account or a contact with it, so that it cannot be undone before them.
    /// The last one first.
    /// </summary>
    public static IReadOnlyList<MergeRecord> BuiltOn(DuckDbConnection connection, long id) => connection.Query(
        $"""
        SELECT {Columns} FROM strata_merge later
        WHERE later.id > $1 AND later.undone_at IS NULL AND EXISTS (
            FROM strata_merge this
            WHERE this.id = $1 AND (list_has_any(this.accounts, later.accounts) OR list_has_any(this.contacts, later.contacts)))
        ORDER BY later.id DESC
        """,
        [id],
        Read);

    internal static string KindName(EntityKind kind) => kind == EntityKind.Account ? "account" : "contact";

    internal static long NextId(DuckDbConnection connection) =>
        connection.QueryScalar<long>("SELECT CAST(coalesce(max(id), 0) + 1 AS BIGINT) FROM strata_merge");

    internal static void Add(DuckDbConnection connection, MergeRecord merge, IReadOnlyList<long> accounts, IReadOnlyList<long> contacts) =>
        connection.Execute(
            $"INSERT INTO strata_merge ({Columns}, accounts, contacts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10, $11)",
            merge.Id, KindName(merge.Of), merge.KeepRef, merge.KeepId, merge.OtherRef, merge.OtherId, merge.OtherName,
            DuckDbValue.Timestamp(merge.MergedAt), merge.Author, DuckDbValue.List(accounts), DuckDbValue.List(contacts));

    /// <summary>Marks a merge as undone and forgets what was kept to undo it.</summary>
    internal static void Close(DuckDbConnection connection, long id, long at)
    {
        connection.Execute("UPDATE strata_merge SET undone_at = $2 WHERE id = $1", id, DuckDbValue.Timestamp(at));
        foreach (string table in new[] { "strata_merge_row", "strata_merge_image", "strata_merge_said", "strata_alias" })
        {
            connection.Execute($"DELETE FROM {SqlIdentifier.Quote(table)} WHERE merge_id = $1", id);
        }
    }

    private static MergeRecord Read(DuckDbRow row) => new(
        row.GetInt64(0),
        string.Equals(row.GetText(1), "account", StringComparison.Ordinal) ? EntityKind.Account : EntityKind.Contact,
        row.GetInt64(2),
        row.GetRequiredText(3),
        row.GetInt64(4),
        row.GetRequiredText(5),
        row.GetText(6),
        row.GetInt64(7),
        row.GetRequiredText(8),
        row.GetNullableInt64(9));
}
