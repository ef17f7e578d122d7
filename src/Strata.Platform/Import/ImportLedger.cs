using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import;

/// <summary>The ledger of imports (table <c>strata_import</c>).</summary>
internal static class ImportLedger
{
    /// <summary>The number of the next import.</summary>
    public static long NextId(DuckDbConnection connection) =>
        connection.QueryScalar<long>("SELECT CAST(coalesce(max(id), 0) + 1 AS BIGINT) FROM strata_import");

    /// <summary>Notes an import, within its transaction.</summary>
    public static void Add(DuckDbConnection connection, FileReport report, string sha256, string source, long startedAt, long finishedAt) =>
        connection.Execute(
            """
            INSERT INTO strata_import (id, file_name, content_sha256, kind, source, rows, accepted, rejected, unchanged, started_at, finished_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, make_timestamp($10), make_timestamp($11))
            """,
            report.ImportId,
            report.File,
            sha256,
            report.Map.Kind,
            source,
            report.Rows,
            report.Accepted,
            report.Rejected,
            report.Result.Unchanged,
            startedAt,
            finishedAt);
}
