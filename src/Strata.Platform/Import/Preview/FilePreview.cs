using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Import.Preview;

/// <summary>What a file seems to be, before anything of it is imported.</summary>
/// <param name="Format">Its format: <c>delimited</c>, <c>json</c> or <c>parquet</c>.</param>
/// <param name="Encoding">Its encoding, for a person; null for a binary format.</param>
/// <param name="Separator">The character between cells; null where there is none.</param>
/// <param name="Map">Where its columns would go.</param>
/// <param name="Candidates">What it could be, with scores, best first.</param>
/// <param name="Kinds">What a file can be said to be.</param>
/// <param name="Columns">What is in its columns, in the order of <paramref name="Map"/>.</param>
/// <param name="Targets">The fields that columns of such a file can go to.</param>
/// <param name="SampledRows">How many rows were looked at.</param>
/// <param name="HasMore">True where there are more rows than were looked at.</param>
/// <param name="Rows">The first rows.</param>
/// <param name="Problems">What stands in the way of importing it; none where nothing does.</param>
public sealed record FilePreview(
    string Format,
    string? Encoding,
    char? Separator,
    ImportMap Map,
    IReadOnlyList<KindScore> Candidates,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<ColumnPreview> Columns,
    IReadOnlyList<MappingTarget> Targets,
    int SampledRows,
    bool HasMore,
    IReadOnlyList<string?[]> Rows,
    IReadOnlyList<UserError> Problems);

/// <summary>What is in a column, among the rows that were looked at.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Filled">How many cells say something.</param>
/// <param name="Distinct">How many different values there are, without case.</param>
/// <param name="Examples">Some values.</param>
/// <param name="Unreadable">How many cells could not be read as the type of the field that they go to.</param>
/// <param name="UnreadableExample">One of those; null where there is none.</param>
/// <param name="Suggestions">Fields that it might go to, the likeliest first.</param>
public sealed record ColumnPreview(
    string Column, int Filled, int Distinct, IReadOnlyList<string> Examples, long Unreadable, string? UnreadableExample, IReadOnlyList<string> Suggestions);

/// <summary>A field or a key that a column can go to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values; null for a key.</param>
/// <param name="Description">What it means; may be empty.</param>
public sealed record MappingTarget(string Name, FieldType? Type, string Description);
