using Strata.Language.Catalog;

namespace Strata.Warehouse.Load;

/// <summary>
/// Gives a key to staged accounts and contacts that bring none: that of the known row they fit, else the account's domain or folded
/// name, or the contact's e-mail address (catalog.md). Rows that fit several known ones, or have nothing to go by, are refused.
/// </summary>
internal sealed class MissingKeys(LoadContext context)
{
    /// <summary>Fills <c>id</c> in the staging table; returns how many rows were refused.</summary>
    public long Fill()
    {
        if (!context.Any($"{context.Stage} WHERE id IS NULL"))
        {
            return 0;
        }

        long refused = 0;
        if (context.Staging.Type.Kind == RowKind.Account)
        {
            refused += FillFrom("domain", "account");
            refused += FillFrom("name", "account");
            return refused + RefuseRest("the row has no id, no domain and no name; give one of them");
        }

        refused += FillFrom("email", "contact");
        return refused + RefuseRest("the row has no id and no e-mail address; give one of them");
    }

    private long FillFrom(string field, string table)
    {
        if (!context.Staging.Fields.Any(provided => string.Equals(provided.Name, field, StringComparison.Ordinal)))
        {
            return 0;
        }

        string Folded(string row) => FieldColumns.Fold(FieldType.Text, $"{row}.\"{field}\"");
        string everyone = new Aliases(context, table).Everyone(field);
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE load_key AS
            SELECT s.folded, any_value(t.id) AS id, count(t.id) AS fits
            FROM (SELECT DISTINCT {Folded("s")} AS folded FROM {context.Stage} s WHERE s.id IS NULL AND s."{field}" IS NOT NULL) s
            LEFT JOIN ({everyone}) t ON t.folded = s.folded
            GROUP BY s.folded
            """);
        long refused = context.Refuse(
            $"SELECT s.rowid AS _row FROM {context.Stage} s JOIN load_key k ON k.folded = {Folded("s")} WHERE s.id IS NULL AND k.fits > 1",
            field,
            $"the row has no id and several {table}s have this {field}; add the id");
        context.Execute(
            $"""
            UPDATE {context.Stage} SET id = coalesce(k.id, k.folded)
            FROM load_key k
            WHERE {context.Stage}.id IS NULL AND {Folded(context.Stage)} = k.folded
            """);
        return refused;
    }

    private long RefuseRest(string reason) => context.Refuse($"SELECT rowid AS _row FROM {context.Stage} WHERE id IS NULL", "id", reason);
}
