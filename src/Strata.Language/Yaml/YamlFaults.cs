using YamlDotNet.RepresentationModel;

namespace Strata.Language.Yaml;

/// <summary>Reads the shapes a YAML file is made of and gathers what is wrong with them, so that one pass reports every fault.</summary>
/// <param name="file">The file, for the place of a fault, or null.</param>
public sealed class YamlFaults(string? file)
{
    private readonly List<UserError> _found = [];

    /// <summary>The faults so far, in the order found.</summary>
    public IReadOnlyList<UserError> Found => _found;

    /// <summary>Adds a fault at a node.</summary>
    public void Add(string code, YamlNode node, string message, string? fix = null) =>
        _found.Add(new UserError(code, message, YamlText.Where(node, file), fix));

    /// <summary>Adds a fault unless the node, or one inside it, already has one.</summary>
    public void AddOnce(string code, YamlNode node, string message, string? fix = null)
    {
        SourceLocation where = YamlText.Where(node, file);
        if (!_found.Exists(fault => fault.Where is { } other && (other.Line, other.Column).CompareTo((where.Line, where.Column)) >= 0))
        {
            Add(code, node, message, fix);
        }
    }

    /// <summary>Adds the fault of a key that means nothing here.</summary>
    public void UnknownKey(YamlNode node, string key, string known) => Add("name", node, $"'{key}' means nothing here.", $"The keys are {known}.");

    /// <summary>The entries of a mapping with text keys; a null gives none, anything else a fault.</summary>
    public IReadOnlyList<(string Key, YamlNode KeyNode, YamlNode Value)> Entries(YamlNode node, string what)
    {
        if (node is not YamlMappingNode mapping)
        {
            if (!IsNull(node))
            {
                Add("format", node, $"Here {what} must be a mapping (key: value).");
            }

            return [];
        }

        var entries = new List<(string, YamlNode, YamlNode)>(mapping.Children.Count);
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (Text(key) is { } name)
            {
                entries.Add((name, key, value));
            }
        }

        return entries;
    }

    /// <summary>The items of a sequence; a null gives none, anything else a fault.</summary>
    public IReadOnlyList<YamlNode> Items(YamlNode node, string what)
    {
        if (node is YamlSequenceNode sequence)
        {
            return [.. sequence.Children];
        }

        if (!IsNull(node))
        {
            Add("format", node, $"Here {what} must be a list.");
        }

        return [];
    }

    /// <summary>The text of a scalar, or null with a fault.</summary>
    public string? Text(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } value })
        {
            return value;
        }

        Add("format", node, "Here must be one value.");
        return null;
    }

    /// <summary>True for a name that a field, event, collection or taxonomy may have; otherwise a fault.</summary>
    public bool IsName(YamlNode node, string name)
    {
        bool valid = char.IsAsciiLetterLower(name[0]) && name.All(unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit == '_');
        if (!valid)
        {
            Add("name", node, $"'{name}' cannot be a name.", "Use lower-case letters, digits and _, beginning with a letter.");
        }

        return valid;
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null" };
}
