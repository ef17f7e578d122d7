using System.Globalization;
using Strata.Language.Checking;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Yaml;

/// <summary>
/// A mapping read strictly: what is taken is checked, and a key that nobody took is a fault, with the nearest one that exists.
/// </summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private YamlMap(YamlFile file, YamlMappingNode node)
    {
        File = file;
        Node = node;
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                _values[name] = value;
                _keys[name] = key;
            }
            else
            {
                file.Fault(key, "A key must be a plain name.");
            }
        }
    }

    /// <summary>The file it is in.</summary>
    public YamlFile File { get; }

    /// <summary>The node.</summary>
    public YamlMappingNode Node { get; }

    /// <summary>The keys in the order written.</summary>
    public IEnumerable<string> Keys => Node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>The first key, or null.</summary>
    public string? FirstKey => Keys.FirstOrDefault();

    /// <summary>A view of a mapping; null, with a fault, where the node is something else.</summary>
    public static YamlMap? From(YamlFile file, YamlNode node, string what)
    {
        if (node is YamlMappingNode mapping)
        {
            return new YamlMap(file, mapping);
        }

        file.Fault(node, $"{what} must be a mapping of names to values.", "Write it as 'name: value' lines, or as {name: value}.");
        return null;
    }

    /// <summary>True where the key is there.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>Where a key is written.</summary>
    public YamlNode KeyNode(string key) => _keys[key];

    /// <summary>The value of a key, or null where the key is missing or has no value.</summary>
    public YamlNode? Take(string key)
    {
        _taken.Add(key);
        return _values.TryGetValue(key, out YamlNode? value) && !IsNull(value) ? value : null;
    }

    /// <summary>The scalar of a key, or null; anything else is a fault.</summary>
    public YamlScalarNode? TakeScalar(string key)
    {
        YamlNode? value = Take(key);
        if (value is null or YamlScalarNode)
        {
            return (YamlScalarNode?)value;
        }

        File.Fault(value, $"'{key}' must be a single value.");
        return null;
    }

    /// <summary>The text of a key, or null.</summary>
    public string? TakeText(string key) => TakeScalar(key)?.Value;

    /// <summary>The text of a key that must be there; null, with a fault, where it is not.</summary>
    public YamlScalarNode? RequireScalar(string key, string what)
    {
        YamlScalarNode? value = TakeScalar(key);
        if (value is null && (!Has(key) || IsNull(_values[key])))
        {
            File.Fault(Node, $"{what} needs '{key}'.", $"Add '{key}: …'.");
        }

        return value;
    }

    /// <summary>The whole number of a key, or null.</summary>
    public int? TakeInt(string key)
    {
        if (TakeScalar(key) is not { } scalar)
        {
            return null;
        }

        if (int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        File.Fault(scalar, $"'{key}' must be a whole number, not '{scalar.Value}'.");
        return null;
    }

    /// <summary>The mapping of a key, or null.</summary>
    public YamlMap? TakeMap(string key) => Take(key) is { } value ? From(File, value, $"'{key}'") : null;

    /// <summary>The elements of a key; empty where it is missing.</summary>
    public IReadOnlyList<YamlNode> TakeList(string key)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return [.. list.Children];
            case { } other:
                File.Fault(other, $"'{key}' must be a list.", $"Write it as {key}: [first, second], or one '- ' line each.");
                return [];
        }
    }

    /// <summary>The texts of a list; elements that are not single values are faults.</summary>
    public IReadOnlyList<string> TakeTexts(string key)
    {
        var texts = new List<string>();
        foreach (YamlNode element in TakeList(key))
        {
            if (element is YamlScalarNode scalar && !IsNull(scalar))
            {
                texts.Add(scalar.Value ?? "");
            }
            else
            {
                File.Fault(element, $"'{key}' must be a list of single values.");
            }
        }

        return texts;
    }

    /// <summary>The mappings of a list.</summary>
    public IEnumerable<YamlMap> TakeMaps(string key) => TakeList(key).Select(element => From(File, element, $"An element of '{key}'")).OfType<YamlMap>();

    /// <summary>Every key that was not taken is a fault.</summary>
    /// <param name="what">What the mapping is, with its article: <c>A segment</c>.</param>
    public void RefuseOthers(string what)
    {
        foreach (string key in Keys.Where(key => !_taken.Contains(key)))
        {
            File.Fault(
                _keys[key],
                $"{what} has no key '{key}'.",
                Suggestions.DidYouMean(key, _taken.Where(name => !Has(name)), $"Its keys are: {string.Join(", ", _taken.Order(StringComparer.Ordinal))}."));
        }
    }

    /// <summary>True for an empty plain scalar, <c>~</c> and <c>null</c>.</summary>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
