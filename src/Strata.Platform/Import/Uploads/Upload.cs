using Strata.Language;
using Strata.Platform.Import.Parsing;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Uploads;

/// <summary>Files that somebody brought and that wait to be imported, or were.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Who brought them.</param>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Source">Who says what the files say.</param>
/// <param name="SourceKind">What kind of source that is, where it is new.</param>
/// <param name="Files">The files, in the order in which they were brought.</param>
/// <param name="Job">The job that imports them or did; null where none was started.</param>
public sealed record Upload(string Id, string Owner, long At, string Source, SourceKind SourceKind, IReadOnlyList<UploadedFile> Files, string? Job = null)
{
    /// <summary>The file of that number.</summary>
    public UploadedFile? Find(int number) => Files.FirstOrDefault(file => file.Number == number);

    /// <summary>The same with a file changed.</summary>
    public Upload With(UploadedFile changed) => this with { Files = [.. Files.Select(file => file.Number == changed.Number ? changed : file)] };
}

/// <summary>A file of an upload.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Name">Its name, as it was brought.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="As">What it is said to be; null to find out.</param>
/// <param name="Dates">How dates like 3/4/2026 are meant in it, where it does not tell.</param>
/// <param name="IsMapped">True where a person said where its columns go.</param>
/// <param name="Outcome">What came of importing it; null where it was not.</param>
public sealed record UploadedFile(
    int Number, string Name, long Bytes, string? As = null, DateOrder Dates = DateOrder.Unknown, bool IsMapped = false, UploadOutcome? Outcome = null);

/// <summary>What came of importing a file of an upload.</summary>
/// <param name="ImportId">The import's number in the ledger; null where nothing was imported.</param>
/// <param name="Kind">What the file was read as; null where it was not read.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Updated">Rows that were known and of which something changed.</param>
/// <param name="Unchanged">Rows that said what was known.</param>
/// <param name="Duplicates">Rows that repeat others.</param>
/// <param name="Rejected">Rows that were refused.</param>
/// <param name="Rejections">How many rows each reason refused.</param>
/// <param name="Notes">What else is to be known.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Why nothing of it was imported; none where it was.</param>
public sealed record UploadOutcome(
    long? ImportId,
    string? Kind,
    long Rows,
    long Inserted,
    long Updated,
    long Unchanged,
    long Duplicates,
    long Rejected,
    IReadOnlyList<RejectionCount> Rejections,
    IReadOnlyList<string> Notes,
    double Seconds,
    IReadOnlyList<UserError> Errors)
{
    /// <summary>What an import says of itself.</summary>
    public static UploadOutcome Of(FileReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new UploadOutcome(
            report.DryRun ? null : report.ImportId,
            report.Map.EventType ?? report.Map.Kind,
            report.Rows,
            report.Result.Inserted,
            report.Result.Updated,
            report.Result.Unchanged,
            report.Result.Duplicates,
            report.Rejected,
            report.Rejections,
            report.Notes,
            report.Seconds,
            []);
    }

    /// <summary>Nothing was imported.</summary>
    public static UploadOutcome Failed(IReadOnlyList<UserError> errors) => new(null, null, 0, 0, 0, 0, 0, 0, [], [], 0, errors);
}
