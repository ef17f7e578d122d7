using System.Text.Json;

namespace Strata.Warehouse.Merge;

/// <summary>A field of a row: what its columns hold, and its history.</summary>
/// <param name="Value">The value as history writes it; null where it is missing.</param>
/// <param name="Folded">Its folded form, where the field has one.</param>
/// <param name="History">The rows of its history in time order; empty where it never changed.</param>
internal sealed record FieldImage(string? Value, string? Folded, IReadOnlyList<Observation> History);

/// <summary>
/// Everything that the warehouse holds of one account, contact or row of a collection, so that it can be put back exactly. Fields that
/// are missing and never changed are left out. The link to the account is the field <c>account_ref</c>.
/// </summary>
/// <param name="Ref">The row's number.</param>
/// <param name="Key">What names it: <c>id</c>, or a collection's <c>row_key</c>.</param>
/// <param name="AccountKey">The account as written, for rows of a collection.</param>
/// <param name="Source">Who said it first.</param>
/// <param name="ObservedAt">When it was first said, in UTC microseconds.</param>
/// <param name="VerifiedAt">When the same source last confirmed it, in UTC microseconds.</param>
/// <param name="Fields">Its fields by name.</param>
internal sealed record RowImage(
    long Ref,
    string Key,
    string? AccountKey,
    string Source,
    long ObservedAt,
    long VerifiedAt,
    IReadOnlyDictionary<string, FieldImage> Fields)
{
    /// <summary>What was said about a field, in time order; empty where nothing was.</summary>
    public IReadOnlyList<Observation> Said(string field)
    {
        if (!Fields.TryGetValue(field, out FieldImage? image))
        {
            return [];
        }

        if (image.History.Count > 0)
        {
            return image.History;
        }

        return image.Value is null ? [] : [new Observation(ObservedAt, image.Value, image.Folded, Source)];
    }

    /// <summary>As <see cref="Said"/>; a last value that its source confirmed later counts as said again at that instant.</summary>
    public IReadOnlyList<Observation> SaidAndConfirmed(string field)
    {
        IReadOnlyList<Observation> said = Said(field);
        return said.Count > 0 && said[^1] is var last && last.At < VerifiedAt && string.Equals(last.Source, Source, StringComparison.Ordinal)
            ? [.. said, last with { At = VerifiedAt }]
            : said;
    }

    /// <summary>The image as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static RowImage FromJson(string text) => JsonSerializer.Deserialize<RowImage>(text)!;
}
