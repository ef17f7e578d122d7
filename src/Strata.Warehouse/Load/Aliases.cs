using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>
/// The names that merges left behind (table <c>strata_alias</c>): whoever names the account or contact that was merged away means the one
/// that stayed. Costs one look where nothing was ever merged.
/// </summary>
internal sealed class Aliases
{
    /// <summary>The temporary table of staged rows whose id was one that is merged away: <c>_row, said_id, id</c>.</summary>
    public const string StagedTable = "load_aliased";

    private readonly LoadContext _context;
    private readonly string _table;

    /// <summary>Looks whether anything was merged.</summary>
    /// <param name="context">The load.</param>
    /// <param name="table"><c>account</c> or <c>contact</c>.</param>
    public Aliases(LoadContext context, string table)
    {
        _context = context;
        _table = table;
        Exist = context.Any("strata_alias WHERE of = $1", table);
    }

    /// <summary>True where anything of the kind was merged.</summary>
    public bool Exist { get; }

    /// <summary>A query of <c>ref, id, folded</c>: everyone by the folded form of a field, and by the same of those merged into them.</summary>
    /// <param name="field"><c>domain</c>, <c>name</c> or <c>email</c>.</param>
    public string Everyone(string field)
    {
        string own = $"SELECT ref, id, \"{field}.folded\" AS folded FROM {_table}";
        return !Exist
            ? own
            : $"""
              {own}
              UNION ALL
              SELECT DISTINCT t.ref, t.id, a.value FROM strata_alias a JOIN {_table} t ON t.ref = a.ref
              WHERE a.of = '{_table}' AND a.kind = '{field}' AND t."{field}.folded" IS DISTINCT FROM a.value
              """;
    }

    /// <summary>Fills <c>ref</c> of a temporary table where its <c>key</c> is the id of somebody merged away.</summary>
    public void ResolveIds(string table)
    {
        if (Exist)
        {
            _context.Execute(
                $"""
                UPDATE {table} SET ref = f.ref
                FROM (SELECT DISTINCT a.value, t.ref FROM strata_alias a JOIN {_table} t ON t.ref = a.ref WHERE a.of = $1 AND a.kind = 'id') f
                WHERE {table}.ref IS NULL AND {table}.key = f.value
                """,
                _table);
        }
    }

    /// <summary>
    /// Gives staged accounts or contacts whose id is merged away the id of the one that stayed, and remembers what they said: undoing the
    /// merge gives it back.
    /// </summary>
    public void Stage()
    {
        _context.Execute($"CREATE OR REPLACE TEMP TABLE {StagedTable} (_row BIGINT, said_id VARCHAR, id VARCHAR)");
        if (!Exist)
        {
            return;
        }

        long aliased = _context.Execute(
            $"""
            INSERT INTO {StagedTable}
            SELECT DISTINCT s.rowid, s.id, t.id
            FROM {_context.Stage} s JOIN strata_alias a ON a.value = s.id JOIN {_table} t ON t.ref = a.ref
            WHERE a.of = $1 AND a.kind = 'id' AND NOT EXISTS (FROM {_table} own WHERE own.id = s.id)
            """,
            _table);
        if (aliased == 0)
        {
            return;
        }

        foreach (FieldDefinition field in _context.Staging.ComparedFields())
        {
            Remember(field);
        }

        _context.Execute($"UPDATE {_context.Stage} SET id = l.id FROM {StagedTable} l WHERE {_context.Stage}.rowid = l._row");
        foreach (FieldDefinition field in _context.Staging.ComparedFields().Where(field => field.Type != FieldType.Set))
        {
            Fill(field);
        }
    }

    private void Remember(FieldDefinition field)
    {
        string column = $"s.{SqlIdentifier.Quote(field.Name)}";
        string folded = field.IsFolded ? FieldColumns.Encode(field.Type, FieldColumns.Fold(field.Type, column)) : "CAST(NULL AS VARCHAR)";
        string says = _context.Staging.Clears.Contains(field.Name) ? "true" : $"{column} IS NOT NULL";
        _context.Execute(
            $"""
            INSERT INTO strata_merge_said (merge_id, field, observed_at, value, folded, source)
            SELECT DISTINCT a.merge_id, $1, s._observed_at, {FieldColumns.Encode(field.Type, column)}, {folded}, $2
            FROM {StagedTable} l JOIN {_context.Stage} s ON s.rowid = l._row JOIN strata_alias a ON a.value = l.said_id
            WHERE a.of = $3 AND a.kind = 'id' AND {says}
            """,
            field.Name, _context.Source, _table);
    }

    /// <summary>
    /// A file may still have both rows. Where they were observed at one instant the kept one's counts and the other fills what it leaves
    /// open. Sets are left out: the engine would give their rows other numbers.
    /// </summary>
    private void Fill(FieldDefinition field)
    {
        string column = SqlIdentifier.Quote(field.Name);
        _context.Execute(
            $"""
            UPDATE {_context.Stage} SET {column} = f.{column}
            FROM (SELECT s.* FROM {_context.Stage} s WHERE s.rowid IN (SELECT _row FROM {StagedTable}) AND s.{column} IS NOT NULL) f
            WHERE {_context.Stage}.id = f.id AND {_context.Stage}._observed_at = f._observed_at AND {_context.Stage}.{column} IS NULL
              AND {_context.Stage}.rowid NOT IN (SELECT _row FROM {StagedTable})
            """);
    }
}
