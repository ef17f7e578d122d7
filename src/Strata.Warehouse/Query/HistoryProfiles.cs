using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Query;

/// <summary>Reads from the warehouse which fields ever changed, and until when.</summary>
internal static class HistoryProfiles
{
    public static HistoryProfile Read(DuckDbConnection connection, DataCatalog catalog)
    {
        IEnumerable<string> queries = catalog.RowTypes
            .Where(row => row.Kind != RowKind.Event)
            .Select(row => $"SELECT '{TableNames.Table(row)}' AS t, field, max(observed_at) AS newest FROM {SqlIdentifier.Quote(TableNames.History(row))} GROUP BY field");
        List<KeyValuePair<(string Table, string Field), long>> newest = connection.Query(
            string.Join(" UNION ALL ", queries),
            [],
            row => KeyValuePair.Create((row.GetRequiredText(0), row.GetRequiredText(1)), row.GetInt64(2)));
        return new HistoryProfile(newest);
    }
}
