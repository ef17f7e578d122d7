using System.Globalization;
using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Import.Staging;

/// <summary>SQL that turns a cell of text into a typed value; NULL where it says nothing or cannot be read.</summary>
internal static class CellSql
{
    /// <summary>The engine's variable that holds the id of the workspace's zone.</summary>
    public const string ZoneVariable = "strata_import_zone";

    /// <summary>Trimmed text; NULL for blank.</summary>
    public static string Text(string cell) => $"strata_text({cell})";

    /// <summary>A date in the order of the column.</summary>
    public static string Date(string cell, DateOrder order)
    {
        char code = order switch { DateOrder.DayFirst => 'd', DateOrder.MonthFirst => 'm', _ => '?' };
        return $"strata_date({cell}, '{code}', getvariable('{ZoneVariable}'))";
    }

    /// <summary>The value of a mapped column.</summary>
    public static string Value(ColumnMap map, string cell) => map.Type switch
    {
        FieldType.Text when map.Target == "domain" => $"coalesce(strata_domain({cell}), strata_text({cell}))",
        FieldType.Text or FieldType.Category or null => Text(cell),
        FieldType.Number or FieldType.Money => Number(map, cell),
        FieldType.Boolean => $"strata_boolean({cell})",
        FieldType.Date => Date(cell, map.Dates),
        FieldType.Set => Set(cell),
        _ => throw new InvalidOperationException($"Unknown field type {map.Type}."),
    };

    /// <summary>True where the cell says something that could not be read.</summary>
    public static string IsUnreadable(string value, string cell) =>
        $"CASE WHEN {value} IS NULL AND {cell} IS NOT NULL THEN NOT strata_blank({cell}) ELSE false END";

    private static string Number(ColumnMap map, string cell)
    {
        string number = $"strata_number({cell}, '{(map.DecimalComma ? ',' : '.')}')";
        return map.Scale == 1
            ? number
            : $"TRY_CAST(CAST({number} AS HUGEINT) * {map.Scale.ToString(CultureInfo.InvariantCulture)} AS BIGINT)";
    }

    /// <summary>Items divided by semicolons or bars, or a JSON array.</summary>
    private static string Set(string cell)
    {
        string array = $"list_filter(list_transform(TRY_CAST({cell} AS VARCHAR[]), item -> trim(item, ' \"')), item -> item <> '')";
        return $"CASE WHEN starts_with(ltrim({cell}), '[') THEN nullif({array}, CAST([] AS VARCHAR[])) ELSE string_split(strata_items({cell}), chr(31)) END";
    }
}
