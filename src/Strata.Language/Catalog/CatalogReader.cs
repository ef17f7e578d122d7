using Strata.Language.Yaml;
using YamlDotNet.RepresentationModel;

namespace Strata.Language.Catalog;

/// <summary>Turns the YAML of <see cref="CatalogFile"/> into additions and gathers every fault on the way.</summary>
internal sealed class CatalogReader(string? file)
{
    private static readonly string[] AccountReserved = ["id", "ref", "contacts"];

    private static readonly string[] ContactReserved = ["id", "ref", "account_ref", "account"];

    private static readonly string[] CollectionReserved = ["ref", "row_key", "account", "account_ref", "account_key"];

    private static readonly string[] EventReserved = ["id", "ts", "account", "contact", "account_ref", "contact_ref", "account_key", "contact_key"];

    private static readonly FieldDefinition EventSource = new("source", FieldType.Category, Description: "Where the event came from");

    private readonly YamlFaults _faults = new(file);

    internal IReadOnlyList<UserError> Faults => _faults.Found;

    internal CatalogAdditions Read(YamlNode root)
    {
        List<FieldDefinition> account = [], contact = [];
        List<RowType> collections = [], events = [];
        var taxonomies = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(StringComparer.Ordinal);
        foreach ((string key, YamlNode keyNode, YamlNode value) in _faults.Entries(root, "the catalog"))
        {
            switch (key)
            {
                case "fields": ReadEntities(value, account, contact); break;
                case "collections": collections.AddRange(Named(value, "collections", ReadCollection)); break;
                case "events": events.AddRange(Named(value, "events", ReadEvent)); break;
                case "taxonomies": ReadTaxonomies(value, taxonomies); break;
                default: _faults.UnknownKey(keyNode, key, "fields, collections, events, taxonomies"); break;
            }
        }

        return new CatalogAdditions(account, contact, collections, events, taxonomies);
    }

    private void ReadEntities(YamlNode node, List<FieldDefinition> account, List<FieldDefinition> contact)
    {
        foreach ((string key, YamlNode keyNode, YamlNode value) in _faults.Entries(node, "fields"))
        {
            switch (key)
            {
                case "account": account.AddRange(ReadFields(value, AccountReserved)); break;
                case "contact": contact.AddRange(ReadFields(value, ContactReserved)); break;
                default: _faults.UnknownKey(keyNode, key, "account, contact"); break;
            }
        }
    }

    private IEnumerable<RowType> Named(YamlNode node, string what, Func<string, YamlNode, YamlNode, RowType?> read)
    {
        foreach ((string name, YamlNode keyNode, YamlNode value) in _faults.Entries(node, what))
        {
            if (_faults.IsName(keyNode, name) && read(name, keyNode, value) is { } row)
            {
                yield return row;
            }
        }
    }

    private RowType? ReadCollection(string name, YamlNode nameNode, YamlNode node)
    {
        if (name is "contacts" or "account" or "contact")
        {
            _faults.Add("name", nameNode, $"'{name}' is an entity, not a collection.", "Add its fields under fields: instead.");
            return null;
        }

        List<FieldDefinition> fields = [];
        YamlNode? start = null;
        IReadOnlyList<YamlNode> key = [];
        string description = "";
        foreach ((string part, YamlNode keyNode, YamlNode value) in _faults.Entries(node, name))
        {
            switch (part)
            {
                case "fields": fields = ReadFields(value, CollectionReserved); break;
                case "start": start = value; break;
                case "key": key = _faults.Items(value, "key"); break;
                case "description": description = _faults.Text(value) ?? ""; break;
                default: _faults.UnknownKey(keyNode, part, "fields, start, key, description"); break;
            }
        }

        string? startField = start is null ? null : ReadReference(start, name, fields, FieldType.Date);
        string[] keyFields = [.. key.Select(item => ReadReference(item, name, fields, type: null)).OfType<string>()];
        return new RowType(RowKind.Collection, name, fields, startField, keyFields, description);
    }

    private RowType ReadEvent(string name, YamlNode _, YamlNode node)
    {
        string description = "";
        YamlNode fieldsNode = node;
        if (HasFieldsKey(node))
        {
            foreach ((string part, YamlNode keyNode, YamlNode value) in _faults.Entries(node, name))
            {
                switch (part)
                {
                    case "fields": fieldsNode = value; break;
                    case "description": description = _faults.Text(value) ?? ""; break;
                    default: _faults.UnknownKey(keyNode, part, "fields, description"); break;
                }
            }
        }

        List<FieldDefinition> fields = ReadFields(fieldsNode, EventReserved);
        if (!fields.Exists(field => string.Equals(field.Name, EventSource.Name, StringComparison.Ordinal)))
        {
            fields.Add(EventSource);
        }

        return new RowType(RowKind.Event, name, fields, description: description);
    }

    /// <summary>True for the long form; a property that is itself named <c>fields</c> is written with its type alone.</summary>
    private static bool HasFieldsKey(YamlNode node) =>
        node is YamlMappingNode mapping
        && mapping.Children.TryGetValue(new YamlScalarNode("fields"), out YamlNode? value)
        && value is YamlMappingNode;

    private string? ReadReference(YamlNode node, string collection, List<FieldDefinition> fields, FieldType? type)
    {
        string? name = _faults.Text(node);
        if (name is null)
        {
            return null;
        }

        FieldDefinition? field = fields.Find(other => string.Equals(other.Name, name, StringComparison.Ordinal));
        if (field is null)
        {
            _faults.Add("name", node, $"'{collection}' has no field '{name}'.", "Take one of its fields.");
        }
        else if (type is not null && field.Type != type)
        {
            _faults.Add("type", node, $"'{collection}.{name}' is no date.", "Take one of its date fields.");
        }
        else
        {
            return name;
        }

        return null;
    }

    private List<FieldDefinition> ReadFields(YamlNode node, string[] reserved)
    {
        var fields = new List<FieldDefinition>();
        foreach ((string name, YamlNode keyNode, YamlNode value) in _faults.Entries(node, "fields"))
        {
            if (reserved.Contains(name, StringComparer.Ordinal))
            {
                _faults.Add("name", keyNode, $"'{name}' is kept for a row's own key and time.", "Take another name.");
            }
            else if (_faults.IsName(keyNode, name) && ReadField(name, value) is { } field)
            {
                fields.Add(field);
            }
        }

        return fields;
    }

    private FieldDefinition? ReadField(string name, YamlNode node)
    {
        if (node is not YamlMappingNode)
        {
            return ReadType(node) is { } plain ? new FieldDefinition(name, plain) : null;
        }

        FieldType? type = null;
        string? taxonomy = null;
        YamlNode? taxonomyNode = null;
        string description = "";
        int? days = null;
        foreach ((string part, YamlNode keyNode, YamlNode value) in _faults.Entries(node, name))
        {
            switch (part)
            {
                case "type": type = ReadType(value); break;
                case "taxonomy": (taxonomy, taxonomyNode) = (_faults.Text(value), value); break;
                case "description": description = _faults.Text(value) ?? ""; break;
                case "ttl": days = ReadDays(value); break;
                default: _faults.UnknownKey(keyNode, part, "type, taxonomy, description, ttl"); break;
            }
        }

        if (type is null)
        {
            _faults.AddOnce("type", node, $"'{name}' has no type.", $"Write type: one of {TypeNames}.");
            return null;
        }

        if (taxonomyNode is not null && type is not (FieldType.Category or FieldType.Set))
        {
            _faults.Add("type", taxonomyNode, "Only a category or a set belongs to a taxonomy.", "Write type: category, or leave out taxonomy.");
        }

        return new FieldDefinition(name, type.Value, taxonomy, description, days);
    }

    private static string TypeNames => string.Join(", ", Enum.GetNames<FieldType>()).ToLowerInvariant();

    private FieldType? ReadType(YamlNode node)
    {
        string? text = _faults.Text(node);
        if (text is not null && text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out FieldType type))
        {
            return type;
        }

        _faults.AddOnce("type", node, $"'{text}' is no type of a field.", $"Take one of {TypeNames}.");
        return null;
    }

    private int? ReadDays(YamlNode node)
    {
        string[] parts = (_faults.Text(node) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isDays = parts.Length == 1 || (parts.Length == 2 && parts[1] is "day" or "days");
        if (isDays && int.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out int days) && days > 0)
        {
            return days;
        }

        _faults.AddOnce("format", node, "The time to live is no number of days.", "Write it as 365 days.");
        return null;
    }

    private void ReadTaxonomies(YamlNode node, Dictionary<string, IReadOnlyList<TaxonomyNode>> taxonomies)
    {
        foreach ((string name, YamlNode keyNode, YamlNode value) in _faults.Entries(node, "taxonomies"))
        {
            if (_faults.IsName(keyNode, name))
            {
                var nodes = new List<TaxonomyNode>();
                ReadNodes(value, parent: null, nodes);
                taxonomies[name] = nodes;
            }
        }
    }

    private void ReadNodes(YamlNode node, string? parent, List<TaxonomyNode> nodes)
    {
        foreach (YamlNode item in _faults.Items(node, "nodes of a taxonomy"))
        {
            if (item is YamlMappingNode)
            {
                ReadNode(item, parent, nodes);
            }
            else if (_faults.Text(item) is { } name)
            {
                nodes.Add(new TaxonomyNode(name, parent, []));
            }
        }
    }

    private void ReadNode(YamlNode node, string? parent, List<TaxonomyNode> nodes)
    {
        string? name = null;
        var synonyms = new List<string>();
        YamlNode? children = null;
        foreach ((string part, YamlNode keyNode, YamlNode value) in _faults.Entries(node, "a node"))
        {
            switch (part)
            {
                case "name": name = _faults.Text(value); break;
                case "code": synonyms.AddRange(_faults.Text(value) is { } code ? [code] : []); break;
                case "synonyms": synonyms.AddRange(_faults.Items(value, "synonyms").Select(_faults.Text).OfType<string>()); break;
                case "parent" when parent is null: parent = _faults.Text(value); break;
                case "children": children = value; break;
                default: _faults.UnknownKey(keyNode, part, parent is null ? "name, code, synonyms, parent, children" : "name, code, synonyms, children"); break;
            }
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            _faults.AddOnce("format", node, "A node of a taxonomy has no name.", "Write name: and the name.");
            return;
        }

        nodes.Add(new TaxonomyNode(name, parent, synonyms));
        if (children is not null)
        {
            ReadNodes(children, name, nodes);
        }
    }
}
