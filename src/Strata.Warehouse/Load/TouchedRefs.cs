using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>Accounts and contacts that a load was about, those that rows belonged to before, and those that earlier rows found by it, included.</summary>
/// <param name="Accounts">The numbers of the accounts.</param>
/// <param name="Contacts">The numbers of the contacts.</param>
public sealed record TouchedRefs(IReadOnlyCollection<long> Accounts, IReadOnlyCollection<long> Contacts)
{
    /// <summary>Nobody at all.</summary>
    public static TouchedRefs Nobody { get; } = new([], []);

    /// <summary>Of the rows that <see cref="PreparedRows"/> made ready and that were applied, and of those that were attached by that.</summary>
    internal static TouchedRefs Of(LoadContext context)
    {
        (DuckDbConnection connection, RowType type) = (context.Connection, context.Staging.Type);
        string table = SqlIdentifier.Quote(RowTables.Table(type));
        string applied = $"SELECT t.ref FROM {table} t WHERE t.{RowTables.KeyColumn(type)} IN (SELECT _key FROM {PreparedRows.All})";
        if (type.Kind == RowKind.Account)
        {
            return new([.. connection.Query(applied, [], row => row.GetInt64(0)), .. context.AttachedAccounts], context.AttachedContacts);
        }

        List<long> accounts = connection.Query(
            $"""
            SELECT account_ref FROM {table} WHERE account_ref IS NOT NULL AND ref IN ({applied})
            UNION
            SELECT TRY_CAST(value AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.History(type))}
            WHERE field = 'account_ref' AND value IS NOT NULL AND ref IN ({applied})
            """,
            [],
            row => row.GetInt64(0));
        List<long> contacts = type.Kind == RowKind.Contact ? connection.Query(applied, [], row => row.GetInt64(0)) : [];
        return new([.. accounts, .. context.AttachedAccounts], [.. contacts, .. context.AttachedContacts]);
    }
}
