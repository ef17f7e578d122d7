namespace Strata.Warehouse.Load;

/// <summary>Finds the contact that a reference names: by id, else by e-mail address. What fits several contacts finds none.</summary>
internal sealed class ContactMatch(LoadContext context)
{
    /// <summary>The temporary table of what was found: <c>key, ref, account_ref, ambiguous</c>.</summary>
    public const string Table = "load_contact_match";

    /// <summary>Resolves the distinct references that a query gives in its column <c>key</c>. Where there are no contacts, none is in the table.</summary>
    public void Resolve(string keysSql)
    {
        if (!context.Any("contact"))
        {
            context.Execute($"CREATE OR REPLACE TEMP TABLE {Table} (key VARCHAR, ref BIGINT, account_ref BIGINT, ambiguous BOOLEAN)");
            return;
        }

        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Table} AS
            SELECT k.key, c.ref AS ref, c.account_ref AS account_ref, false AS ambiguous
            FROM (SELECT DISTINCT key FROM ({keysSql}) WHERE key IS NOT NULL) k LEFT JOIN contact c ON c.id = k.key
            """);
        var aliases = new Aliases(context, "contact");
        aliases.ResolveIds(Table);
        bool byAddress = context.Any($"{Table} WHERE ref IS NULL AND contains(key, '@')");
        if (byAddress)
        {
            ResolveByAddress(aliases);
        }

        if (byAddress || aliases.Exist)
        {
            context.Execute($"UPDATE {Table} SET account_ref = c.account_ref FROM contact c WHERE c.ref = {Table}.ref AND {Table}.account_ref IS NULL");
        }
    }

    private void ResolveByAddress(Aliases aliases) => context.Execute(
        $"""
        UPDATE {Table} SET ref = CASE WHEN f.fits = 1 THEN f.ref END, ambiguous = f.fits > 1
        FROM (
            SELECT k.key, any_value(c.ref) AS ref, count(*) AS fits
            FROM (SELECT key, strata_fold(key) AS folded FROM {Table} WHERE ref IS NULL AND contains(key, '@')) k
            JOIN ({aliases.Everyone("email")}) c ON c.folded = k.folded
            GROUP BY k.key
        ) f
        WHERE {Table}.key = f.key
        """);
}
