using Strata.Language;

namespace Strata.Platform.Yaml;

/// <summary>Finds YAML files.</summary>
internal static class YamlPaths
{
    /// <summary>The file itself, or every <c>.yaml</c> and <c>.yml</c> file below a folder in ordinal order of their paths.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: there is no such file or folder, or nothing in it.</exception>
    public static IReadOnlyList<string> Below(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new UserErrorException("file", $"There is no file or folder '{path}'.", fix: "Check the name.");
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UserErrorException("file", $"There is no .yaml file in '{path}'.");
    }
}
