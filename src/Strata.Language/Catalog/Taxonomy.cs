using Strata.Language.Values;

namespace Strata.Language.Catalog;

/// <summary>A node of a taxonomy.</summary>
/// <param name="Name">The name shown.</param>
/// <param name="Parent">Name of the parent node, or null for a root.</param>
/// <param name="Synonyms">Other spellings and codes of the same category.</param>
public sealed record TaxonomyNode(string Name, string? Parent, IReadOnlyList<string> Synonyms);

/// <summary>
/// A tree of categories with names and synonyms. Every lookup takes and gives folded spellings (<see cref="TextFolding"/>);
/// a spelling belongs to one node. Immutable and safe to share between threads.
/// </summary>
public sealed class Taxonomy
{
    private readonly Lazy<TaxonomyTree> _tree;

    /// <summary>Builds the tree; a node whose parent is unknown, a cycle, or a spelling given to two nodes is an error of the data.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>.</exception>
    public Taxonomy(string name, IEnumerable<TaxonomyNode> nodes)
    {
        Name = name;
        var tree = new TaxonomyTree(name, [.. nodes]);
        _tree = new Lazy<TaxonomyTree>(() => tree);
    }

    private Taxonomy(string name, Func<IReadOnlyList<TaxonomyNode>> load)
    {
        Name = name;
        _tree = new Lazy<TaxonomyTree>(() => new TaxonomyTree(name, load()));
    }

    /// <summary>The name fields refer to: <c>industry</c>, <c>geography</c>, <c>technology</c>, <c>department</c>, <c>topic</c> …</summary>
    public string Name { get; }

    /// <summary>Every node, parents before or after children.</summary>
    public IReadOnlyList<TaxonomyNode> Nodes => _tree.Value.Nodes;

    /// <summary>A taxonomy whose nodes are read when they are first asked for; faults of the data show then.</summary>
    public static Taxonomy Deferred(string name, Func<IReadOnlyList<TaxonomyNode>> load) => new(name, load);

    /// <summary>The folded spellings of one node: its name and synonyms, distinct.</summary>
    public static EquatableList<string> SpellingsOf(TaxonomyNode node) =>
        node.Synonyms.Prepend(node.Name).Select(TextFolding.Fold).Distinct(StringComparer.Ordinal).ToEquatableList();

    /// <summary>The node that the folded spelling names, or null.</summary>
    public TaxonomyNode? Find(string folded) => _tree.Value.Find(folded);

    /// <summary>The nodes directly below one.</summary>
    public IReadOnlyList<TaxonomyNode> ChildrenOf(TaxonomyNode node) => _tree.Value.ChildrenOf(node);

    /// <summary>The node directly above one, or null for a root.</summary>
    public TaxonomyNode? ParentOf(TaxonomyNode node) => node.Parent is null ? null : Find(TextFolding.Fold(node.Parent));

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

    /// <summary>
    /// The taxonomy with nodes added. A node whose name is already a spelling here adds its synonyms to that node instead of making
    /// another, and moves it where it names another parent.
    /// </summary>
    /// <exception cref="UserErrorException">Code <c>format</c>: as for the constructor.</exception>
    public Taxonomy With(IEnumerable<TaxonomyNode> additions)
    {
        var nodes = Nodes.ToList();
        foreach (TaxonomyNode addition in additions)
        {
            TaxonomyNode? known = Find(TextFolding.Fold(addition.Name));
            int at = known is null ? -1 : nodes.FindIndex(node => string.Equals(node.Name, known.Name, StringComparison.Ordinal));
            if (at < 0)
            {
                nodes.Add(addition);
            }
            else
            {
                TaxonomyNode node = nodes[at];
                nodes[at] = node with { Parent = addition.Parent ?? node.Parent, Synonyms = [.. node.Synonyms.Union(addition.Synonyms, StringComparer.Ordinal)] };
            }
        }

        return new Taxonomy(Name, nodes);
    }
}
