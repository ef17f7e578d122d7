using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>Appends staged events. An id counts once, ever: across all types, within the load and against what is stored.</summary>
internal sealed class EventLoad(LoadContext context, DataCatalog catalog, EventStaging events)
{
    /// <summary>The account as written; an event that names none may still have a person's e-mail address.</summary>
    private const string AccountKey = "coalesce(s.account_key, CASE WHEN contains(s.contact_key, '@') THEN s.contact_key END)";

    /// <summary>Explicit account, else the known contact's, else that of the e-mail domain.</summary>
    private const string AccountRef = "CASE WHEN s.account_key IS NOT NULL THEN a.ref ELSE coalesce(c.account_ref, a.ref) END";

    /// <summary>The temporary table of the new events' accounts and contacts, by staged row.</summary>
    private const string References = "load_reference";

    private readonly string _stage = SqlIdentifier.Quote(events.Name);

    /// <summary>Applies every staged event.</summary>
    public LoadResult Apply()
    {
        long staged = context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {_stage}");
        long repeated = DropRepeated();
        FindSeen();
        ResolveReferences();
        bool anyRaw = context.Any($"{_stage} WHERE _raw IS NOT NULL");
        long inserted = events.Slices.Sum(slice => Insert(slice, anyRaw));
        long unattached = context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {References} WHERE names_account AND account_ref IS NULL");
        context.Execute($"DROP TABLE {References}");
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

    private void FindSeen()
    {
        context.Execute("CREATE OR REPLACE TEMP TABLE load_seen (_row BIGINT)");
        foreach (RowType type in catalog.Events.Values)
        {
            string table = SqlIdentifier.Quote(RowTables.Table(type));
            if (context.Any(table))
            {
                context.Execute($"INSERT INTO load_seen SELECT s.rowid FROM {_stage} s JOIN {table} e ON e.id = s.id");
            }
        }
    }

    /// <summary>References are looked up for all types at once: for each type anew, the tables of what was found would be read as often.</summary>
    private void ResolveReferences()
    {
        var accounts = new AccountMatch(context);
        accounts.Resolve($"SELECT {AccountKey} AS key FROM {_stage} s");
        accounts.Report($"SELECT s.rowid AS _row, s.account_key AS key FROM {_stage} s", "account");
        new ContactMatch(context).Resolve($"SELECT s.contact_key AS key FROM {_stage} s");
        string unseen = context.Any("load_seen") ? "WHERE s.rowid NOT IN (SELECT _row FROM load_seen)" : "";
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {References} AS
            SELECT s.rowid AS _row, s._type, {AccountRef} AS account_ref, c.ref AS contact_ref, s.account_key IS NOT NULL AS names_account
            FROM {_stage} s
            LEFT JOIN {AccountMatch.Table} a ON a.key = {AccountKey}
            LEFT JOIN {ContactMatch.Table} c ON c.key = s.contact_key
            {unseen}
            """);
    }

    private long Insert(EventSlice slice, bool anyRaw)
    {
        List<string> targets = [], values = [];
        foreach (StagedProperty property in slice.Properties.Where(property => property.Field.Name is not "source"))
        {
            targets.Add(SqlIdentifier.Quote(property.Field.Name));
            values.Add($"s.{SqlIdentifier.Quote(property.Column)}");
            if (property.Field.IsFolded)
            {
                targets.Add(SqlIdentifier.Quote(FieldColumns.Folded(property.Field.Name)));
                values.Add(FieldColumns.Fold(property.Field.Type, $"s.{SqlIdentifier.Quote(property.Column)}"));
            }
        }

        string[] keys = ["id", "ts", "account_ref", "contact_ref", "account_key", "contact_key", "source", "\"source.folded\"", "_raw"];
        string[] keyValues =
            ["s.id", "s.ts", "r.account_ref", "r.contact_ref", "s.account_key", "s.contact_key", "s.source", FieldColumns.Fold(FieldType.Category, "s.source"), anyRaw ? "s._raw" : "NULL"];
        return context.InsertUnordered(
            $"""
            INSERT INTO {SqlIdentifier.Quote(RowTables.Table(slice.Type))} ({string.Join(", ", keys.Concat(targets))})
            SELECT {string.Join(", ", keyValues.Concat(values))}
            FROM {_stage} s JOIN {References} r ON r._row = s.rowid
            WHERE s._type = $1 AND r._type = $1
            """,
            slice.Label);
    }
}
