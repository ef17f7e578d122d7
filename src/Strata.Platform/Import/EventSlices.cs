using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Recognition;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>
/// Finds out which types the staged events have and which properties each type uses. A property that a type does not have yet and
/// that its rows fill becomes known.
/// </summary>
internal sealed class EventSlices(DuckDbConnection connection, DataCatalog catalog, ImportMap map)
{
    private readonly List<(string Label, RowType Type, List<StagedProperty> Properties)> _slices = [];

    /// <summary>What the person should know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Looks at the staged events; returns what the catalog needs.</summary>
    public CatalogAdditions Find()
    {
        IReadOnlyList<ColumnMap> columns = [.. EventColumns.Properties(map)];
        string counts = string.Concat(columns.Select(column => $", CAST(count({SqlIdentifier.Quote(column.Target!)}) AS BIGINT)"));
        List<(string Label, long Rows, long[] Filled)> types = connection.Query(
            $"SELECT _type, CAST(count(*) AS BIGINT){counts} FROM {StagingStatement.Table} WHERE {StagingStatement.Refusal} IS NULL GROUP BY _type ORDER BY _type",
            [],
            row =>
            {
                long[] filled = new long[columns.Count];
                for (int i = 0; i < filled.Length; i++)
                {
                    filled[i] = row.GetInt64(i + 2);
                }

                return (row.GetRequiredText(0), row.GetInt64(1), filled);
            });
        var added = new Dictionary<string, List<FieldDefinition>>(StringComparer.Ordinal);
        foreach ((string label, long rows, long[] filled) in types)
        {
            AddSlice(label, rows, columns, filled, added);
        }

        return CatalogAdditions.None with
        {
            Events = [.. added.Select(pair => new RowType(RowKind.Event, pair.Key, pair.Value.DistinctBy(field => field.Name, StringComparer.Ordinal)))],
        };
    }

    /// <summary>The slices for the loader, with the types as the extended catalog has them.</summary>
    public EventStaging Staging(DataCatalog extended)
    {
        EventSlice[] slices = [.. _slices.Select(slice => new EventSlice(extended.Events[slice.Type.Name], slice.Label, slice.Properties))];
        return new EventStaging(StagingStatement.Table, slices.Length > 0 ? slices : [new EventSlice(extended.Events.Values.First(), "", [])]);
    }

    private void AddSlice(
        string label, long rows, IReadOnlyList<ColumnMap> columns, long[] filled, Dictionary<string, List<FieldDefinition>> added)
    {
        string name = EventTypeName.From(label, map.EventType);
        RowType? known = catalog.FindEvent(name);
        List<FieldDefinition> fresh = [];
        var properties = new List<StagedProperty>();
        for (int i = 0; i < columns.Count; i++)
        {
            ColumnMap column = columns[i];
            FieldDefinition? field = known?.Find(column.Target!);
            if (filled[i] == 0)
            {
                continue;
            }

            if (field is null)
            {
                field = new FieldDefinition(column.Target!, column.Type!.Value);
                fresh.Add(field);
            }

            if (FieldColumns.SqlType(field.Type) == FieldColumns.SqlType(column.Type!.Value))
            {
                properties.Add(new StagedProperty(field, column.Target!));
            }
            else
            {
                Notes.Add($"{name}.{field.Name} is of type {field.Type}, but the file's {column.Column} is read as {column.Type}; the map can give it another name");
            }
        }

        _slices.Add((label, known ?? new RowType(RowKind.Event, name, fresh), properties));
        if (known is null || fresh.Count > 0)
        {
            if (!added.TryGetValue(name, out List<FieldDefinition>? fields))
            {
                added[name] = fields = [];
            }

            fields.AddRange(fresh);
        }

        string news = known is null ? " (a new type)" : fresh.Count > 0 ? $" (new: {string.Join(", ", fresh.Select(field => field.Name))})" : "";
        Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {rows:N0} events{news}"));
    }
}
