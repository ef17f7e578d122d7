using Strata.Language;
using Strata.Warehouse.Load;

namespace Strata.Server.Imports;

/// <summary>What kind of source speaks; the stronger kind comes first.</summary>
internal enum SourceWord
{
    /// <summary>A customer-relation system, or a file kept by hand.</summary>
    Crm,

    /// <summary>What was tracked.</summary>
    Tracking,

    /// <summary>A data vendor.</summary>
    Enrichment,

    /// <summary>Something that was derived.</summary>
    Inference,
}

/// <summary>Words for kinds of sources.</summary>
internal static class SourceWords
{
    /// <summary>The kind that a word names.</summary>
    public static SourceKind ToKind(this SourceWord word) => word switch
    {
        SourceWord.Crm => SourceKind.Crm,
        SourceWord.Tracking => SourceKind.Tracking,
        SourceWord.Enrichment => SourceKind.Enrichment,
        SourceWord.Inference => SourceKind.Inference,
        _ => throw new UserErrorException("argument", "'sourceKind' is one of crm, tracking, enrichment and inference."),
    };
}

/// <summary>Names of sources.</summary>
internal static class SourceName
{
    private const int Longest = 60;

    /// <summary>The name as it is kept.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: it is none.</exception>
    public static string Of(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= Longest && trimmed.All(unit => char.IsLetterOrDigit(unit) || unit is '-' or '_' or '.' or ' ')
            ? trimmed
            : throw new UserErrorException("argument", "A source is named by letters, figures, hyphens, points and underscores, at most 60.", fix: "Name it for example crm, hubspot or acme-data.");
    }
}
