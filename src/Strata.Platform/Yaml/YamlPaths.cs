using Strata.Language;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Yaml;

/// <summary>Finds YAML files.</summary>
internal static class YamlPaths
{
    /// <summary>The file itself, or every <c>.yaml</c> and <c>.yml</c> file below a folder in ordinal order of their paths.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: there is no such file or folder, or nothing in it.</exception>
    public static IReadOnlyList<string> Below(string path)
    {
        string place = Caller.FullPath(path);
        if (File.Exists(place))
        {
            return [path];
        }

        if (!Directory.Exists(place))
        {
            throw new UserErrorException("file", $"There is no file or folder '{path}'.", fix: "Check the name.");
        }

        string[] files = [.. Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => Path.Join(path, Path.GetRelativePath(place, file)))
            .Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UserErrorException("file", $"There is no .yaml file in '{path}'.");
    }
}
