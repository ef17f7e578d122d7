using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;

namespace Strata.Index.Live;

/// <summary>
/// The rows around those whose timers are due next, read at once though each is due at an instant of its own: where the clock jumps ahead,
/// each would otherwise be read by itself. They hold while time passes and nothing else happens.
/// </summary>
/// <param name="data">The rows.</param>
/// <param name="leaves">The leaves by their number; null where there is none any more.</param>
internal sealed class RowsAhead(ILiveData data, IReadOnlyList<LiveLeaf?> leaves)
{
    /// <summary>So many timers are looked at ahead, so that what is held of their rows is bounded.</summary>
    private const int MostTimers = 32_768;

    private readonly List<LiveTimer> _upcoming = [];
    private readonly Dictionary<EntityKind, Part> _parts = [];

    /// <summary>Reads ahead for the timers that are due next.</summary>
    /// <param name="timers">The timers.</param>
    /// <param name="limit">The last instant that will be reached.</param>
    /// <param name="least">So many have to be due, at more than one instant, that reading ahead is worth it.</param>
    /// <returns>The instant up to which was read ahead; from there on is to be read again, unless it is the limit.</returns>
    public long Read(TimerWheel timers, long limit, int least)
    {
        _parts.Clear();
        if (timers.NextDue() > limit)
        {
            return limit;
        }

        long until = timers.Upcoming(limit, MostTimers, _upcoming);
        if (_upcoming.Count >= least && _upcoming.Exists(timer => timer.Due != _upcoming[0].Due))
        {
            foreach (IGrouping<EntityKind, (LiveLeaf Leaf, int Reference)> of in Due().GroupBy(due => due.Leaf.Of))
            {
                Read(of.Key, [.. of], least);
            }
        }

        _upcoming.Clear();
        if (_upcoming.Capacity > 2 * MostTimers)
        {
            _upcoming.Capacity = MostTimers;
        }

        return until;
    }

    /// <summary>The rows around an entity that were read ahead with what the leaf reads of them; null where they were not.</summary>
    public IEntityData? Find(LiveLeaf leaf, int reference) =>
        _parts.Count > 0 && _parts.TryGetValue(leaf.Of, out Part? part) && part.Leaves.Contains(leaf) ? part.Rows.GetValueOrDefault(reference) : null;

    /// <summary>Forgets what was read: from here on something may change it.</summary>
    public void Clear() => _parts.Clear();

    /// <summary>What the timers will have evaluated that takes rows.</summary>
    private IEnumerable<(LiveLeaf Leaf, int Reference)> Due()
    {
        foreach (LiveTimer timer in _upcoming)
        {
            if (timer.Leaf >= 0 && leaves[timer.Leaf] is (RowsLeaf or TopLeaf) and { } leaf && leaf.Scheduled(timer.Reference) == timer.Due)
            {
                yield return (leaf, timer.Reference);
            }
        }
    }

    private void Read(EntityKind of, List<(LiveLeaf Leaf, int Reference)> due, int least)
    {
        var references = new Bitmap(due.Max(one => one.Reference) + 1L);
        due.ForEach(one => references.Add(one.Reference));
        if (references.Count() < least)
        {
            return;
        }

        var fields = new FieldsRead();
        var part = new Part([.. due.Select(one => one.Leaf)], []);
        foreach (LiveLeaf leaf in part.Leaves)
        {
            fields.UnionWith(leaf is TopLeaf top ? top.Reads.Fields : ((RowsLeaf)leaf).Reads.Fields);
        }

        data.ForEach(of, references, fields, part.Rows.Add);
        _parts.Add(of, part);
    }

    /// <summary>Rows around entities of one kind.</summary>
    /// <param name="Leaves">The leaves for which everything was read.</param>
    /// <param name="Rows">The rows, by the entity's number.</param>
    private sealed record Part(HashSet<LiveLeaf> Leaves, Dictionary<int, IEntityData> Rows);
}
