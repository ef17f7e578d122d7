using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Audiences;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>
/// Finds the accounts or contacts that a person may mean while they type: by a part of the name, domain or e-mail address, by the
/// beginning of the id, and by the names of those who were merged into them. One scan of the few columns that it looks at.
/// </summary>
internal static class EntitySearch
{
    /// <summary>The better a match, the lower its number; among as good ones the shorter name comes first.</summary>
    private const string Accounts =
        """
        SELECT ref,
            CASE
                WHEN id = $1 OR "domain.folded" = $2 OR "name.folded" = $2 THEN 0
                WHEN starts_with("name.folded", $2) OR starts_with("domain.folded", $2) OR starts_with(id, $1) THEN 1
                WHEN contains("name.folded", ' ' || $2) OR ref IN (SELECT a.ref FROM strata_alias a WHERE a.of = 'account' AND a.value IN ($1, $2)) THEN 2
                ELSE 3
            END * 1000 + least(length(coalesce("name.folded", '')), 999)
        FROM account
        WHERE contains("name.folded", $2) OR contains("domain.folded", $2) OR starts_with(id, $1)
            OR ref IN (SELECT a.ref FROM strata_alias a WHERE a.of = 'account' AND a.value IN ($1, $2))
        """;

    private const string Contacts =
        """
        SELECT ref,
            CASE
                WHEN id = $1 OR "email.folded" = $2 OR concat_ws(' ', "first_name.folded", "last_name.folded") = $2 THEN 0
                WHEN starts_with("first_name.folded", $2) OR starts_with("last_name.folded", $2) OR starts_with("email.folded", $2) OR starts_with(id, $1) THEN 1
                ELSE 2
            END * 1000 + least(length(coalesce("email.folded", '')), 999)
        FROM contact
        WHERE contains("email.folded", $2) OR contains(concat_ws(' ', "first_name.folded", "last_name.folded"), $2) OR starts_with(id, $1)
            OR ref IN (SELECT a.ref FROM strata_alias a WHERE a.of = 'contact' AND a.value IN ($1, $2))
        """;

    /// <summary>The refs of those found, the best match first.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="of">Who is looked for.</param>
    /// <param name="text">What was typed; an e-mail address finds the account of its domain.</param>
    /// <param name="within">Only these; null for everybody.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static long[] Find(DuckDbConnection connection, EntityKind of, string text, MemberSet? within, CancellationToken cancellation)
    {
        string sought = text.Trim();
        string folded = TextFolding.Fold(sought);
        if (of == EntityKind.Account && folded.LastIndexOf('@') is >= 0 and var at && at < folded.Length - 1)
        {
            folded = folded[(at + 1)..];
        }

        var refs = new List<long>();
        var ranks = new List<long>();
        using DuckDbResult result = connection.Query(of == EntityKind.Account ? Accounts : Contacts, [sought, folded], cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int row = 0; row < result.RowCount; row++)
            {
                long reference = result.Row(row).GetInt64(0);
                if (within is null || within[reference])
                {
                    refs.Add(reference);
                    ranks.Add((result.Row(row).GetInt64(1) << 40) | reference);
                }
            }
        }

        long[] found = [.. refs];
        Array.Sort(ranks.ToArray(), found);
        return found;
    }
}
