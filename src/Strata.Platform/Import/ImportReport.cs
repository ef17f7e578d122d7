using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Recognition;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>What an import did.</summary>
/// <param name="Files">What it did file by file, in the order imported.</param>
public sealed record ImportReport(IReadOnlyList<FileReport> Files);

/// <summary>What the import of a file did, or with <c>--dry-run</c> would do.</summary>
/// <param name="File">The file's name.</param>
/// <param name="ImportId">The import's number in the ledger; 0 for a dry run.</param>
/// <param name="Map">How the file was read.</param>
/// <param name="Candidates">What it could have been, with scores, best first.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Result">What became of the accepted rows.</param>
/// <param name="Rejected">Rows refused; they are in <paramref name="RejectsFile"/>.</param>
/// <param name="Deleted">Rows that the file marks as deleted; they are left out.</param>
/// <param name="RejectsFile">Where the refused rows are, or null.</param>
/// <param name="MapFile">Where the map was saved, or null.</param>
/// <param name="Rejections">How many rows each reason refused.</param>
/// <param name="Notes">What else the person should know.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="DryRun">True where nothing was changed.</param>
public sealed record FileReport(
    string File,
    long ImportId,
    ImportMap Map,
    IReadOnlyList<KindScore> Candidates,
    long Rows,
    LoadResult Result,
    long Rejected,
    long Deleted,
    string? RejectsFile,
    string? MapFile,
    IReadOnlyList<RejectionCount> Rejections,
    IReadOnlyList<string> Notes,
    double Seconds,
    bool DryRun)
{
    /// <summary>Rows that were taken: new, changed, or saying what was known.</summary>
    public long Accepted => Result.Inserted + Result.Updated + Result.Unchanged;
}

/// <summary>How many rows a reason refused.</summary>
/// <param name="Field">The field concerned.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rows">How many rows.</param>
public sealed record RejectionCount(string Field, string Reason, long Rows);
