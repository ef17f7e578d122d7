using Strata.Language.Values;

namespace Strata.Language.Catalog;

/// <summary>The lookups of a taxonomy, built once from its nodes.</summary>
internal sealed class TaxonomyTree
{
    private readonly string _name;
    private readonly Dictionary<string, TaxonomyNode> _bySpelling;
    private readonly Dictionary<string, List<TaxonomyNode>> _children = new(StringComparer.Ordinal);

    internal TaxonomyTree(string name, IReadOnlyList<TaxonomyNode> nodes)
    {
        _name = name;
        Nodes = nodes;
        _bySpelling = new Dictionary<string, TaxonomyNode>(nodes.Count * 3, StringComparer.Ordinal);
        foreach (TaxonomyNode node in nodes)
        {
            Add(node, node.Name);
            foreach (string synonym in node.Synonyms)
            {
                Add(node, synonym);
            }
        }

        foreach (TaxonomyNode node in nodes)
        {
            if (node.Parent is not null)
            {
                AddChild(ParentOf(node), node);
            }
        }

        RefuseCycles();
    }

    internal IReadOnlyList<TaxonomyNode> Nodes { get; }

    internal TaxonomyNode? Find(string folded) => _bySpelling.GetValueOrDefault(folded);

    internal IReadOnlyList<TaxonomyNode> ChildrenOf(TaxonomyNode node) =>
        _children.TryGetValue(node.Name, out List<TaxonomyNode>? list) ? list : [];

    private static UserErrorException Invalid(string message) => new("format", message);

    private TaxonomyNode ParentOf(TaxonomyNode node) => Find(TextFolding.Fold(node.Parent!))
        ?? throw Invalid($"Taxonomy '{_name}': the parent '{node.Parent}' of '{node.Name}' is not a node.");

    private void Add(TaxonomyNode node, string spelling)
    {
        string folded = TextFolding.Fold(spelling);
        if (folded.Length == 0)
        {
            throw Invalid($"Taxonomy '{_name}': a spelling of '{node.Name}' is blank.");
        }

        if (!_bySpelling.TryAdd(folded, node) && !ReferenceEquals(_bySpelling[folded], node))
        {
            throw Invalid($"Taxonomy '{_name}': '{spelling}' is a spelling of both '{_bySpelling[folded].Name}' and '{node.Name}'.");
        }
    }

    private void AddChild(TaxonomyNode parent, TaxonomyNode node)
    {
        if (!_children.TryGetValue(parent.Name, out List<TaxonomyNode>? siblings))
        {
            _children[parent.Name] = siblings = [];
        }

        siblings.Add(node);
    }

    private void RefuseCycles()
    {
        // Whatever cannot be reached from a root is on, or below, a cycle.
        var reached = new HashSet<TaxonomyNode>(ReferenceEqualityComparer.Instance);
        var open = new Stack<TaxonomyNode>(Nodes.Where(node => node.Parent is null));
        while (open.TryPop(out TaxonomyNode? node))
        {
            reached.Add(node);
            foreach (TaxonomyNode child in ChildrenOf(node))
            {
                open.Push(child);
            }
        }

        if (Nodes.FirstOrDefault(node => !reached.Contains(node)) is { } lost)
        {
            throw Invalid($"Taxonomy '{_name}': '{lost.Name}' is below itself.");
        }
    }
}
