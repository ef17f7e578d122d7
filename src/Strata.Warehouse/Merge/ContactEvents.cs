using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>
/// Moves the events of one contact to another, and back. Remembered of each event (<c>strata_merge_row.what</c>): <c>moved</c>: it was the
/// other's; <c>found</c>: it named both, so had no contact; <c>attached</c>: it had no account and got the contact's; <c>stays</c>: it was
/// the kept one's though it names the other.
/// </summary>
internal sealed class ContactEvents(MergeContext context, long keep, long other)
{
    /// <summary>Remembers the events of the kept contact that name the other; before anything moves.</summary>
    public void NoteStays()
    {
        foreach ((string name, string table) in Tables())
        {
            context.Execute(
                $"CREATE OR REPLACE TEMP TABLE merge_key AS {context.NamesOfOther($"SELECT contact_key AS key FROM {table} WHERE contact_ref = $1")}", keep);
            context.Note(name, "stays", $"{Events(table)} WHERE contact_ref = $1 AND contact_key IN (SELECT key FROM merge_key)", keep);
        }
    }

    /// <summary>Moves every event; returns how many, by table.</summary>
    public SortedDictionary<string, long> Move()
    {
        var moved = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string name, string table) in Tables())
        {
            long events = context.Note(name, "moved", $"{Events(table)} WHERE contact_ref = $1", other);
            if (events > 0)
            {
                moved.Add(name, events);
                context.Execute($"UPDATE {table} SET contact_ref = $1 WHERE contact_ref = $2", keep, other);
            }
        }

        return moved;
    }

    /// <summary>Events that named both have their contact now, and events of a contact its account.</summary>
    public long Attach(long? account)
    {
        long attached = 0;
        foreach ((string name, string table) in Tables())
        {
            context.Note(name, "account-stays", $"{Events(table)} WHERE contact_ref = $1 AND account_key IS NULL AND account_ref = $2", keep, OrNull(account));
            new ContactMatch(context.Load).Resolve(context.NamesOfOther($"SELECT contact_key AS key FROM {table} WHERE contact_ref IS NULL"));
            attached += context.Note(
                name, "found", $"{Events(table)} WHERE contact_ref IS NULL AND contact_key IN (SELECT key FROM {ContactMatch.Table} WHERE ref = $1)", keep);
            context.Execute($"UPDATE {table} SET contact_ref = $1 WHERE contact_ref IS NULL AND contact_key IN (SELECT key FROM {ContactMatch.Table} WHERE ref = $1)", keep);
            if (account is { } known)
            {
                const string Open = "contact_ref = $1 AND account_ref IS NULL AND account_key IS NULL";
                context.Note(name, "attached", $"{Events(table)} WHERE {Open}", keep);
                context.Execute($"UPDATE {table} SET account_ref = $2 WHERE {Open}", keep, known);
            }
        }

        return attached;
    }

    /// <summary>Gives back every event that moved; the contacts are two again.</summary>
    public void Restore()
    {
        foreach ((string name, string table) in Tables())
        {
            context.Execute($"UPDATE {table} SET account_ref = NULL WHERE contact_ref = $1 AND id IN {MergeContext.Noted("key", 2)}", keep, context.Id, name, "attached");
            context.Execute($"UPDATE {table} SET contact_ref = NULL WHERE contact_ref = $1 AND id IN {MergeContext.Noted("key", 2)}", keep, context.Id, name, "found");
            context.Execute($"UPDATE {table} SET contact_ref = $1 WHERE contact_ref = $2 AND id IN {MergeContext.Noted("key", 3)}", other, keep, context.Id, name, "moved");
        }
    }

    /// <summary>
    /// Looks again for the contact of events that came since and name the other, and for the account of those that have it from the contact;
    /// the alias must be gone.
    /// </summary>
    /// <param name="account">The account that the contact had when it became one.</param>
    /// <param name="own">The account that the kept contact has by itself.</param>
    public void ReattachSince(long? account, long? own)
    {
        foreach ((string name, string table) in Tables())
        {
            new ContactMatch(context.Load).Resolve(context.NamesOfOther($"SELECT contact_key AS key FROM {table} WHERE contact_ref = {keep}"));
            context.Execute(
                $"""
                UPDATE {table} AS t SET
                    contact_ref = m.ref,
                    account_ref = CASE WHEN t.account_key IS NULL AND t.account_ref = $5 THEN m.account_ref ELSE t.account_ref END
                FROM {ContactMatch.Table} m
                WHERE t.contact_ref = $1 AND t.contact_key = m.key AND m.ref IS DISTINCT FROM $1 AND t.id NOT IN {MergeContext.Noted("key", 2)}
                """,
                keep, context.Id, name, "stays", OrNull(account));
            context.Execute(
                $"""
                UPDATE {table} SET account_ref = $5
                WHERE contact_ref = $1 AND account_key IS NULL AND account_ref = $6 AND id NOT IN {MergeContext.Noted("key", 2)}
                """,
                keep, context.Id, name, "account-stays", OrNull(own), OrNull(account));
        }
    }

    private static DuckDbValue OrNull(long? reference) => reference is { } known ? known : DuckDbValue.Null;

    private static string Events(string table) => $"SELECT CAST(NULL AS BIGINT), id, CAST(NULL AS TIMESTAMP) FROM {table}";

    private IEnumerable<(string Name, string Table)> Tables() =>
        context.Catalog.Events.Values.Select(type => (RowTables.Table(type), SqlIdentifier.Quote(RowTables.Table(type))));
}
