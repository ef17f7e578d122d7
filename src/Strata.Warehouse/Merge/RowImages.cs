using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Merge;

/// <summary>Reads and writes the images of rows of one type.</summary>
internal sealed class RowImages
{
    private readonly LoadContext _context;
    private readonly string _table;
    private readonly string _history;
    private readonly string _key;
    private readonly bool _hasAccountKey;
    private readonly IReadOnlyList<FieldDefinition> _fields;

    public RowImages(LoadContext context, RowType type)
    {
        _context = context;
        _table = SqlIdentifier.Quote(RowTables.Table(type));
        _history = SqlIdentifier.Quote(RowTables.History(type));
        _key = RowTables.KeyColumn(type);
        _hasAccountKey = type.Kind == RowKind.Collection;

        // The link to the account is kept as whole numbers are.
        _fields = type.Kind == RowKind.Account ? type.Fields : [.. type.Fields, new FieldDefinition(TableNames.AccountRef, FieldType.Number)];
    }

    /// <summary>The row of that number.</summary>
    public RowImage Read(long reference)
    {
        ILookup<string, Observation> history = _context.Connection.Query(
            $"SELECT field, observed_at, value, folded, source FROM {_history} WHERE ref = $1 ORDER BY field, observed_at, value",
            [reference],
            row => (Field: row.GetRequiredText(0), Said: new Observation(row.GetInt64(1), row.GetText(2), row.GetText(3), row.GetRequiredText(4))))
            .ToLookup(row => row.Field, row => row.Said, StringComparer.Ordinal);
        string values = string.Concat(_fields.Select(field =>
            $", {FieldColumns.Encode(field.Type, $"t.{SqlIdentifier.Quote(field.Name)}")}, {FieldColumns.EncodeFolded(field, "t")}"));
        return _context.Connection.Query(
            $"SELECT {_key}, {(_hasAccountKey ? "account_key" : "NULL::VARCHAR")}, _source, _observed_at, _verified_at{values} FROM {_table} t WHERE ref = $1",
            [reference],
            row => new RowImage(
                reference, row.GetRequiredText(0), row.GetText(1), row.GetRequiredText(2), row.GetInt64(3), row.GetInt64(4), ReadFields(row, history)))
            .Single();
    }

    /// <summary>Makes the row of that number what the image says, whether it is there or not.</summary>
    public void Write(RowImage image)
    {
        List<DuckDbValue> values =
            [image.Ref, image.Key, image.Source, DuckDbValue.Timestamp(image.ObservedAt), DuckDbValue.Timestamp(image.VerifiedAt)];
        List<(string Column, string Value)> columns =
            [("ref", "$1"), (_key, "$2"), ("_source", "$3"), ("_observed_at", "$4"), ("_verified_at", "$5")];
        if (_hasAccountKey)
        {
            values.Add(image.AccountKey);
            columns.Add(("account_key", $"${values.Count}"));
        }

        foreach (FieldDefinition field in _fields)
        {
            FieldImage? value = image.Fields.GetValueOrDefault(field.Name);
            values.Add(value?.Value);
            columns.Add((field.Name, FieldColumns.Decode(field.Type, $"${values.Count}::VARCHAR")));
            if (field.IsFolded)
            {
                values.Add(value?.Folded);
                columns.Add((FieldColumns.Folded(field.Name), FieldColumns.Decode(field.Type, $"${values.Count}::VARCHAR")));
            }
        }

        DuckDbValue[] bound = [.. values];
        string sets = string.Join(", ", columns.Select(column => $"{SqlIdentifier.Quote(column.Column)} = {column.Value}"));
        if (_context.Execute($"UPDATE {_table} SET {sets} WHERE ref = $1", bound) == 0)
        {
            _context.Execute(
                $"INSERT INTO {_table} ({SqlIdentifier.QuoteAll(columns.Select(column => column.Column))}) SELECT {string.Join(", ", columns.Select(column => column.Value))}",
                bound);
        }

        WriteHistory(image);
    }

    /// <summary>Takes a row and its history away.</summary>
    public void Delete(long reference)
    {
        _context.Execute($"DELETE FROM {_table} WHERE ref = $1", reference);
        _context.Execute($"DELETE FROM {_history} WHERE ref = $1", reference);
    }

    private Dictionary<string, FieldImage> ReadFields(DuckDbRow row, ILookup<string, Observation> history)
    {
        var fields = new Dictionary<string, FieldImage>(StringComparer.Ordinal);
        int column = 5;
        foreach (FieldDefinition field in _fields)
        {
            string? value = row.GetText(column);
            string? folded = row.GetText(column + 1);
            column += 2;
            if (value is not null || history.Contains(field.Name))
            {
                fields.Add(field.Name, new FieldImage(value, folded, [.. history[field.Name]]));
            }
        }

        // History may speak of what the catalog no longer names.
        foreach (IGrouping<string, Observation> unknown in history.Where(changes => !fields.ContainsKey(changes.Key)))
        {
            fields.Add(unknown.Key, new FieldImage(null, null, [.. unknown]));
        }

        return fields;
    }

    private void WriteHistory(RowImage image)
    {
        _context.Execute($"DELETE FROM {_history} WHERE ref = $1", image.Ref);
        foreach ((string field, FieldImage value) in image.Fields)
        {
            foreach (Observation said in value.History)
            {
                _context.Execute(
                    $"INSERT INTO {_history} (ref, field, observed_at, value, folded, source) VALUES ($1, $2, $3, $4, $5, $6)",
                    image.Ref, field, DuckDbValue.Timestamp(said.At), said.Value, said.Folded, said.Source);
            }
        }
    }
}
