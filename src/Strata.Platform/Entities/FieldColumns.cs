using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>The columns that hold the fields of a row type, and how their values are read.</summary>
internal sealed class FieldColumns
{
    private readonly IReadOnlyList<FieldDefinition> _fields;

    public FieldColumns(RowType row)
    {
        bool lacksSource = row.Kind == RowKind.Event && row.Find("source") is null;
        _fields = lacksSource ? [.. row.Fields, new FieldDefinition("source", FieldType.Category)] : row.Fields;
        Names = [.. _fields.SelectMany(field => field.IsFolded ? new[] { field.Name, TableNames.Folded(field) } : [field.Name])];
    }

    /// <summary>The columns in the order that <see cref="Read"/> expects.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The fields that are known in a row, from the column <paramref name="at"/> on.</summary>
    public Dictionary<string, DataValue> Read(DuckDbRow row, int at)
    {
        var values = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        foreach (FieldDefinition field in _fields)
        {
            DataValue value = ReadField(row, at, field);
            at += field.IsFolded ? 2 : 1;
            if (value.IsKnown)
            {
                values.Add(field.Name, value);
            }
        }

        return values;
    }

    private static DataValue ReadField(DuckDbRow row, int at, FieldDefinition field)
    {
        if (row.IsNull(at))
        {
            return DataValue.Missing;
        }

        return field.Type switch
        {
            FieldType.Text or FieldType.Category => DataValue.OfText(row.GetText(at), row.GetText(at + 1)),
            FieldType.Set => DataValue.OfSet(Texts(row.GetTextList(at)), Texts(row.GetTextList(at + 1))),
            FieldType.Number or FieldType.Money => DataValue.OfUnits(row.GetInt64(at)),
            FieldType.Boolean => DataValue.OfBoolean(row.GetBoolean(at)),
            FieldType.Date => DataValue.OfInstant(row.GetInt64(at)),
            _ => throw new InvalidOperationException($"Unknown field type {field.Type}."),
        };
    }

    private static List<string>? Texts(List<string?>? items) => items?.OfType<string>().ToList();
}
