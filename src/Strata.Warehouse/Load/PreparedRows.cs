using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>
/// The staged rows with <c>_key</c> (what an upsert finds them by) and <c>_account_ref</c> (null where the account is not known),
/// as the temporary view <see cref="View"/>. Where a key occurs twice in one load, its rows take turns in the order observed.
/// </summary>
internal sealed class PreparedRows(LoadContext context)
{
    /// <summary>The temporary view of the rows of the current turn.</summary>
    public const string View = "load_prepared";

    /// <summary>The temporary view of the rows of all turns; it outlives the load, until the next.</summary>
    public const string All = "load_keyed";

    private readonly RowType _type = context.Staging.Type;

    /// <summary>How many rows were dropped because a later one has the same key and the same instant.</summary>
    public long Duplicates { get; private set; }

    /// <summary>How many rows were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Works out keys, accounts and turns; returns how many turns there are.</summary>
    public int Prepare()
    {
        if (_type.Kind is RowKind.Account or RowKind.Contact)
        {
            Refused += new MissingKeys(context).Fill();
            new Aliases(context, RowTables.Table(_type)).Stage();
        }

        ResolveAccounts();
        context.Execute($"CREATE OR REPLACE TEMP VIEW {All} AS {KeyedSql()}");
        if (_type.Kind == RowKind.Collection)
        {
            Refused += context.Refuse(
                $"SELECT _row FROM {All} WHERE _key IS NULL",
                _type.KeyFields.Count == 0 ? "" : _type.KeyFields[0],
                $"nothing names the row; {_type.Name} need {string.Join(" or ", _type.KeyFields.Append("name").Distinct(StringComparer.Ordinal))}");
        }

        return AssignTurns();
    }

    /// <summary>Points the view at the rows of a turn, from 1.</summary>
    public void Select(int turn, int turns)
    {
        string filter = turns == 1 ? "" : turn == 1
            ? "WHERE _row NOT IN (SELECT _row FROM load_turn WHERE turn > 1)"
            : $"WHERE _row IN (SELECT _row FROM load_turn WHERE turn = {turn})";
        context.Execute($"CREATE OR REPLACE TEMP VIEW {View} AS SELECT * FROM {All} {filter}");
    }

    private void ResolveAccounts()
    {
        if (_type.Kind == RowKind.Account)
        {
            return;
        }

        var match = new AccountMatch(context);
        string keys = $"SELECT {AccountKey("s")} AS key FROM {context.Stage} s";
        match.Resolve(keys);
        match.Report(
            $"SELECT s.rowid AS _row, {AccountKey("s")} AS key FROM {context.Stage} s",
            _type.Kind == RowKind.Contact ? "account_id" : "account");
    }

    /// <summary>The reference by which the account is looked for; a contact that names none is looked for by its e-mail domain.</summary>
    private string AccountKey(string alias) =>
        _type.Kind == RowKind.Contact && context.Staging.Fields.Any(field => field.Name is "email")
            ? $"coalesce({alias}.account_key, CASE WHEN strata_domain({alias}.email) IS NOT NULL THEN {alias}.email END)"
            : $"{alias}.account_key";

    private string Folded => context.Staging.FoldedColumns("s");

    private string KeyedSql() => _type.Kind switch
    {
        RowKind.Account => $"SELECT s.rowid AS _row, s.*{Folded}, s.id AS _key, CAST(NULL AS BIGINT) AS _account_ref FROM {context.Stage} s",
        RowKind.Contact =>
            $"SELECT s.rowid AS _row, s.*{Folded}, s.id AS _key, m.ref AS _account_ref FROM {context.Stage} s LEFT JOIN {AccountMatch.Table} m ON m.key = {AccountKey("s")}",
        _ =>
            $"""
            SELECT s.rowid AS _row, s.*{Folded}, {CollectionKey()} AS _key, m.ref AS _account_ref
            FROM {context.Stage} s LEFT JOIN {AccountMatch.Table} m ON m.key = s.account_key LEFT JOIN account a ON a.ref = m.ref
            """,
    };

    private string CollectionKey()
    {
        const string Account = "coalesce(a.id, strata_fold(s.account_key), '')";
        if (_type.KeyFields is ["id"])
        {
            string byName = Provides("name") ? $"{Account} || chr(31) || {FieldColumns.Fold(FieldType.Text, "s.name")}" : "NULL";
            return Provides("id") ? $"coalesce(s.id, {byName})" : $"CAST({byName} AS VARCHAR)";
        }

        IReadOnlyList<FieldDefinition> parts = [.. context.Staging.Fields.Where(IsKeyField)];
        if (parts.Count == 0)
        {
            parts = _type.KeyFields.Count == 0 ? context.Staging.Fields : [];
        }

        if (parts.Count == 0)
        {
            return "CAST(NULL AS VARCHAR)";
        }

        // Missing parts count as empty, but not all of them: then nothing names the row.
        IReadOnlyList<string> values = [.. parts.Select(PartOfKey)];
        string joined = string.Join(" || chr(31) || ", values.Select(value => $"coalesce({value}, '')"));
        return $"CASE WHEN coalesce({string.Join(", ", values)}) IS NOT NULL THEN {Account} || chr(31) || {joined} END";
    }

    private bool IsKeyField(FieldDefinition field) => _type.KeyFields.Contains(field.Name, StringComparer.Ordinal);

    private static string PartOfKey(FieldDefinition field)
    {
        string value = $"s.{SqlIdentifier.Quote(field.Name)}";
        return FieldColumns.Encode(field.Type, field.IsFolded ? FieldColumns.Fold(field.Type, value) : value);
    }

    private bool Provides(string field) => context.Staging.Fields.Any(provided => string.Equals(provided.Name, field, StringComparison.Ordinal));

    private int AssignTurns()
    {
        // The sum of hashes and the count per hash are cheap; the keys themselves are compared only where two hashes agree.
        if (!context.Any($"(SELECT hash(_key) AS h FROM {All} GROUP BY h HAVING count(*) > 1)"))
        {
            return 1;
        }

        // The row of somebody who was merged away yields to that of the one who stayed.
        string aliased = _type.Kind is RowKind.Account or RowKind.Contact ? $"_row IN (SELECT _row FROM {Aliases.StagedTable})" : "false";
        context.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE load_turn AS
            WITH repeated AS (
                SELECT k._row, k._key, k._observed_at FROM {All} k
                WHERE k._key IN (SELECT _key FROM {All} GROUP BY _key HAVING count(*) > 1)
            )
            SELECT
                _row,
                _key,
                dense_rank() OVER (PARTITION BY _key ORDER BY _observed_at) AS turn,
                row_number() OVER (PARTITION BY _key, _observed_at ORDER BY {aliased}, _row DESC) = 1 AS lasts,
                {aliased} AS aliased
            FROM repeated
            """);
        Duplicates = DropReplaced();
        return (int)Math.Max(1, context.Count("SELECT CAST(coalesce(max(turn), 1) AS BIGINT) FROM load_turn"));
    }

    /// <summary>Of rows with the same key and instant the last one counts; the person is told where they differ.</summary>
    private long DropReplaced()
    {
        string same = context.Staging.ComparedFields().Aggregate(
            "true", (sql, field) => $"{sql} AND e.{SqlIdentifier.Quote(field.Name)} IS NOT DISTINCT FROM l.{SqlIdentifier.Quote(field.Name)}");
        context.Execute(
            $"""
            INSERT INTO load_problem
            SELECT e.rowid, false, $1, 'the key "' || t._key || '" comes again in row ' || (l.rowid + 1) || ' with other values; the last row counts'
            FROM load_turn t
            JOIN load_turn last ON last._key = t._key AND last.turn = t.turn AND last.lasts
            JOIN {context.Stage} e ON e.rowid = t._row
            JOIN {context.Stage} l ON l.rowid = last._row
            WHERE NOT t.lasts AND NOT t.aliased AND NOT ({same})
            """,
            RowTables.KeyColumn(_type));
        long dropped = context.Execute($"DELETE FROM {context.Stage} WHERE rowid IN (SELECT _row FROM load_turn WHERE NOT lasts)");
        context.Execute("DELETE FROM load_turn WHERE NOT lasts");
        return dropped;
    }
}
