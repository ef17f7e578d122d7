using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Platform.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Segments.Definitions;

/// <summary>A definition with the text that says it.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Text">Its YAML as its author wrote it.</param>
public sealed record WrittenDefinition(Definition Definition, string Text);

/// <summary>Additions to the catalog with the file that says them.</summary>
/// <param name="Additions">The additions.</param>
/// <param name="Where">Where they are written.</param>
public sealed record WrittenCatalog(CatalogAdditions Additions, SourceLocation? Where);

/// <summary>What a folder of definition files holds.</summary>
/// <param name="Definitions">The definitions, by file and place.</param>
/// <param name="Catalogs">The additions to the catalog, by file and place.</param>
/// <param name="Skipped">Files that hold tests (a <c>cases</c> or <c>steps</c> key) rather than definitions.</param>
public sealed record DefinitionFolder(
    IReadOnlyList<WrittenDefinition> Definitions, IReadOnlyList<WrittenCatalog> Catalogs, IReadOnlyList<string> Skipped);

/// <summary>Reads definition files: YAML, one definition a document (language.md section 7).</summary>
public static class DefinitionFiles
{
    /// <summary>Reads every <c>.yaml</c> and <c>.yml</c> file below a folder, or one file.</summary>
    /// <exception cref="UserErrorException">Every fault of every file, each with its place; or there is no such folder.</exception>
    public static DefinitionFolder ReadFolder(string path)
    {
        var definitions = new List<WrittenDefinition>();
        var catalogs = new List<WrittenCatalog>();
        var skipped = new List<string>();
        var errors = new List<UserError>();
        foreach (string file in YamlPaths.Below(path))
        {
            try
            {
                YamlFile yaml = YamlFile.Read(file);
                if (yaml.Documents.Any(HoldsCases))
                {
                    skipped.Add(file);
                    continue;
                }

                definitions.AddRange(Read(yaml, catalogs));
            }
            catch (UserErrorException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }

        errors.AddRange(Duplicates(definitions.Select(written => written.Definition)));
        return errors.Count == 0 ? new DefinitionFolder(definitions, catalogs, skipped) : throw new UserErrorException(errors);
    }

    /// <summary>Reads the definitions of one text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">The file it came from, or null.</param>
    /// <exception cref="UserErrorException">Every fault found.</exception>
    public static IReadOnlyList<WrittenDefinition> ReadText(string text, string? file = null) => Read(YamlFile.Parse(text, file), catalogs: null);

    /// <summary>Reads every document; where additions to the catalog do not belong, there is no list for them.</summary>
    private static List<WrittenDefinition> Read(YamlFile yaml, List<WrittenCatalog>? catalogs)
    {
        var reader = new DefinitionReader(yaml);
        var definitions = new List<WrittenDefinition>();
        foreach (YamlNode document in yaml.Documents)
        {
            if (catalogs is not null && CatalogDocument.IsOne(document))
            {
                CatalogDocument.Read(yaml, document, catalogs);
            }
            else if (reader.ReadDocument(document) is { } definition)
            {
                definitions.Add(new WrittenDefinition(definition, yaml.Documents.Count == 1 ? yaml.Text : TextOf(yaml, document)));
            }
        }

        yaml.ThrowFaults();
        return definitions;
    }

    private static bool HoldsCases(YamlNode document) =>
        document is YamlMappingNode mapping
        && mapping.Children.Keys.OfType<YamlScalarNode>().Any(key => key.Value is "cases" or "steps");

    /// <summary>The part of a file with several documents that is one of them: up to the next separator.</summary>
    private static string TextOf(YamlFile yaml, YamlNode document)
    {
        int start = yaml.OffsetOf(document.Start);
        YamlNode? next = yaml.Documents.FirstOrDefault(other => yaml.OffsetOf(other.Start) > start);
        int end = next is null ? yaml.Text.Length : yaml.OffsetOf(next.Start);
        int separator = next is null ? -1 : yaml.Text.LastIndexOf("\n---", end, end - start, StringComparison.Ordinal);
        return yaml.Text[start..(separator < start ? end : separator + 1)].TrimEnd() + "\n";
    }

    private static IEnumerable<UserError> Duplicates(IEnumerable<Definition> definitions) =>
        definitions
            .GroupBy(definition => (definition.GetType(), Language.Values.TextFolding.Fold(definition.Name)))
            .Where(group => group.Count() > 1)
            .Select(group => new UserError(
                "name",
                $"'{group.First().Name}' is defined in {string.Join(" and in ", group.Select(definition => definition.File))}.",
                new SourceLocation(group.Last().File, 1, 1),
                "Rename one of them."));
}
