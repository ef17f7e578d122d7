using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Staging;

/// <summary>
/// Ids of events in files that bring none: the digest of the row, so that importing the file again counts nothing twice. Rows of one
/// file that are alike are different events, told apart by their number among those alike.
/// </summary>
internal static class DerivedIds
{
    /// <summary>What such ids begin with.</summary>
    public const string Prefix = "row:";

    /// <summary>Numbers the rows that are alike.</summary>
    public static void Number(DuckDbConnection connection, CancellationToken cancellation) => connection.Execute(
        $"""
        UPDATE {StagingStatement.Table} SET id = r.id || ':' || r.nth
        FROM (
            SELECT rowid AS place, id, row_number() OVER (PARTITION BY id ORDER BY rowid) AS nth FROM {StagingStatement.Table}
            WHERE id IN (SELECT id FROM {StagingStatement.Table} WHERE starts_with(id, '{Prefix}') GROUP BY id HAVING count(*) > 1)
        ) r
        WHERE {StagingStatement.Table}.rowid = r.place AND r.nth > 1
        """,
        [],
        progress: null,
        cancellation);
}
