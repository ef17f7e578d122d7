using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>Whom a merge, or its undoing, concerns: asked before and after it, as rows go from one to the other.</summary>
public static class InvolvedEntities
{
    /// <summary>The two, and the accounts that rows of theirs belong to, or ever did.</summary>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="of">What the two are.</param>
    /// <param name="keep">The number of the one that stays.</param>
    /// <param name="other">The number of the one that goes or comes back.</param>
    public static EntityChanges Of(DuckDbConnection connection, DataCatalog catalog, EntityKind of, long keep, long other)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(catalog);
        var cause = new MembershipCause(MembershipCauseKind.Merge);
        if (of == EntityKind.Account)
        {
            return new EntityChanges([keep, other], [], EventsMoved: true, cause) { Merged = true };
        }

        string events = string.Concat(catalog.Events.Values.Select(type =>
            $" UNION SELECT account_ref FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE contact_ref IN ($1, $2) AND account_ref IS NOT NULL"));
        List<long> accounts = connection.Query(
            $"""
            SELECT account_ref FROM contact WHERE ref IN ($1, $2) AND account_ref IS NOT NULL
            UNION
            SELECT TRY_CAST(value AS BIGINT) FROM contact_history WHERE field = 'account_ref' AND value IS NOT NULL AND ref IN ($1, $2)
            {events}
            """,
            [keep, other],
            row => row.GetInt64(0));
        return new EntityChanges(accounts, [keep, other], EventsMoved: true, cause) { Merged = true };
    }

    /// <summary>Both together.</summary>
    public static EntityChanges And(this EntityChanges changes, EntityChanges others)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(others);
        return changes with
        {
            Accounts = [.. changes.Accounts.Union(others.Accounts)],
            Contacts = [.. changes.Contacts.Union(others.Contacts)],
            EventsMoved = changes.EventsMoved || others.EventsMoved,
            Everything = changes.Everything || others.Everything,
            Merged = changes.Merged || others.Merged,
            Unlinked = [.. changes.Unlinked.Union(others.Unlinked, StringComparer.Ordinal)],
        };
    }
}
