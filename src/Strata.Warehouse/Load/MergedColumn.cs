using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>A field of known rows (alias <c>t</c>) and the staged rows that speak of it (alias <c>s</c>), as SQL expressions.</summary>
/// <param name="Name">The field's name, as history writes it.</param>
/// <param name="Columns">The columns to write: in the table, and staged.</param>
/// <param name="Says">True where the staged row says something about the field.</param>
/// <param name="Differs">True where it says something other than what is known.</param>
/// <param name="OldValue">The known value as history writes it.</param>
/// <param name="OldFolded">Its folded form.</param>
/// <param name="NewValue">The staged value as history writes it.</param>
/// <param name="NewFolded">Its folded form.</param>
internal sealed record MergedColumn(
    string Name,
    IReadOnlyList<(string Target, string Staged)> Columns,
    string Says,
    string Differs,
    string OldValue,
    string OldFolded,
    string NewValue,
    string NewFolded)
{
    /// <summary>The fields that the staged rows speak of; for rows of an account also which account it is.</summary>
    public static IReadOnlyList<MergedColumn> Of(StagingTable staging)
    {
        IEnumerable<MergedColumn> fields = staging.ComparedFields().Select(field => Of(field, staging.Clears.Contains(field.Name)));
        return staging.Type.Kind switch
        {
            RowKind.Account => [.. fields],
            RowKind.Collection => [.. fields, AccountReference(RowKind.Collection), AccountKey],
            _ => [.. fields, AccountReference(staging.Type.Kind)],
        };
    }

    private static MergedColumn Of(FieldDefinition field, bool clears)
    {
        string name = SqlIdentifier.Quote(field.Name);
        string says = clears ? "true" : $"s.{name} IS NOT NULL";
        return new MergedColumn(
            field.Name,
            [.. FieldColumns.Of(field).Select(column => (column.Column, column.Column))],
            says,
            $"{says} AND s.{name} IS DISTINCT FROM t.{name}",
            FieldColumns.Encode(field.Type, $"t.{name}"),
            FieldColumns.EncodeFolded(field, "t"),
            FieldColumns.Encode(field.Type, $"s.{name}"),
            FieldColumns.EncodeFolded(field, "s"));
    }

    /// <summary>
    /// A row that moves to another account does so at an instant; one that had none is attached without history. By what a collection's
    /// row names the account is kept beside it, to look for the account again.
    /// </summary>
    private static MergedColumn AccountReference(RowKind of) => new(
        "account_ref",
        [("account_ref", "_account_ref"), .. of == RowKind.Collection ? new[] { ("account_key", "account_key") } : []],
        "(s._account_ref IS NOT NULL AND t.account_ref IS NOT NULL)",
        "s._account_ref IS NOT NULL AND t.account_ref IS NOT NULL AND s._account_ref <> t.account_ref",
        "CAST(t.account_ref AS VARCHAR)",
        "CAST(NULL AS VARCHAR)",
        "CAST(s._account_ref AS VARCHAR)",
        "CAST(NULL AS VARCHAR)");

    /// <summary>
    /// By what a collection's row names its account, where that is said in another way than before and the account is the same only as
    /// accounts were merged: when they are two again, it says whose the row is. A row that is named by its account beside its own fields
    /// is another row of another account.
    /// </summary>
    private static MergedColumn AccountKey { get; } = new(
        "account_key",
        [("account_key", "account_key")],
        NamesMerged,
        $"{NamesMerged} AND s.account_key IS DISTINCT FROM t.account_key",
        "t.account_key",
        "CAST(NULL AS VARCHAR)",
        "s.account_key",
        "CAST(NULL AS VARCHAR)");

    private const string NamesMerged =
        "(s.account_key IS NOT NULL AND s._account_ref = t.account_ref AND NOT contains(s._key, chr(31)) AND t.account_ref IN (SELECT ref FROM strata_alias WHERE of = 'account'))";
}
