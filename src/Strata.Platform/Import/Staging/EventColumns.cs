using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;

namespace Strata.Platform.Import.Staging;

/// <summary>Stages events, of one type or of many.</summary>
internal static class EventColumns
{
    /// <summary>The engine's variable that holds the last instant that an event may have.</summary>
    public const string LatestVariable = "strata_import_latest";

    /// <summary>The engine's variable that names the type of events in a file that does not say it.</summary>
    public const string TypeVariable = "strata_import_type";

    /// <summary>The engine's variable that names the import's source.</summary>
    public const string SourceVariable = "strata_import_source";

    /// <summary>The columns that hold properties.</summary>
    public static IEnumerable<ColumnMap> Properties(ImportMap map) =>
        map.Columns.Where(column => column.Target is not null && column.Type is not null && column.Target is not "source");

    /// <summary>Builds the statement.</summary>
    public static string Build(SourceTable source, ImportMap map)
    {
        var statement = new StagingStatement(source, map);
        AddKeys(statement, source, map);
        var misfits = new List<string>();
        foreach (ColumnMap column in Properties(map))
        {
            statement.AddField(column, refuseUnreadable: false);
            if (column.Type is FieldType.Number or FieldType.Money or FieldType.Boolean or FieldType.Date)
            {
                string cell = statement.Cell(column.Target!);
                misfits.Add($"'{column.Target}', CASE WHEN {CellSql.IsUnreadable($"\"p:{column.Target}\"", cell)} THEN {cell} END");
            }
        }

        AddMisfits(statement, map, misfits);
        return statement.ToSql();
    }

    private static void AddKeys(StagingStatement statement, SourceTable source, ImportMap map)
    {
        string cells = string.Join(", ", Enumerable.Range(0, source.Columns.Count).Select(i => $"coalesce(c{i}, '')"));
        string byContent = $"'{DerivedIds.Prefix}' || md5(concat_ws(chr(31), {cells}))";
        string id = statement.Parse("id", $"strata_text({statement.Cell("id")})");

        // Within CASE the digest is worked out only for the rows that need it.
        statement.Add("id", map.Find("id") is null ? byContent : $"CASE WHEN {id} IS NULL THEN {byContent} ELSE {id} END");

        ColumnMap? instant = map.Find("ts");
        string ts = statement.Parse("ts", CellSql.Date(statement.Cell("ts"), instant?.Dates ?? default));
        statement.Add("ts", ts);
        statement.Check("ts:date", $"{ts} IS NULL");
        statement.Check("ts:range", $"{ts} < TIMESTAMP '1970-01-01' OR {ts} > getvariable('{LatestVariable}')");

        string type = $"coalesce(strata_text({statement.Cell("type")}), getvariable('{TypeVariable}'))";
        statement.Add("_type", statement.Parse("type", type));
        statement.Check("type:missing", "\"p:type\" IS NULL");

        statement.Add("account_key", CellSql.Text(statement.Cell("account")));
        statement.Add("contact_key", CellSql.Text(statement.Cell("contact")));
        statement.Add("source", $"coalesce(strata_text({statement.Cell("source")}), getvariable('{SourceVariable}'))");
    }

    /// <summary>A value that does not fit its property's type is kept as it is.</summary>
    private static void AddMisfits(StagingStatement statement, ImportMap map, List<string> misfits)
    {
        if (misfits.Count == 0)
        {
            statement.Add("_raw", "CAST(NULL AS VARCHAR)");
            return;
        }

        string any = string.Join(" OR ", Properties(map)
            .Where(column => column.Type is FieldType.Number or FieldType.Money or FieldType.Boolean or FieldType.Date)
            .Select(column => CellSql.IsUnreadable($"\"p:{column.Target}\"", statement.Cell(column.Target!))));
        statement.Add("_raw", $"CASE WHEN {any} THEN CAST(json_merge_patch('{{}}', json_object({string.Join(", ", misfits)})) AS VARCHAR) END");
    }
}
