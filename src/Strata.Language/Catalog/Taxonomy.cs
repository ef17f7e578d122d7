using Strata.Language.Values;

namespace Strata.Language.Catalog;

/// <summary>A node of a taxonomy.</summary>
/// <param name="Name">The name shown.</param>
/// <param name="Parent">Name of the parent node, or null for a root.</param>
/// <param name="Synonyms">Other spellings and codes of the same category.</param>
public sealed record TaxonomyNode(string Name, string? Parent, IReadOnlyList<string> Synonyms);

/// <summary>
/// A tree of categories with names and synonyms. Every lookup takes and gives folded spellings (<see cref="TextFolding"/>);
/// a spelling belongs to one node.
/// </summary>
public sealed class Taxonomy
{
    private readonly Dictionary<string, TaxonomyNode> _bySpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaxonomyNode>> _children = new(StringComparer.Ordinal);

    /// <summary>Builds the tree; a node whose parent is unknown, a cycle, or a spelling given to two nodes is an error of the data.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>.</exception>
    public Taxonomy(string name, IEnumerable<TaxonomyNode> nodes)
    {
        Name = name;
        Nodes = [.. nodes];
        foreach (TaxonomyNode node in Nodes)
        {
            Add(node, node.Name);
            foreach (string synonym in node.Synonyms)
            {
                Add(node, synonym);
            }
        }

        foreach (TaxonomyNode node in Nodes.Where(node => node.Parent is not null))
        {
            TaxonomyNode parent = Find(TextFolding.Fold(node.Parent!))
                ?? throw Invalid($"Taxonomy '{Name}': the parent '{node.Parent}' of '{node.Name}' is not a node.");
            if (!_children.TryGetValue(parent.Name, out List<TaxonomyNode>? siblings))
            {
                _children[parent.Name] = siblings = [];
            }

            siblings.Add(node);
        }

        RefuseCycles();
    }

    /// <summary>The name fields refer to: <c>industry</c>, <c>geography</c>, <c>technology</c>, <c>department</c>, <c>topic</c> …</summary>
    public string Name { get; }

    /// <summary>Every node, parents before or after children.</summary>
    public IReadOnlyList<TaxonomyNode> Nodes { get; }

    /// <summary>The node that the folded spelling names, or null.</summary>
    public TaxonomyNode? Find(string folded) => _bySpelling.GetValueOrDefault(folded);

    /// <summary>The nodes directly below one.</summary>
    public IReadOnlyList<TaxonomyNode> ChildrenOf(TaxonomyNode node) => _children.TryGetValue(node.Name, out List<TaxonomyNode>? list) ? list : [];

    /// <summary>The folded spellings of one node: its name and synonyms, distinct.</summary>
    public static EquatableList<string> SpellingsOf(TaxonomyNode node) =>
        node.Synonyms.Prepend(node.Name).Select(TextFolding.Fold).Distinct(StringComparer.Ordinal).ToEquatableList();

    /// <summary>The folded spellings of a node and of every node below it, distinct, the node's own first.</summary>
    public EquatableList<string> SpellingsUnder(TaxonomyNode node)
    {
        var spellings = new List<string>();
        var open = new Stack<TaxonomyNode>([node]);
        while (open.TryPop(out TaxonomyNode? next))
        {
            spellings.AddRange(SpellingsOf(next));
            foreach (TaxonomyNode child in ChildrenOf(next))
            {
                open.Push(child);
            }
        }

        return spellings.Distinct(StringComparer.Ordinal).ToEquatableList();
    }

    private static UserErrorException Invalid(string message) => new("format", message);

    private void Add(TaxonomyNode node, string spelling)
    {
        string folded = TextFolding.Fold(spelling);
        if (!_bySpelling.TryAdd(folded, node) && !ReferenceEquals(_bySpelling[folded], node))
        {
            throw Invalid($"Taxonomy '{Name}': '{spelling}' is a spelling of both '{_bySpelling[folded].Name}' and '{node.Name}'.");
        }
    }

    private void RefuseCycles()
    {
        var safe = new HashSet<string>(StringComparer.Ordinal);
        foreach (TaxonomyNode start in Nodes)
        {
            var path = new HashSet<string>(StringComparer.Ordinal);
            for (TaxonomyNode? node = start; node is not null && !safe.Contains(node.Name); node = node.Parent is null ? null : Find(TextFolding.Fold(node.Parent)))
            {
                if (!path.Add(node.Name))
                {
                    throw Invalid($"Taxonomy '{Name}': '{node.Name}' is below itself.");
                }
            }

            safe.UnionWith(path);
        }
    }
}
