using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>Applies staged accounts, contacts or rows of a collection: new rows are inserted, known ones merged field by field.</summary>
internal sealed class RowUpsert(LoadContext context)
{
    private readonly RowType _type = context.Staging.Type;
    private readonly string _table = SqlIdentifier.Quote(RowTables.Table(context.Staging.Type));
    private readonly string _key = RowTables.KeyColumn(context.Staging.Type);
    private bool _gapless;

    /// <summary>Applies every staged row.</summary>
    public LoadResult Apply()
    {
        var rows = new PreparedRows(context);
        int turns = rows.Prepare();
        var result = new LoadResult(Duplicates: rows.Duplicates, Refused: rows.Refused);
        for (int turn = 1; turn <= turns; turn++)
        {
            rows.Select(turn, turns);
            result = result.Plus(ApplyTurn());
        }

        return result with { Unattached = CountUnattached() };
    }

    private LoadResult ApplyTurn()
    {
        // Matching comes first: a row that is inserted now must not meet itself.
        bool anyKnown = context.Any(_table);
        long known = 0;
        if (anyKnown)
        {
            known = context.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE load_known AS
                SELECT p._row, t.ref FROM {PreparedRows.View} p JOIN {_table} t ON t.{_key} = p._key
                """);
            known = context.Count("SELECT CAST(count(*) AS BIGINT) FROM load_known");
        }

        LoadResult merged = known == 0 ? new LoadResult() : new FieldMerge(context).Apply(known);
        return merged with { Inserted = Insert(known > 0) };
    }

    private long Insert(bool someKnown)
    {
        IReadOnlyList<string> columns = [.. context.Staging.FieldColumnNames().Select(SqlIdentifier.Quote)];
        List<string> targets = ["ref", _key], values = [NumberRows(someKnown), "_key"];
        if (_type.Kind != RowKind.Account)
        {
            targets.Add("account_ref");
            values.Add("_account_ref");
        }

        if (_type.Kind == RowKind.Collection)
        {
            targets.Add("account_key");
            values.Add("account_key");
        }

        return context.InsertUnordered(
            $"""
            INSERT INTO {_table} ({string.Join(", ", targets.Concat(columns))}, _source, _observed_at, _verified_at)
            SELECT {string.Join(", ", values.Concat(columns))}, $1, _observed_at, _observed_at FROM {PreparedRows.View}{(_gapless ? "" : " JOIN load_number USING (_row)")}
            """,
            context.Source);
    }

    /// <summary>
    /// The refs of the new rows. A window over whole rows would take them through one thread; where every staged row is new its place
    /// will do, else the numbers are worked out beside the rows.
    /// </summary>
    private string NumberRows(bool someKnown)
    {
        long next = NextRef();
        _gapless = !someKnown && context.Count(
            $"SELECT CAST(coalesce(max(rowid) + 1 - count(*), 0) AS BIGINT) FROM {context.Stage}") == 0
            && context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {PreparedRows.View}") == context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {context.Stage}");
        if (_gapless)
        {
            return $"{next} + _row";
        }

        string filter = someKnown ? "WHERE _row NOT IN (SELECT _row FROM load_known)" : "";
        context.Execute(
            $"CREATE OR REPLACE TEMP TABLE load_number AS SELECT _row, {next} + row_number() OVER () - 1 AS number FROM {PreparedRows.View} {filter}");
        return "number";
    }

    /// <summary>One more than any that is in use, or was before a merge took its row away: undoing the merge gives it back.</summary>
    private long NextRef() => context.Count(
        $"SELECT CAST(coalesce(max(ref) + 1, 0) AS BIGINT) FROM (SELECT ref FROM {_table} UNION ALL SELECT ref FROM strata_merge_image WHERE table_name = $1)",
        RowTables.Table(_type));

    private long CountUnattached() => _type.Kind == RowKind.Account
        ? 0
        : context.Count($"SELECT CAST(count(*) AS BIGINT) FROM {PreparedRows.View} WHERE account_key IS NOT NULL AND _account_ref IS NULL");
}
