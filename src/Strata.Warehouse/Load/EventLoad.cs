using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>Appends staged events. An id counts once, ever: across all types, within the load and against what is stored.</summary>
internal sealed class EventLoad(LoadContext context, DataCatalog catalog, EventStaging events)
{
    /// <summary>The account as written; an event that names none may still have a person's e-mail address.</summary>
    private const string AccountKey = "coalesce(s.account_key, CASE WHEN contains(s.contact_key, '@') THEN s.contact_key END)";

    /// <summary>Explicit account, else the known contact's, else that of the e-mail domain.</summary>
    private const string AccountRef = "CASE WHEN s.account_key IS NOT NULL THEN a.ref ELSE coalesce(c.account_ref, a.ref) END";

    private readonly string _stage = SqlIdentifier.Quote(events.Name);

    /// <summary>Applies every staged event.</summary>
    public LoadResult Apply()
    {
        long staged = context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {_stage}");
        long repeated = DropRepeated();
        long seen = FindSeen();
        ResolveReferences();
        long inserted = events.Slices.Sum(slice => Insert(slice, seen > 0));
        long unattached = context.Count(
            $"""
            SELECT CAST(count(*) AS BIGINT) FROM {_stage} s JOIN {AccountMatch.Table} a ON a.key = s.account_key
            WHERE a.ref IS NULL{(seen > 0 ? " AND s.rowid NOT IN (SELECT _row FROM load_seen)" : "")}
            """);
        return new LoadResult(
            Inserted: inserted, Unchanged: staged - repeated - inserted, Duplicates: repeated, Unattached: unattached);
    }

    private long DropRepeated()
    {
        if (!context.Any($"(SELECT hash(id) AS h FROM {_stage} GROUP BY h HAVING count(*) > 1)"))
        {
            return 0;
        }

        return context.Execute(
            $"""
            DELETE FROM {_stage} WHERE rowid IN (
                SELECT _row FROM (
                    SELECT s.rowid AS _row, row_number() OVER (PARTITION BY s.id ORDER BY s.rowid) AS nth
                    FROM {_stage} s WHERE s.id IN (SELECT id FROM {_stage} GROUP BY id HAVING count(*) > 1)
                ) WHERE nth > 1)
            """);
    }

    private long FindSeen()
    {
        context.Execute("CREATE OR REPLACE TEMP TABLE load_seen (_row BIGINT)");
        long seen = 0;
        foreach (RowType type in catalog.Events.Values)
        {
            string table = SqlIdentifier.Quote(RowTables.Table(type));
            if (context.Any(table))
            {
                seen += context.Execute($"INSERT INTO load_seen SELECT s.rowid FROM {_stage} s JOIN {table} e ON e.id = s.id");
            }
        }

        return seen;
    }

    private void ResolveReferences()
    {
        var accounts = new AccountMatch(context);
        accounts.Resolve($"SELECT {AccountKey} AS key FROM {_stage} s");
        accounts.Report($"SELECT s.rowid AS _row, s.account_key AS key FROM {_stage} s", "account");
        new ContactMatch(context).Resolve($"SELECT s.contact_key AS key FROM {_stage} s");
    }

    private long Insert(EventSlice slice, bool someSeen)
    {
        List<string> targets = [], values = [];
        foreach (StagedProperty property in slice.Properties.Where(property => property.Field.Name is not "source"))
        {
            targets.Add(SqlIdentifier.Quote(property.Field.Name));
            values.Add($"s.{SqlIdentifier.Quote(property.Column)}");
            if (property.Field.IsFolded)
            {
                targets.Add(SqlIdentifier.Quote(FieldColumns.Folded(property.Field.Name)));
                values.Add($"s.{SqlIdentifier.Quote(FieldColumns.Folded(property.Column))}");
            }
        }

        string[] keys = ["id", "ts", "account_ref", "contact_ref", "account_key", "contact_key", "source", "\"source.folded\"", "_raw"];
        string[] keyValues =
            ["s.id", "s.ts", AccountRef, "c.ref", "s.account_key", "s.contact_key", "s.source", "s.\"source.folded\"", "s._raw"];
        return context.Execute(
            $"""
            INSERT INTO {SqlIdentifier.Quote(RowTables.Table(slice.Type))} ({string.Join(", ", keys.Concat(targets))})
            SELECT {string.Join(", ", keyValues.Concat(values))}
            FROM {_stage} s
            LEFT JOIN {AccountMatch.Table} a ON a.key = {AccountKey}
            LEFT JOIN {ContactMatch.Table} c ON c.key = s.contact_key
            WHERE s._type = $1{(someSeen ? " AND s.rowid NOT IN (SELECT _row FROM load_seen)" : "")}
            """,
            slice.Label);
    }
}
