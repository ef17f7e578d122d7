using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>The columns that hold the fields of a row type, and how their values are read.</summary>
internal sealed class FieldColumns
{
    private readonly IReadOnlyList<FieldDefinition> _fields;
    private readonly bool[] _isRead;

    /// <summary>Finds the columns of a row type.</summary>
    /// <param name="row">The row type.</param>
    /// <param name="only">The fields to read; the others are missing. Null for all.</param>
    public FieldColumns(RowType row, IReadOnlySet<string>? only = null)
    {
        bool lacksSource = row.Kind == RowKind.Event && row.Find("source") is null;
        _fields = lacksSource ? [.. row.Fields, new FieldDefinition("source", FieldType.Category)] : row.Fields;
        _isRead = [.. _fields.Select(field => only is null || only.Contains(field.Name))];
        Names = [.. _fields.Where((_, i) => _isRead[i]).SelectMany(field => field.IsFolded ? new[] { field.Name, TableNames.Folded(field) } : [field.Name])];
    }

    /// <summary>The columns in the order that they are read in.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The fields that are known in a row, from the column <paramref name="at"/> on.</summary>
    public Dictionary<string, DataValue> Read(DuckDbRow row, int at)
    {
        var values = new Dictionary<string, DataValue>(StringComparer.Ordinal);
        DataValue[] read = ReadAll(row, at);
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].IsKnown)
            {
                values.Add(_fields[i].Name, read[i]);
            }
        }

        return values;
    }

    /// <summary>Every field in order, missing where it is not known; of an event the source last where its type lists none.</summary>
    public DataValue[] ReadAll(DuckDbRow row, int at)
    {
        var values = new DataValue[_fields.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (_isRead[i])
            {
                values[i] = ReadField(row, at, _fields[i]);
                at += _fields[i].IsFolded ? 2 : 1;
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
