namespace Strata.Index.Live;

/// <summary>
/// The leaves that keep the newest events of a type. Those that want one of some values of a property are found by the value that an event
/// has, so that it costs the same however many there are.
/// </summary>
internal sealed class RecentLeaves
{
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public List<RecentLeaf> All { get; } = [];

    /// <summary>Those that have to be asked about every event.</summary>
    public List<RecentLeaf> OfAnyValue { get; } = [];

    /// <summary>The others, for each property that one of them asks for.</summary>
    public List<ByValue> OfValues { get; } = [];

    /// <summary>Whether one of them reads a property.</summary>
    public bool Read(string property) => _fields.Contains(property);

    /// <summary>Adds a leaf.</summary>
    public void Add(RecentLeaf leaf)
    {
        All.Add(leaf);
        _fields.UnionWith(leaf.Fields);
        if (leaf.Accepted is not var (ordinal, values))
        {
            OfAnyValue.Add(leaf);
            return;
        }

        ByValue? asked = OfValues.Find(one => one.Ordinal == ordinal);
        if (asked is null)
        {
            OfValues.Add(asked = new ByValue(ordinal, new(StringComparer.Ordinal)));
        }

        foreach (string value in values.Distinct(StringComparer.Ordinal))
        {
            if (!asked.Leaves.TryGetValue(value, out List<RecentLeaf>? leaves))
            {
                asked.Leaves.Add(value, leaves = []);
            }

            leaves.Add(leaf);
        }
    }

    /// <summary>Takes a leaf out, where it is there.</summary>
    public void Remove(LiveLeaf leaf)
    {
        RecentLeaf[] others = [.. All.Where(other => other != leaf)];
        if (others.Length == All.Count)
        {
            return;
        }

        All.Clear();
        OfAnyValue.Clear();
        OfValues.Clear();
        _fields.Clear();
        foreach (RecentLeaf other in others)
        {
            Add(other);
        }
    }

    /// <summary>Leaves by the value of a property that they want.</summary>
    /// <param name="Ordinal">The property, as events have it.</param>
    /// <param name="Leaves">The leaves, by folded value.</param>
    public sealed record ByValue(int Ordinal, Dictionary<string, List<RecentLeaf>> Leaves);
}
