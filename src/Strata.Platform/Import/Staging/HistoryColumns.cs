using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Recognition;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Staging;

/// <summary>Stages observations of single fields: stage history and field history.</summary>
internal static class HistoryColumns
{
    /// <summary>Builds the statement; values are still text.</summary>
    public static string Build(SourceTable source, ImportMap map)
    {
        var statement = new StagingStatement(source, map);
        statement.Add("key", CellSql.Text(statement.Cell("key")));
        statement.Add("field", map.Kind == "opportunity_stages" ? "'stage'" : CellSql.Text(statement.Cell("field")));
        string ts = statement.Parse("ts", CellSql.Date(statement.Cell("ts"), map.Find("ts")?.Dates ?? default));
        statement.Add("observed_at", ts);
        statement.Add("value", CellSql.Text(statement.Cell("value")));
        statement.Add("folded", $"strata_fold({statement.Cell("value")})");
        statement.Check("key:missing", $"strata_text({statement.Cell("key")}) IS NULL");
        statement.Check("ts:date", $"{ts} IS NULL");
        statement.Check("ts:range", $"{ts} > getvariable('{RowStaging.NowVariable}')");
        return statement.ToSql();
    }

    /// <summary>
    /// Turns fields' names into the catalog's and values into what history keeps. Observations of fields that the catalog does not
    /// have are refused.
    /// </summary>
    /// <param name="connection">A connection with the staging table.</param>
    /// <param name="type">What the observations are about.</param>
    /// <param name="kind">The kind of file whose dictionary names the fields.</param>
    public static void Encode(DuckDbConnection connection, RowType type, string kind)
    {
        List<string> labels = connection.Query(
            $"SELECT DISTINCT field FROM {StagingStatement.Table} WHERE {StagingStatement.Refusal} IS NULL AND field IS NOT NULL", [], row => row.GetRequiredText(0));
        foreach (string label in labels)
        {
            FieldDefinition? field = FieldOf(label, type, kind);
            if (field is null)
            {
                connection.Execute($"UPDATE {StagingStatement.Table} SET {StagingStatement.Refusal} = 'field:unknown' WHERE field = $1", label);
                continue;
            }

            var column = new ColumnMap(label, field.Name, field.Type, Dates: DateOrder.Unknown);
            string value = FieldColumns.Encode(field.Type, CellSql.Value(column, "value"));
            string folded = field.Type == FieldType.Set
                ? FieldColumns.Encode(field.Type, FieldColumns.Fold(field.Type, CellSql.Value(column, "value")))
                : field.IsFolded ? "strata_fold(value)" : "CAST(NULL AS VARCHAR)";
            connection.Execute(
                $"UPDATE {StagingStatement.Table} SET field = $1, value = {value}, folded = {folded} WHERE field = $2", field.Name, label);
        }
    }

    private static FieldDefinition? FieldOf(string label, RowType type, string kind)
    {
        string squeezed = HeaderName.Squeeze(label);
        string? target = HeaderDictionary.Find(kind)?.Entries.FirstOrDefault(entry => entry.Spellings.Contains(squeezed, StringComparer.Ordinal))?.Target;
        return (target is null ? null : type.Find(target)) ?? type.Find(HeaderName.ToFieldName(label));
    }
}
