using System.Text.Json;

namespace Strata.Platform.Import.Reading;

/// <summary>The columns of JSON objects: the paths to their values, nested objects joined by points.</summary>
internal static class JsonPaths
{
    private const int MaxDepth = 4;
    private const int MaxPaths = 500;

    /// <summary>The paths that occur in the objects, in the order first seen. Keys that hold quotes are left out.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> objects)
    {
        var paths = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in objects)
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Add(document.RootElement, "", 1, paths, seen);
            }
        }

        return paths;
    }

    /// <summary>The path as the engine takes it: every key in double quotes.</summary>
    public static string Quote(string path) => string.Join('.', path.Split('.').Select(key => $"\"{key}\""));

    private static void Add(JsonElement element, string prefix, int depth, List<string> paths, HashSet<string> seen)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name.AsSpan().IndexOfAny("'\"\\.\0") >= 0 || paths.Count >= MaxPaths)
            {
                continue;
            }

            string path = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object && depth < MaxDepth)
            {
                Add(property.Value, path + ".", depth + 1, paths, seen);
            }
            else if (seen.Add(path))
            {
                paths.Add(path);
            }
        }
    }
}
