using Strata.Language.Sql;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;

namespace Strata.Platform.Import.Staging;

/// <summary>
/// Builds the one statement that reads a file, parses its cells and checks its rows. Rows keep their order, so that a row's place
/// says which row of the file it is.
/// </summary>
/// <param name="source">The file.</param>
/// <param name="map">Where its columns go.</param>
internal sealed class StagingStatement(SourceTable source, ImportMap map)
{
    /// <summary>The staging table.</summary>
    public const string Table = "import_stage";

    /// <summary>The column that says why a row is refused: <c>field:reason</c>.</summary>
    public const string Refusal = "_refused";

    /// <summary>The column that holds the cells of a refused row as they were.</summary>
    public const string RefusedCells = "_cells";

    /// <summary>The code of rows that the file marks as deleted: left out, not refused.</summary>
    public const string Deleted = "deleted:";

    private readonly List<StagedColumn> _parsed = [];
    private readonly List<StagedColumn> _columns = [];
    private readonly List<RowCheck> _checks = [];

    /// <summary>The cell of a mapped column, or SQL for NULL.</summary>
    public string Cell(string target)
    {
        int at = IndexOf(target);
        return at < 0 ? "CAST(NULL AS VARCHAR)" : $"c{at}";
    }

    /// <summary>Parses a value once and gives the name to refer to it by.</summary>
    public string Parse(string name, string sql)
    {
        string alias = SqlIdentifier.Quote("p:" + name);
        _parsed.Add(new StagedColumn(alias, sql));
        return alias;
    }

    /// <summary>Adds a column to the staging table.</summary>
    public void Add(string name, string sql) => _columns.Add(new StagedColumn(SqlIdentifier.Quote(name), sql));

    /// <summary>Adds a check; the first that holds refuses the row.</summary>
    public void Check(string code, string sql) => _checks.Add(new RowCheck(code, sql));

    /// <summary>Parses and checks a mapped field.</summary>
    public void AddField(ColumnMap column, bool refuseUnreadable)
    {
        string cell = $"c{IndexOf(column.Target!)}";
        string value = Parse(column.Target!, CellSql.Value(column, cell));
        Add(column.Target!, value);
        bool isText = column.Type is Language.Catalog.FieldType.Text or Language.Catalog.FieldType.Category or Language.Catalog.FieldType.Set;
        if (refuseUnreadable && !isText)
        {
            Check($"{column.Target}:{column.Type!.Value.ToString().ToLowerInvariant()}", CellSql.IsUnreadable(value, cell));
        }
    }

    /// <summary>The statement that makes the staging table.</summary>
    public string ToSql()
    {
        if (source.HasBrokenCell)
        {
            _checks.Insert(0, new RowCheck("row:json", $"c{source.Columns.Count - 1} IS NOT NULL"));
        }

        if (IndexOf("deleted") >= 0)
        {
            _checks.Insert(0, new RowCheck(Deleted, $"coalesce(strata_boolean({Cell("deleted")}), false)"));
        }

        string parsed = string.Concat(_parsed.Select(column => $", {column.Sql} AS {column.Name}"));
        string columns = string.Join(", ", _columns.Select(column => $"{column.Sql} AS {column.Name}"));
        string checks = _checks.Count == 0
            ? "CAST(NULL AS VARCHAR)"
            : $"CASE {string.Join(' ', _checks.Select(check => $"WHEN {check.Sql} THEN '{check.Code}'"))} END";
        return $"""
            CREATE OR REPLACE TEMP TABLE {Table} AS
            SELECT {columns}, {Refusal}, CASE WHEN {Refusal} IS NOT NULL THEN [{source.ColumnList}] END AS {RefusedCells}
            FROM (SELECT *, {checks} AS {Refusal} FROM (SELECT {source.ColumnList}{parsed} FROM {source.FromSql}))
            """;
    }

    private int IndexOf(string target)
    {
        for (int i = 0; i < map.Columns.Count; i++)
        {
            if (string.Equals(map.Columns[i].Target, target, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
