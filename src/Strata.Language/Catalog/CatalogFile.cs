using Strata.Language.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Language.Catalog;

/// <summary>
/// Reads and writes catalog additions as YAML. The top level may hold:
/// <code>
/// fields:
///   account: {is_target: boolean, sector: {type: category, taxonomy: sector, description: "…", ttl: 365 days}}
///   contact: {score: number}
/// collections:
///   contracts: {description: "…", start: signed_at, key: [title], fields: {title: text, signed_at: date}}
/// events:
///   login: {device: text}                                        # properties alone, or
///   purchase: {description: "…", fields: {sku: category}}        # with a description
/// taxonomies:
///   sector: [Services, {name: Technology, code: T, synonyms: [Tech], children: [Software]}]
///   industry: [{name: Our niche, parent: SaaS}]                  # a known taxonomy is extended
/// </code>
/// Any other key is an error. Every event has the property <c>source</c>, which need not be written.
/// </summary>
public static class CatalogFile
{
    /// <summary>Reads the text of a file; an empty text adds nothing.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="file">The file it came from, for the place of a fault, or null.</param>
    /// <exception cref="UserErrorException">Every fault found: code <c>syntax</c>, <c>limit</c>, <c>name</c>, <c>type</c> or <c>format</c>.</exception>
    public static CatalogAdditions Read(string text, string? file = null) =>
        YamlText.Read(text, file) is { } root ? Read(root, file) : CatalogAdditions.None;

    /// <summary>Reads a node of a larger document, such as the <c>catalog:</c> of a case file.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="file">The file it came from, for the place of a fault, or null.</param>
    /// <exception cref="UserErrorException">Every fault found.</exception>
    public static CatalogAdditions Read(YamlNode node, string? file = null)
    {
        var reader = new CatalogReader(file);
        CatalogAdditions additions = reader.Read(node);
        return reader.Faults.Count == 0 ? additions : throw new UserErrorException(reader.Faults);
    }

    /// <summary>The additions as text that <see cref="Read(string, string?)"/> reads back as equal ones.</summary>
    public static string Write(CatalogAdditions additions) => new CatalogWriter().Write(additions);
}
