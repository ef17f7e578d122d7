using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>
/// Applies observations of single fields that a companion file brings: stage history of opportunities, field history of accounts and
/// contacts. The temporary table has <c>key, field, observed_at, value, folded</c>, values encoded as history keeps them.
/// </summary>
internal sealed class HistoryLoad(LoadContext context, RowType type, string staging)
{
    private readonly string _stage = SqlIdentifier.Quote(staging);
    private readonly string _table = SqlIdentifier.Quote(RowTables.Table(type));
    private readonly string _history = SqlIdentifier.Quote(RowTables.History(type));

    /// <summary>Applies every staged observation.</summary>
    public LoadResult Apply()
    {
        Resolve();
        long staged = context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {_stage}");
        long unknown = context.Execute(
            $"INSERT INTO load_problem SELECT _row, true, 'key', $1 FROM load_observed WHERE ref IS NULL",
            $"no row of {type.Name} has this key; import those first");
        context.Execute("DELETE FROM load_observed WHERE ref IS NULL");
        KeepWhatIsKnown();
        long inserted = context.Execute(
            $"""
            INSERT INTO {_history} (ref, field, observed_at, value, folded, source)
            SELECT o.ref, o.field, o.observed_at, o.value, o.folded, $1 FROM load_observed o
            WHERE NOT EXISTS (FROM {_history} h WHERE h.ref = o.ref AND h.field = o.field AND h.observed_at = o.observed_at)
            """,
            context.Source);
        foreach (FieldDefinition field in type.Fields)
        {
            MoveOn(field);
        }

        return new LoadResult(Inserted: inserted, Unchanged: staged - unknown - inserted, Refused: unknown);
    }

    /// <summary>Of several values of a field at one instant the last one counts.</summary>
    private void Resolve() => context.Execute(
        $"""
        CREATE OR REPLACE TEMP TABLE load_observed AS
        SELECT s._row, t.ref, s.field, s.observed_at, s.value, s.folded
        FROM (
            SELECT rowid AS _row, *, row_number() OVER (PARTITION BY key, field, observed_at ORDER BY rowid DESC) AS nth FROM {_stage}
        ) s
        LEFT JOIN ({Keys()}) t ON t.key = s.key
        WHERE s.nth = 1
        """);

    private string Keys()
    {
        string own = $"SELECT ref, {RowTables.KeyColumn(type)} AS key FROM {_table}";
        return type.Kind is RowKind.Account or RowKind.Contact && new Aliases(context, RowTables.Table(type)).Exist
            ? $"""
              {own}
              UNION ALL
              SELECT DISTINCT t.ref, a.value FROM strata_alias a JOIN {_table} t ON t.ref = a.ref
              WHERE a.of = '{RowTables.Table(type)}' AND a.kind = 'id' AND NOT EXISTS (FROM {_table} known WHERE known.id = a.value)
              """
            : own;
    }

    /// <summary>The present value was observed too; history needs it where it begins now and does not end with that value.</summary>
    private void KeepWhatIsKnown()
    {
        foreach (FieldDefinition field in type.Fields)
        {
            if (!context.Any("load_observed WHERE field = $1", field.Name))
            {
                continue;
            }

            string value = FieldColumns.Encode(field.Type, $"t.{SqlIdentifier.Quote(field.Name)}");
            context.Execute(
                $"""
                INSERT INTO {_history} (ref, field, observed_at, value, folded, source)
                SELECT t.ref, $1, t._verified_at, {value}, {FieldColumns.EncodeFolded(field, "t")}, t._source
                FROM (
                    SELECT ref, max(observed_at) AS last_at, arg_max(value, observed_at) AS last_value
                    FROM load_observed WHERE field = $1 GROUP BY ref
                ) o
                JOIN {_table} t ON t.ref = o.ref
                WHERE {value} IS NOT NULL AND o.last_value IS DISTINCT FROM {value} AND o.last_at < t._verified_at
                  AND NOT EXISTS (FROM {_history} h WHERE h.ref = t.ref AND h.field = $1)
                """,
                field.Name);
        }
    }

    /// <summary>The wide column holds the newest observation.</summary>
    private void MoveOn(FieldDefinition field)
    {
        if (!context.Any("load_observed WHERE field = $1", field.Name))
        {
            return;
        }

        string folded = field.IsFolded
            ? $", {SqlIdentifier.Quote(FieldColumns.Folded(field.Name))} = {FieldColumns.Decode(field.Type, "n.folded")}"
            : "";
        context.Execute(
            $"""
            UPDATE {_table} AS t SET {SqlIdentifier.Quote(field.Name)} = {FieldColumns.Decode(field.Type, "n.value")}{folded}
            FROM (
                SELECT ref, arg_max(value, observed_at) AS value, arg_max(folded, observed_at) AS folded, max(observed_at) AS last_at
                FROM {_history} WHERE field = $1 AND ref IN (SELECT ref FROM load_observed WHERE field = $1) GROUP BY ref
            ) n
            WHERE t.ref = n.ref AND n.value IS DISTINCT FROM {FieldColumns.Encode(field.Type, $"t.{SqlIdentifier.Quote(field.Name)}")}
              AND (n.last_at >= t._verified_at OR t.{SqlIdentifier.Quote(field.Name)} IS NULL)
            """,
            field.Name);
    }
}
