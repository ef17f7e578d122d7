using Strata.Language.Bound;

namespace Strata.Index.Live;

/// <summary>The predicate index: from what changed to the leaves that read it.</summary>
internal sealed class LeafDirectory
{
    private static readonly RecentLeaves NoRecent = new();
    private static readonly List<LeafReader> NoReaders = [];
    private readonly Dictionary<string, RecentLeaves> _recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LeafReader>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundTop, List<LeafReader>> _ranks = [];
    private readonly List<LeafReader> _readers = [];

    /// <summary>Leaves that evaluate rows, with what they read.</summary>
    public IReadOnlyList<LeafReader> Readers => _readers;

    /// <summary>The leaves that keep the newest events of a type.</summary>
    public RecentLeaves Recent(string type) => _recent.GetValueOrDefault(type, NoRecent);

    /// <summary>Every leaf that keeps newest events.</summary>
    public IEnumerable<RecentLeaf> AllRecent => _recent.Values.SelectMany(leaves => leaves.All);

    /// <summary>The leaves that evaluate rows and read events of a type.</summary>
    public List<LeafReader> ReadersOf(string type) => _events.GetValueOrDefault(type, NoReaders);

    /// <summary>The leaves that read a rank.</summary>
    public IReadOnlyList<LeafReader> ReadersOf(BoundTop top) => _ranks.TryGetValue(top, out List<LeafReader>? readers) ? readers : [];

    /// <summary>Enters a leaf.</summary>
    public void Add(LiveLeaf leaf)
    {
        switch (leaf)
        {
            case RecentLeaf recent:
                if (!_recent.TryGetValue(recent.Type.Name, out RecentLeaves? leaves))
                {
                    _recent.Add(recent.Type.Name, leaves = new RecentLeaves());
                }

                leaves.Add(recent);
                break;
            case RowsLeaf rows:
                Add(rows, rows.Reads);
                break;
            case TopLeaf top:
                Add(top, top.Reads);
                break;
            default:
                throw new InvalidOperationException($"Unknown leaf {leaf.GetType().Name}.");
        }
    }

    /// <summary>Takes a leaf out.</summary>
    public void Remove(LiveLeaf leaf)
    {
        foreach (RecentLeaves recent in _recent.Values)
        {
            recent.Remove(leaf);
        }

        foreach (List<LeafReader> readers in _events.Values)
        {
            readers.RemoveAll(reader => reader.Leaf == leaf);
        }

        foreach (List<LeafReader> readers in _ranks.Values)
        {
            readers.RemoveAll(reader => reader.Leaf == leaf);
        }

        _readers.RemoveAll(reader => reader.Leaf == leaf);
    }

    private void Add(LiveLeaf leaf, LeafReads reads)
    {
        var reader = new LeafReader(leaf, reads);
        _readers.Add(reader);
        foreach (string type in reads.Events)
        {
            ListOf(_events, type).Add(reader);
        }

        foreach (BoundTop top in reads.Tops)
        {
            ListOf(_ranks, top).Add(reader);
        }
    }

    private static List<T> ListOf<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<T>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}

/// <summary>A leaf that evaluates rows.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Reads">What it reads.</param>
internal sealed record LeafReader(LiveLeaf Leaf, LeafReads Reads);
