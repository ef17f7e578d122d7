using Strata.Platform.Import.Rejects;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import;

/// <summary>An import as the ledger has it.</summary>
/// <param name="Id">Its number, ascending from 1.</param>
/// <param name="File">The file's name.</param>
/// <param name="Kind">What it was read as.</param>
/// <param name="Source">Who said it.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Accepted">Rows that were taken.</param>
/// <param name="Rejected">Rows that were refused then.</param>
/// <param name="Unchanged">Of those taken, rows that said what was known.</param>
/// <param name="StartedAt">When it began, in UTC microseconds.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="HasRejects">True where refused rows wait to be mended.</param>
public sealed record ImportEntry(
    long Id, string File, string Kind, string Source, long Rows, long Accepted, long Rejected, long Unchanged, long StartedAt, long FinishedAt, bool HasRejects);

/// <summary>The imports that were made.</summary>
/// <param name="workspace">The workspace.</param>
public sealed class ImportHistory(Workspace workspace)
{
    private const string Columns = "id, file_name, kind, source, rows, accepted, rejected, unchanged, epoch_us(started_at), epoch_us(finished_at)";

    /// <summary>The newest first.</summary>
    /// <param name="before">Only imports of a lower number; null for all.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<ImportEntry> List(long? before, int limit) => workspace.Connection.Query(
        $"SELECT {Columns} FROM strata_import WHERE id < $1 ORDER BY id DESC LIMIT $2", [before ?? long.MaxValue, (long)limit], Read);

    /// <summary>An import by its number; null where there is none.</summary>
    public ImportEntry? Find(long id) => workspace.Connection.Query($"SELECT {Columns} FROM strata_import WHERE id = $1", [id], Read).SingleOrDefault();

    private ImportEntry Read(DuckDbRow row)
    {
        long id = row.GetInt64(0), rejected = row.GetInt64(6);
        return new ImportEntry(
            id,
            row.GetRequiredText(1),
            row.GetRequiredText(2),
            row.GetRequiredText(3),
            row.GetInt64(4),
            row.GetInt64(5),
            rejected,
            row.GetInt64(7),
            row.GetInt64(8),
            row.GetInt64(9),
            rejected > 0 && RejectedRows.Of(workspace.Directory, id) is not null);
    }
}
