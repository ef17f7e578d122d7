using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>
/// Rows of a collection are named by their account's id and their key fields, with a separator between. When the account changes the
/// name does, so that the next import finds the row; where the kept account has a row of that name, the two are one.
/// </summary>
internal sealed class CollectionKeys(MergeContext context, RowType type)
{
    private readonly string _table = SqlIdentifier.Quote(RowTables.Table(type));

    /// <summary>Makes one of every two rows that are the same but for their account; returns how many of the other's are gone.</summary>
    public long Combine(long keep, long other, string keepId, string otherId)
    {
        List<(long Keep, long Other)> pairs = context.Connection.Query(
            $"""
            SELECT k.ref, o.ref FROM {_table} o JOIN {_table} k ON k.row_key = $1 || substr(o.row_key, length($2) + 1)
            WHERE o.account_ref = $3 AND k.account_ref = $4 AND starts_with(o.row_key, $2 || chr(31))
            ORDER BY o.ref
            """,
            [keepId, otherId, other, keep],
            row => (row.GetInt64(0), row.GetInt64(1)));
        foreach ((long kept, long gone) in pairs)
        {
            RowPair.Join(context, type, kept, gone);
        }

        return pairs.Count;
    }

    /// <summary>Gives the rows of an account the name that they have under another id.</summary>
    public void Rename(long account, string fromId, string toId) => context.Execute(
        $"""
        UPDATE {_table} SET row_key = $1 || substr(row_key, length($2) + 1)
        WHERE account_ref = $3 AND starts_with(row_key, $2 || chr(31))
        """,
        toId, fromId, account);

    /// <summary>The same for the rows of <c>merge_since</c> that go to an account.</summary>
    public void RenameSince(long account, string fromId, string toId) => context.Execute(
        $"""
        UPDATE {_table} SET row_key = $1 || substr(row_key, length($2) + 1)
        WHERE rowid IN (SELECT row FROM merge_since WHERE ref = $3) AND starts_with(row_key, $2 || chr(31))
        """,
        toId, fromId, account);

    /// <summary>Makes two again of every two rows that became one.</summary>
    public void Part()
    {
        foreach ((RowImage keep, RowImage other, RowImage merged) in context.Kept(type))
        {
            RowPair.Part(context, type, keep, other, merged);
        }
    }
}
