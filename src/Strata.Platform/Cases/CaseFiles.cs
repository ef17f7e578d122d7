using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Yaml;

namespace Strata.Platform.Cases;

/// <summary>Finds and reads case files.</summary>
public static class CaseFiles
{
    /// <summary>The file itself, or every YAML file below a folder, in ordinal order of their paths.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: there is none.</exception>
    public static IReadOnlyList<string> Below(string path) => YamlPaths.Below(path);

    /// <summary>Reads a case file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The catalog that the file may add to.</param>
    /// <param name="asOf">The instant and zone where the file says none; null to demand them.</param>
    /// <exception cref="UserErrorException">Every fault of the file.</exception>
    public static CaseFile Read(string path, DataCatalog catalog, AsOf? asOf = null) => CaseFileReader.Read(path, catalog, asOf);

    /// <summary>Reads a case file's text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="path">The name to show in errors.</param>
    /// <param name="catalog">The catalog that the file may add to.</param>
    /// <param name="asOf">The instant and zone where the file says none; null to demand them.</param>
    /// <exception cref="UserErrorException">Every fault of the file.</exception>
    public static CaseFile ReadText(string text, string path, DataCatalog catalog, AsOf? asOf = null) =>
        CaseFileReader.ReadText(text, path, catalog, asOf);
}
