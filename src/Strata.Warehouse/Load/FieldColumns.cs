using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Warehouse.Load;

/// <summary>How the values of a field lie in the columns of a table, and how history writes them as text.</summary>
public static class FieldColumns
{
    /// <summary>The column that holds the folded form of a text, category or set.</summary>
    public static string Folded(string field) => field + ".folded";

    /// <summary>The field's columns with their SQL types: one, or two where the value is also kept folded.</summary>
    public static IEnumerable<(string Column, string SqlType)> Of(FieldDefinition field)
    {
        string type = SqlType(field.Type);
        yield return (field.Name, type);
        if (field.IsFolded)
        {
            yield return (Folded(field.Name), type);
        }
    }

    /// <summary>The SQL type of a field's values.</summary>
    public static string SqlType(FieldType type) => type switch
    {
        FieldType.Text or FieldType.Category => "VARCHAR",
        FieldType.Number or FieldType.Money => "BIGINT",
        FieldType.Boolean => "BOOLEAN",
        FieldType.Date => "TIMESTAMP",
        FieldType.Set => "VARCHAR[]",
        _ => throw new InvalidOperationException($"Unknown field type {type}."),
    };

    /// <summary>
    /// SQL for the folded form of a trimmed value. ASCII, which has as many bytes as characters, folds alike in the engine, and faster.
    /// </summary>
    public static string Fold(FieldType type, string value) => type == FieldType.Set
        ? $"list_transform({value}, item -> strata_fold(item))"
        : $"CASE WHEN strlen({value}) = length({value}) THEN lower({value}) ELSE strata_fold({value}) END";

    /// <summary>SQL that writes a value as history keeps it: units and microseconds as integer text, sets as a JSON array.</summary>
    public static string Encode(FieldType type, string expression) => type switch
    {
        FieldType.Text or FieldType.Category => expression,
        FieldType.Number or FieldType.Money or FieldType.Boolean => $"CAST({expression} AS VARCHAR)",
        FieldType.Date => $"CAST(epoch_us({expression}) AS VARCHAR)",
        FieldType.Set => $"CAST(to_json({expression}) AS VARCHAR)",
        _ => throw new InvalidOperationException($"Unknown field type {type}."),
    };

    /// <summary>SQL that reads back what <see cref="Encode"/> wrote.</summary>
    public static string Decode(FieldType type, string expression) => type switch
    {
        FieldType.Text or FieldType.Category => expression,
        FieldType.Number or FieldType.Money => $"CAST({expression} AS BIGINT)",
        FieldType.Boolean => $"CAST({expression} AS BOOLEAN)",
        FieldType.Date => $"make_timestamp(CAST({expression} AS BIGINT))",
        FieldType.Set => $"CAST(CAST({expression} AS JSON) AS VARCHAR[])",
        _ => throw new InvalidOperationException($"Unknown field type {type}."),
    };

    /// <summary>SQL for the folded form as history keeps it, or NULL where the type has none.</summary>
    public static string EncodeFolded(FieldDefinition field, string table) =>
        field.IsFolded ? Encode(field.Type, $"{table}.{SqlIdentifier.Quote(Folded(field.Name))}") : "CAST(NULL AS VARCHAR)";
}
