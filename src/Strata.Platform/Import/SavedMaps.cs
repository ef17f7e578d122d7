using System.Globalization;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Sniffing;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import;

/// <summary>The maps that imports save, in the data directory's <c>maps</c>.</summary>
internal sealed class SavedMaps(DataDirectory directory)
{
    /// <summary>Saves the map; one that a person edited is never overwritten.</summary>
    public string Save(ImportMap map, InputFile file, long importId)
    {
        string folder = Path.Combine(directory.FullPath, "maps");
        Directory.CreateDirectory(folder);
        string text = ImportMapFile.Write(map, file.Name);
        string path = Path.Combine(folder, file.BaseName + ".yaml");
        if (File.Exists(path) && !string.Equals(File.ReadAllText(path), text, StringComparison.Ordinal))
        {
            path = Path.Combine(folder, $"{file.BaseName}.{importId.ToString(CultureInfo.InvariantCulture)}.yaml");
        }

        File.WriteAllText(path, text);
        return path;
    }
}
