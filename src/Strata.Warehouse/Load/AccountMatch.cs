namespace Strata.Warehouse.Load;

/// <summary>
/// Finds the account that a reference names: by id, domain, e-mail domain (free mail excluded), name, in that order (catalog.md).
/// A reference that fits several accounts is ambiguous and finds none.
/// </summary>
internal sealed class AccountMatch(LoadContext context)
{
    /// <summary>The temporary table of what was found: <c>key, ref, ambiguous</c>.</summary>
    public const string Table = "load_account_match";

    /// <summary>Resolves the distinct references that a query gives in its column <c>key</c>.</summary>
    public void Resolve(string keysSql)
    {
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Table} AS
            SELECT k.key, a.ref AS ref, false AS ambiguous
            FROM (SELECT DISTINCT key FROM ({keysSql}) WHERE key IS NOT NULL) k LEFT JOIN account a ON a.id = k.key
            """);
        var aliases = new Aliases(context, "account");
        aliases.ResolveIds(Table);
        if (context.Any($"{Table} WHERE ref IS NULL"))
        {
            ResolveBy("strata_domain(key)", aliases.Everyone("domain"));
        }

        if (context.Any($"{Table} WHERE ref IS NULL AND NOT ambiguous"))
        {
            ResolveBy("strata_fold(key)", aliases.Everyone("name"));
        }
    }

    /// <summary>Notes a warning for every staged row whose reference is ambiguous.</summary>
    public void Report(string rowsWithKeySql, string field)
    {
        if (context.Any($"{Table} WHERE ambiguous"))
        {
            context.Execute(
                $"""
                INSERT INTO load_problem
                SELECT s._row, false, $1, 'more than one account fits "' || s.key || '"; the row stays without an account until an id or a domain says which'
                FROM ({rowsWithKeySql}) s JOIN {Table} m ON m.key = s.key WHERE m.ambiguous
                """,
                field);
        }
    }

    private void ResolveBy(string keyExpression, string everyone) => context.Execute(
        $"""
        UPDATE {Table} SET ref = CASE WHEN f.fits = 1 THEN f.ref END, ambiguous = f.fits > 1
        FROM (
            SELECT k.key, any_value(a.ref) AS ref, count(*) AS fits
            FROM (SELECT key, {keyExpression} AS folded FROM {Table} WHERE ref IS NULL AND NOT ambiguous) k
            JOIN ({everyone}) a ON a.folded = k.folded
            GROUP BY k.key
        ) f
        WHERE {Table}.key = f.key
        """);
}
