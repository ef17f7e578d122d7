namespace Strata.Bench.Ingest.Peers;

/// <summary>
/// What the application beside a store remembers of it, so that it need not ask: which leaves hold for whom. It makes changes of membership
/// of leaves that turn. Used by one thread, for accounts of its own.
/// </summary>
internal sealed class LeafBook
{
    private readonly Dictionary<int, long>[] _until = [.. Enumerable.Range(0, BenchLeaf.Count).Select(_ => new Dictionary<int, long>())];
    private readonly List<BenchSegment>[] _readers;
    private readonly int[] _employees;

    /// <summary>Begins with nobody of whom anything holds.</summary>
    /// <param name="segments">The segments.</param>
    /// <param name="employees">How many employees each account has.</param>
    public LeafBook(IReadOnlyList<BenchSegment> segments, int[] employees)
    {
        _employees = employees;
        _readers = [.. Enumerable.Range(0, BenchLeaf.Count).Select(leaf => segments.Where(segment => segment.Leaves.Contains(leaf)).ToList())];
    }

    /// <summary>A leaf holds, until another instant than before perhaps.</summary>
    /// <param name="held">The leaf.</param>
    /// <param name="changes">Gets who came and went by it.</param>
    public void Hold(HeldLeaf held, List<PeerChange> changes)
    {
        if (_until[held.Leaf].TryAdd(held.Account, held.Until))
        {
            Turn(held.Leaf, held.Account, holds: true, changes);
        }
        else
        {
            _until[held.Leaf][held.Account] = held.Until;
        }
    }

    /// <summary>A leaf was found to hold no longer.</summary>
    /// <param name="expired">The leaf, as it held.</param>
    /// <param name="now">The instant it is.</param>
    /// <param name="changes">Gets who came and went by it.</param>
    public void Expire(HeldLeaf expired, long now, List<PeerChange> changes)
    {
        if (_until[expired.Leaf].TryGetValue(expired.Account, out long until) && until <= now)
        {
            _until[expired.Leaf].Remove(expired.Account);
            Turn(expired.Leaf, expired.Account, holds: false, changes);
        }
    }

    private void Turn(int turned, int account, bool holds, List<PeerChange> changes)
    {
        foreach (BenchSegment segment in _readers[turned])
        {
            bool after = segment.Has(leaf => _until[leaf].ContainsKey(account), _employees[account]);
            bool before = segment.Has(leaf => leaf == turned ? !holds : _until[leaf].ContainsKey(account), _employees[account]);
            if (after != before)
            {
                changes.Add(new PeerChange(segment.Number, account, after));
            }
        }
    }
}
