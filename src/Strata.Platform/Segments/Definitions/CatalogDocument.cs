using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Segments.Definitions;

/// <summary>A document of a definition file that adds to the catalog: its one key is <c>catalog</c>, with what <see cref="CatalogFile"/> reads.</summary>
internal static class CatalogDocument
{
    private const string Key = "catalog";

    /// <summary>True where the document starts as one.</summary>
    public static bool IsOne(YamlNode document) =>
        document is YamlMappingNode mapping && mapping.Children.Keys.FirstOrDefault() is YamlScalarNode { Value: Key };

    /// <summary>Adds what the document says to a list; whatever is wrong is a fault of the file.</summary>
    public static void Read(YamlFile file, YamlNode document, List<WrittenCatalog> catalogs)
    {
        if (YamlMap.From(file, document, "A catalog") is not { } map)
        {
            return;
        }

        if (map.Take(Key) is { } additions)
        {
            try
            {
                catalogs.Add(new WrittenCatalog(CatalogFile.Read(additions, file.Name), file.At(map.KeyNode(Key))));
            }
            catch (UserErrorException exception)
            {
                file.Faults.AddRange(exception.Errors);
            }
        }

        map.RefuseOthers("A catalog");
    }
}
