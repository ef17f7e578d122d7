using System.Reflection;

namespace Strata.Language.Catalog;

/// <summary>
/// The names every install knows (catalog.md): fields, collections and events, and the taxonomies industry, geography, state,
/// technology, product, department, seniority, topic and others. The data lie beside this file in <c>Data/</c>.
/// </summary>
public static class ShippedCatalog
{
    private const string TaxonomyPrefix = "catalog/taxonomies/";

    private const string TaxonomySuffix = ".tree";

    private static readonly Lazy<DataCatalog> Loaded = new(Read);

    /// <summary>The shipped catalog, read once; its taxonomies are read when first used. Safe to call from any thread.</summary>
    public static DataCatalog Load() => Loaded.Value;

    /// <summary>The names of the resources of one kind below <c>Data/</c>, in ordinal order.</summary>
    internal static IEnumerable<string> ResourceNames() =>
        typeof(ShippedCatalog).Assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>Opens a file of <c>Data/</c>, named below <c>catalog/</c>.</summary>
    internal static StreamReader Open(string resource)
    {
        Assembly assembly = typeof(ShippedCatalog).Assembly;
        Stream stream = assembly.GetManifestResourceStream(resource)
            ?? assembly.GetManifestResourceStream(resource.Replace('/', '\\'))
            ?? throw new InvalidOperationException($"The assembly does not hold {resource}.");
        return new StreamReader(stream);
    }

    private static DataCatalog Read()
    {
        using StreamReader text = Open("catalog/catalog.tsv");
        return ShippedCatalogText.Read(text, ResourceNames().Where(IsTaxonomy).Select(ReadTaxonomy));
    }

    private static bool IsTaxonomy(string resource) =>
        resource.StartsWith(TaxonomyPrefix, StringComparison.Ordinal) && resource.EndsWith(TaxonomySuffix, StringComparison.Ordinal);

    private static Taxonomy ReadTaxonomy(string resource) => Taxonomy.Deferred(
        resource[TaxonomyPrefix.Length..^TaxonomySuffix.Length],
        () =>
        {
            using StreamReader text = Open(resource);
            return TaxonomyText.Read(text);
        });
}
