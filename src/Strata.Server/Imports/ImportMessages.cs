using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Import;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Preview;
using Strata.Platform.Import.Uploads;
using Strata.Server.Problems;

namespace Strata.Server.Imports;

/// <summary>Uploads.</summary>
internal sealed record UploadList(IReadOnlyList<UploadItem> Uploads);

/// <summary>Files that were brought.</summary>
/// <param name="Import">Its id.</param>
/// <param name="Owner">Who brought them.</param>
/// <param name="At">When.</param>
/// <param name="Source">Who speaks in them.</param>
/// <param name="SourceKind">What kind of source that is: crm, tracking, enrichment or inference.</param>
/// <param name="Job">The last job that was started for them.</param>
/// <param name="Files">The files.</param>
internal sealed record UploadItem(string Import, string Owner, string At, string Source, string SourceKind, string? Job, IReadOnlyList<UploadedFileItem> Files)
{
    public static UploadItem Of(Upload upload) => new(
        upload.Id,
        upload.Owner,
        Microseconds.ToText(upload.At),
        upload.Source,
        upload.SourceKind.ToString().ToLowerInvariant(),
        upload.Job,
        [.. upload.Files.Select(file => new UploadedFileItem(file.Number, file.Name, file.Bytes, file.Outcome is { } outcome ? OutcomeItem.Of(outcome) : null))]);
}

/// <summary>A file that was brought.</summary>
/// <param name="File">Its number in the upload, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Outcome">What came of importing it; missing where it was not tried.</param>
internal sealed record UploadedFileItem(int File, string Name, long Bytes, OutcomeItem? Outcome);

/// <summary>What came of importing a file.</summary>
/// <param name="ImportId">The import's number in the history; missing where nothing was imported.</param>
/// <param name="Kind">What it was read as.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Updated">Rows that changed something.</param>
/// <param name="Unchanged">Rows that said what was known.</param>
/// <param name="Duplicates">Rows that repeat others.</param>
/// <param name="Rejected">Rows that were refused.</param>
/// <param name="Rejections">How many rows each reason refused, most first.</param>
/// <param name="Notes">What else is to be known.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Why nothing of it was imported.</param>
internal sealed record OutcomeItem(
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
    IReadOnlyList<Problem.Item> Errors)
{
    public static OutcomeItem Of(UploadOutcome outcome) => new(
        outcome.ImportId,
        outcome.Kind,
        outcome.Rows,
        outcome.Inserted,
        outcome.Updated,
        outcome.Unchanged,
        outcome.Duplicates,
        outcome.Rejected,
        outcome.Rejections,
        outcome.Notes,
        outcome.Seconds,
        ImportProblems.Of(outcome.Errors));
}

/// <summary>Who speaks in the files of an upload; what is missing stays.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="SourceKind">What kind of source it is, where it is new.</param>
internal sealed record UploadChange(string? Source, SourceWord? SourceKind);

/// <summary>How an import is run.</summary>
/// <param name="DryRun">True to change nothing and only tell what would happen.</param>
internal sealed record ImportRunRequest(bool? DryRun);

/// <summary>An upload with what its files seem to be.</summary>
internal sealed record ImportPreview(UploadItem Upload, IReadOnlyList<PreviewedFile> Files);

/// <summary>What a file seems to be.</summary>
/// <param name="File">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Format">delimited, json or parquet; missing where it cannot be read at all.</param>
/// <param name="Encoding">Its encoding.</param>
/// <param name="Separator">The character between its cells.</param>
/// <param name="Kind">What it is read as.</param>
/// <param name="EventType">The type of its events, where no column says it.</param>
/// <param name="IsMapped">True where a person said where its columns go.</param>
/// <param name="IsReady">True where nothing stands in the way of importing it.</param>
/// <param name="Kinds">What it can be said to be.</param>
/// <param name="Candidates">What it could be by its columns, with scores, best first.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Targets">The fields that its columns can go to.</param>
/// <param name="SampledRows">How many rows were looked at.</param>
/// <param name="HasMore">True where there are more.</param>
/// <param name="Rows">Its first rows, cell by cell.</param>
/// <param name="Problems">What stands in the way.</param>
internal sealed record PreviewedFile(
    int File,
    string Name,
    long Bytes,
    string? Format,
    string? Encoding,
    string? Separator,
    string? Kind,
    string? EventType,
    bool IsMapped,
    bool IsReady,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<KindCandidate> Candidates,
    IReadOnlyList<MappedColumn> Columns,
    IReadOnlyList<MappingTargetItem> Targets,
    int SampledRows,
    bool HasMore,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    IReadOnlyList<Problem.Item> Problems)
{
    public static PreviewedFile Of(UploadedFile file, FilePreview preview) => new(
        file.Number,
        file.Name,
        file.Bytes,
        preview.Format,
        preview.Encoding,
        preview.Separator?.ToString(),
        preview.Map.Kind,
        preview.Map.EventType,
        file.IsMapped,
        preview.Problems.Count == 0,
        preview.Kinds,
        [.. preview.Candidates.Select(candidate => new KindCandidate(candidate.Kind, candidate.Score))],
        [.. preview.Map.Columns.Zip(preview.Columns, MappedColumn.Of)],
        [.. preview.Targets.Select(target => new MappingTargetItem(target.Name, target.Type, target.Description))],
        preview.SampledRows,
        preview.HasMore,
        preview.Rows,
        ImportProblems.Of(preview.Problems));

    public static PreviewedFile Unreadable(UploadedFile file, IReadOnlyList<UserError> errors) =>
        new(file.Number, file.Name, file.Bytes, null, null, null, null, null, false, false, [], [], [], [], 0, false, [], ImportProblems.Of(errors));
}

/// <summary>What a file could be.</summary>
internal sealed record KindCandidate(string Kind, double Score);

/// <summary>A field or key that a column can go to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values; missing for a key.</param>
/// <param name="Description">What it means.</param>
internal sealed record MappingTargetItem(string Name, FieldType? Type, string Description);

/// <summary>A column, what is in it and where it goes.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Target">The field or key; missing where it is left out.</param>
/// <param name="Type">The type that its cells are read as; missing for keys.</param>
/// <param name="IsNew">True where the field will be added to the catalog.</param>
/// <param name="DecimalComma">True where the comma divides the fraction.</param>
/// <param name="Dates">The order of day and month.</param>
/// <param name="Scale">What numbers are multiplied by.</param>
/// <param name="Clears">True where a blank cell means that there is no value.</param>
/// <param name="Why">Why it goes there.</param>
/// <param name="Filled">How many cells of those looked at say something.</param>
/// <param name="Distinct">How many different values they have.</param>
/// <param name="Examples">Some values.</param>
/// <param name="Unreadable">How many cells could not be read as the type.</param>
/// <param name="UnreadableExample">One of those.</param>
/// <param name="Suggestions">Fields that it might go to, the likeliest first.</param>
internal sealed record MappedColumn(
    string Column,
    string? Target,
    FieldType? Type,
    bool IsNew,
    bool DecimalComma,
    DateOrder Dates,
    long Scale,
    bool Clears,
    string Why,
    int Filled,
    int Distinct,
    IReadOnlyList<string> Examples,
    long Unreadable,
    string? UnreadableExample,
    IReadOnlyList<string> Suggestions)
{
    public static MappedColumn Of(ColumnMap map, ColumnPreview preview) => new(
        map.Column,
        map.Target,
        map.Target is null ? null : map.Type,
        map.IsNew,
        map.DecimalComma,
        map.Dates,
        map.Scale,
        map.Clears,
        map.Why,
        preview.Filled,
        preview.Distinct,
        preview.Examples,
        preview.Unreadable,
        preview.UnreadableExample,
        preview.Suggestions);
}

/// <summary>What a file is and where its columns go.</summary>
/// <param name="As">What it is; missing to find out.</param>
/// <param name="EventType">The type of its events, where no column says it.</param>
/// <param name="Dates">How dates like 3/4/2026 are meant where the file does not tell.</param>
/// <param name="Columns">Where columns go, those that are not named are left out; missing to have them recognised.</param>
internal sealed record FileMapping(string? As, string? EventType, DateOrder? Dates, IReadOnlyList<ColumnMapping>? Columns);

/// <summary>Where a column goes.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Target">The field or key; missing to leave it out.</param>
/// <param name="NewType">The type of the field, where the field is to be added to the catalog.</param>
/// <param name="DecimalComma">True where the comma divides the fraction.</param>
/// <param name="Dates">The order of day and month.</param>
/// <param name="Scale">What numbers are multiplied by, from 1.</param>
/// <param name="Clears">True where a blank cell means that there is no value.</param>
internal sealed record ColumnMapping(string Column, string? Target, FieldType? NewType, bool? DecimalComma, DateOrder? Dates, long? Scale, bool? Clears)
{
    public ColumnChoice ToChoice() => new(Column, Target, NewType, DecimalComma ?? false, Dates ?? DateOrder.Unknown, Scale ?? 1, Clears ?? false);
}

/// <summary>Errors of imports as the interface tells them.</summary>
internal static class ImportProblems
{
    public static IReadOnlyList<Problem.Item> Of(IReadOnlyList<UserError> errors) =>
        [.. errors.Select(error => new Problem.Item(error.Code, error.Message, Problem.Place.Of(error.Where), error.Fix))];
}
