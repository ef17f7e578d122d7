using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>Tells which categories are not in the taxonomy of their field: <c>under</c> does not find them.</summary>
internal static class TaxonomyNotes
{
    private const int Examples = 4;
    private const int MostValues = 10_000;

    /// <summary>A note for each field with unknown categories.</summary>
    public static IReadOnlyList<string> Of(DuckDbConnection connection, DataCatalog catalog, RowType type, ImportMap map)
    {
        var notes = new List<string>();
        foreach (ColumnMap column in map.Columns.Where(column => column is { Target: not null, Type: FieldType.Category }))
        {
            if (type.Find(column.Target!) is not { } field || catalog.TaxonomyOf(field) is not { } taxonomy)
            {
                continue;
            }

            List<(string Name, string Folded, long Rows)> values = connection.Query(
                $"""
                SELECT any_value(value), {FieldColumns.Fold(field.Type, "value")} AS folded, CAST(sum(rows) AS BIGINT) AS n
                FROM (SELECT {SqlIdentifier.Quote(field.Name)} AS value, count(*) AS rows FROM {StagingStatement.Table} GROUP BY value)
                WHERE folded IS NOT NULL GROUP BY folded ORDER BY n DESC, folded LIMIT {MostValues}
                """,
                [],
                row => (row.GetRequiredText(0), row.GetRequiredText(1), row.GetInt64(2)));
            (string Name, string Folded, long Rows)[] unknown = [.. values.Where(value => taxonomy.Find(value.Folded) is null)];
            if (unknown.Length > 0)
            {
                string examples = string.Join(", ", unknown.Take(Examples).Select(value => $"\"{value.Name}\""));
                notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{field.Name}: {unknown.Length:N0} of {values.Count:N0} categories ({unknown.Sum(value => value.Rows):N0} rows) are not in the taxonomy {taxonomy.Name}: {examples}"));
            }
        }

        return notes;
    }
}
