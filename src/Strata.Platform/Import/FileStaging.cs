using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>Rows of a file that are staged and wait to be applied.</summary>
/// <param name="Map">How they were read; new columns whose cells did not all fit their type are text now.</param>
/// <param name="Rows">How many.</param>
/// <param name="Additions">What the catalog needs for them.</param>
/// <param name="Notes">What the person should know.</param>
/// <param name="Apply">Applies them.</param>
internal sealed record StagedRows(
    ImportMap Map, long Rows, CatalogAdditions Additions, IReadOnlyList<string> Notes, Func<WarehouseLoader, DataCatalog, LoadResult> Apply);

/// <summary>Reads a file into the staging table.</summary>
internal sealed class FileStaging(
    DataCatalog catalog, DuckDbConnection connection, SourceTable source, IProgress<double>? progress, CancellationToken cancellation)
{
    /// <summary>Stages the file. New columns that turn out to hold other things than the first rows promised are read as text.</summary>
    public StagedRows Stage(ImportMap map) => map.Kind switch
    {
        "events" => StageEvents(map),
        "opportunity_stages" or "field_history" => StageHistory(map),
        _ => StageRows(map),
    };

    private StagedRows StageRows(ImportMap map)
    {
        RowType type = TypeOf(map.Kind);
        while (true)
        {
            RowType extended = type.With(map.Columns.Where(column => column.IsNew).Select(column => new FieldDefinition(column.Target!, column.Type!.Value)));
            (string sql, StagingTable table) = RowStaging.Build(source, map, extended);
            Read(sql);
            ImportMap relaxed = AsText(map, RefusedFields());
            if (ReferenceEquals(relaxed, map))
            {
                CatalogAdditions additions = NewFields.Of(type, extended);
                IReadOnlyList<string> notes = TaxonomyNotes.Of(connection, catalog, extended, map);
                return new StagedRows(map, CountRows(), additions, notes, (loader, full) => loader.Apply(table with { Type = Find(full, extended) }));
            }

            map = relaxed;
        }
    }

    private StagedRows StageEvents(ImportMap map)
    {
        while (true)
        {
            Read(EventColumns.Build(source, map));
            ImportMap relaxed = AsText(map, MisfitProperties(map));
            if (ReferenceEquals(relaxed, map))
            {
                break;
            }

            map = relaxed;
        }

        if (map.Find("id") is null)
        {
            DerivedIds.Number(connection, cancellation);
        }

        var slices = new EventSlices(connection, catalog, map);
        CatalogAdditions additions = slices.Find();
        return new StagedRows(map, CountRows(), additions, slices.Notes, (loader, full) => loader.Apply(slices.Staging(full)));
    }

    private StagedRows StageHistory(ImportMap map)
    {
        RowType type = TypeOf(map.Subject ?? "accounts");
        Read(HistoryColumns.Build(source, map));
        long rows = CountRows();
        HistoryColumns.Encode(connection, type, map.Subject ?? "accounts");
        return new StagedRows(map, rows, CatalogAdditions.None, [], (loader, _) => loader.ApplyHistory(type, StagingStatement.Table));
    }

    private void Read(string sql)
    {
        SourceTable.ForgetRejects(connection);
        connection.Execute(sql, [], progress, cancellation);
    }

    private RowType TypeOf(string kind) => kind switch
    {
        "accounts" => catalog.Account,
        "contacts" => catalog.Contact,
        _ => catalog.FindCollection(kind) ?? throw new InvalidOperationException($"No collection is called {kind}."),
    };

    private static RowType Find(DataCatalog catalog, RowType type) => catalog.RowTypes.First(row => row.Kind == type.Kind && row.Name == type.Name);

    private long CountRows() => connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {StagingStatement.Table}");

    private HashSet<string> RefusedFields() => connection.Query(
        $"SELECT DISTINCT split_part({StagingStatement.Refusal}, ':', 1) FROM {StagingStatement.Table} WHERE {StagingStatement.Refusal} IS NOT NULL",
        [],
        row => row.GetRequiredText(0)).ToHashSet(StringComparer.Ordinal);

    private HashSet<string> MisfitProperties(ImportMap map) => EventColumns.Properties(map).Any(column => column.IsNew)
        ? connection.Query(
            $"SELECT DISTINCT unnest(json_keys(_raw)) FROM {StagingStatement.Table} WHERE _raw IS NOT NULL", [], row => row.GetRequiredText(0))
            .ToHashSet(StringComparer.Ordinal)
        : [];

    /// <summary>The map with the new ones among the fields read as text; the same map where there are none.</summary>
    private static ImportMap AsText(ImportMap map, HashSet<string> fields)
    {
        bool Relaxes(ColumnMap column) => column.IsNew && column.Type is not (FieldType.Text or FieldType.Category) && fields.Contains(column.Target!);
        return map.Columns.Any(Relaxes)
            ? map with { Columns = [.. map.Columns.Select(column => Relaxes(column) ? column with { Type = FieldType.Text, Scale = 1 } : column)] }
            : map;
    }
}
