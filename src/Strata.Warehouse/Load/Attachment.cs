using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>Rows that named an account or contact before it was known find it when it arrives.</summary>
internal sealed class Attachment(LoadContext context, DataCatalog catalog)
{
    /// <summary>Looks again for the accounts of every row that has none; returns how many rows found theirs.</summary>
    public long ToAccounts()
    {
        long attached = AttachContacts();
        foreach (RowType collection in catalog.Collections.Values)
        {
            long found = AttachRows(RowTables.Table(collection), "account_key");
            attached += found;
            if (found > 0)
            {
                RenameKeys(SqlIdentifier.Quote(RowTables.Table(collection)));
            }
        }

        foreach (RowType type in catalog.Events.Values)
        {
            attached += AttachRows(RowTables.Table(type), "account_key", "t.contact_ref");
            attached += AttachEventsOfPersons(RowTables.Table(type));
        }

        return attached;
    }

    /// <summary>
    /// Looks again for the contacts of every event that has none; such an event without an account gets the contact's. So do the events
    /// of contacts who had no account until now: it is the same whether they came before or after it was known.
    /// </summary>
    public long ToContacts()
    {
        long attached = 0;
        foreach (RowType type in catalog.Events.Values)
        {
            string table = SqlIdentifier.Quote(RowTables.Table(type));
            attached += AttachEventsOfJoined(table);
            if (!context.Any($"{table} WHERE contact_ref IS NULL AND contact_key IS NOT NULL"))
            {
                continue;
            }

            new ContactMatch(context).Resolve($"SELECT contact_key AS key FROM {table} WHERE contact_ref IS NULL");
            attached += context.Attach(
                $"""
                UPDATE {table} AS e SET
                    contact_ref = m.ref,
                    account_ref = CASE WHEN e.account_ref IS NULL AND e.account_key IS NULL THEN m.account_ref ELSE e.account_ref END
                FROM {ContactMatch.Table} m
                WHERE e.contact_ref IS NULL AND e.contact_key = m.key AND m.ref IS NOT NULL
                """,
                "e.account_ref",
                "e.contact_ref");
        }

        return attached;
    }

    private long AttachEventsOfJoined(string table) => context.JoinedContacts.Count == 0 ? 0 : context.Attach(
        $"""
        UPDATE {table} AS e SET account_ref = c.account_ref FROM contact c
        WHERE e.account_ref IS NULL AND e.account_key IS NULL AND e.contact_ref = c.ref AND c.account_ref IS NOT NULL
            AND e.contact_ref IN (SELECT unnest($1::BIGINT[]))
        """,
        "e.account_ref",
        "e.contact_ref",
        DuckDbValue.List([.. context.JoinedContacts]));

    private long AttachRows(string name, string key, string? contact = null)
    {
        string table = SqlIdentifier.Quote(name);
        if (!context.Any($"{table} WHERE account_ref IS NULL AND {key} IS NOT NULL"))
        {
            return 0;
        }

        new AccountMatch(context).Resolve($"SELECT {key} AS key FROM {table} WHERE account_ref IS NULL");
        return context.Attach(
            $"""
            UPDATE {table} AS t SET account_ref = m.ref FROM {AccountMatch.Table} m
            WHERE t.account_ref IS NULL AND t.{key} = m.key AND m.ref IS NOT NULL
            """,
            "t.account_ref",
            contact);
    }

    /// <summary>
    /// The key of a row begins with its account: as it was written while nobody had that name, by its id from then on, so that the same
    /// row said again is the same row.
    /// </summary>
    private void RenameKeys(string table)
    {
        const string Renamed = "a.id || substr(t.row_key, length(strata_fold(t.account_key)) + 1)";
        context.Execute(
            $"""
            UPDATE {table} AS t SET row_key = {Renamed} FROM account a
            WHERE a.ref = t.account_ref AND t.account_key IS NOT NULL AND strata_fold(t.account_key) <> a.id
                AND starts_with(t.row_key, strata_fold(t.account_key) || chr(31))
                AND {Renamed} NOT IN (SELECT row_key FROM {table} WHERE row_key IS NOT NULL)
            """);
    }

    private long AttachContacts()
    {
        long attached = AttachRows("contact", "account_id", "t.ref");
        if (!context.Any("contact WHERE account_ref IS NULL AND account_id IS NULL AND email IS NOT NULL"))
        {
            return attached;
        }

        new AccountMatch(context).Resolve(
            "SELECT email AS key FROM contact WHERE account_ref IS NULL AND account_id IS NULL AND strata_domain(email) IS NOT NULL");
        return attached + context.Attach(
            $"""
            UPDATE contact AS t SET account_ref = m.ref FROM {AccountMatch.Table} m
            WHERE t.account_ref IS NULL AND t.account_id IS NULL AND t.email = m.key AND m.ref IS NOT NULL
            """,
            "t.account_ref",
            "t.ref");
    }

    /// <summary>Events that name a person and no account: the account of the contact, else of the e-mail domain.</summary>
    private long AttachEventsOfPersons(string name)
    {
        string table = SqlIdentifier.Quote(name);
        const string Open = "account_ref IS NULL AND account_key IS NULL AND contact_key IS NOT NULL";
        if (!context.Any($"{table} WHERE {Open}"))
        {
            return 0;
        }

        long attached = context.Attach(
            $"""
            UPDATE {table} AS e SET account_ref = c.account_ref FROM contact c
            WHERE e.account_ref IS NULL AND e.account_key IS NULL AND e.contact_ref = c.ref AND c.account_ref IS NOT NULL
            """,
            "e.account_ref",
            "e.contact_ref");
        new AccountMatch(context).Resolve($"SELECT contact_key AS key FROM {table} WHERE {Open} AND contains(contact_key, '@')");
        return attached + context.Attach(
            $"""
            UPDATE {table} AS e SET account_ref = m.ref FROM {AccountMatch.Table} m
            WHERE e.account_ref IS NULL AND e.account_key IS NULL AND e.contact_key = m.key AND m.ref IS NOT NULL
            """,
            "e.account_ref",
            "e.contact_ref");
    }
}
