using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Reading;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Staging;

/// <summary>Stages accounts, contacts and rows of a collection.</summary>
internal static class RowStaging
{
    /// <summary>The engine's variable that holds the instant of the import.</summary>
    public const string NowVariable = "strata_import_now";

    /// <summary>Builds the statement and says what the staging table will hold.</summary>
    /// <param name="source">The file.</param>
    /// <param name="map">Where its columns go.</param>
    /// <param name="type">The rows' type, with the map's new fields.</param>
    public static (string Sql, StagingTable Table) Build(SourceTable source, ImportMap map, RowType type)
    {
        var statement = new StagingStatement(source, map);
        var fields = new List<FieldDefinition>();
        if (type.Kind is RowKind.Account or RowKind.Contact)
        {
            statement.Add("id", CellSql.Text(statement.Cell("id")));
        }

        if (type.Kind != RowKind.Account)
        {
            statement.Add("account_key", CellSql.Text(statement.Cell(type.Kind == RowKind.Contact ? "account_id" : "account")));
        }

        foreach (ColumnMap column in map.Columns.Where(column => IsField(column, type)))
        {
            bool isClosingDate = type.Name == "opportunities" && column.Target == "closed_at";
            if (!isClosingDate)
            {
                statement.AddField(column, refuseUnreadable: true);
                fields.Add(type.Find(column.Target!)!);
            }
        }

        if (type.Name == "opportunities")
        {
            fields.AddRange(OpportunityOutcome.Add(statement, map, type));
        }
        else if (type.Kind == RowKind.Contact)
        {
            fields.AddRange(TitleDerivation.Add(statement, map, type));
        }

        CheckKeys(statement, map, type);
        AddObservedAt(statement, map);
        var clears = map.Columns.Where(column => column.Clears).Select(column => column.Target!).ToHashSet(StringComparer.Ordinal);
        return (statement.ToSql(), new StagingTable(StagingStatement.Table, type, fields, clears));
    }

    private static bool IsField(ColumnMap column, RowType type) =>
        column.Target is not null && column.Type is not null && type.Find(column.Target) is not null;

    private static void CheckKeys(StagingStatement statement, ImportMap map, RowType type)
    {
        string[] keys = type.Kind switch
        {
            RowKind.Account => ["id", "domain", "name"],
            RowKind.Contact => ["id", "email"],
            _ => ["account", "id"],
        };
        string[] present = [.. keys.Where(key => map.Find(key) is not null)];
        string missing = string.Join(" AND ", present.Select(key => $"strata_text({statement.Cell(key)}) IS NULL"));
        statement.Check("key:missing", missing);
    }

    private static void AddObservedAt(StagingStatement statement, ImportMap map)
    {
        ColumnMap? said = map.Find("observed_at") ?? map.Find("updated_at");
        const string Now = $"getvariable('{NowVariable}')";
        if (said is null)
        {
            statement.Add("_observed_at", Now);
            return;
        }

        string instant = statement.Parse("_said_at", CellSql.Date(statement.Cell(said.Target!), said.Dates));
        statement.Add("_observed_at", $"CASE WHEN {instant} <= {Now} THEN {instant} ELSE {Now} END");
    }
}
