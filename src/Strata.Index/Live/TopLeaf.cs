using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>
/// <c>in top</c>: everybody who is ranked, in order, in two parts of which the first is in. When the value of one changes, it moves, and
/// at most a few change sides at the limit.
/// </summary>
internal sealed class TopLeaf : LiveLeaf
{
    private readonly Dictionary<int, long> _scheduled = [];
    private readonly Dictionary<int, Ranked> _ranked = [];
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly BoundTop _top;
    private readonly ILiveData _data;
    private readonly IRankOracle _ranks;

    public TopLeaf(int number, BoundTop top, int level, ILiveData data, IRankOracle ranks)
        : base(number, top.Entity)
    {
        _top = top;
        _data = data;
        _ranks = ranks;
        Level = level;
        Reads = new LeafReads(top);
    }

    /// <summary>What it reads.</summary>
    public LeafReads Reads { get; }

    /// <summary>The fields that the value reads by which entities are ranked, and that of their group, without those of who is ranked.</summary>
    public FieldsRead FieldsOfRank => new LeafReads(_top with { Among = null }).Fields;

    /// <summary>The rank.</summary>
    public BoundTop Top => _top;

    public override int Level { get; }

    /// <summary>Ranks an entity anew, by the value that it has at T.</summary>
    /// <param name="data">The rows around it.</param>
    /// <param name="reference">The entity.</param>
    /// <param name="asOf">T.</param>
    /// <param name="isAmong">True where the entity is known to be among those who are ranked, whatever time it is.</param>
    /// <returns>How long that value and whether it is ranked hold.</returns>
    public Period Rank(IEntityData data, int reference, AsOf asOf, bool isAmong = false)
    {
        (Ranked? now, Period period) = Evaluate(data, reference, asOf, isAmong);
        _ranked.TryGetValue(reference, out Ranked? before);
        if (before == now)
        {
            return period;
        }

        if (before is not null)
        {
            _ranked.Remove(reference);
            Group group = _groups[before.Group];
            group.Remove(before);
            if (group.Count == 0)
            {
                _groups.Remove(before.Group);
            }
        }

        if (now is not null)
        {
            _ranked.Add(reference, now);
            if (!_groups.TryGetValue(now.Group, out Group? group))
            {
                _groups.Add(now.Group, group = new Group());
            }

            group.Add(now);
        }

        return period;
    }

    /// <summary>Settles who is in, after entities were ranked anew.</summary>
    /// <param name="ranked">Those who were.</param>
    /// <param name="changed">Gets those who are on the other side now.</param>
    public void Settle(IEnumerable<int> ranked, ICollection<int> changed)
    {
        foreach (int reference in ranked)
        {
            if (!_ranked.ContainsKey(reference) && Truth.Set(reference, false))
            {
                changed.Add(reference);
            }
        }

        foreach (Group group in _groups.Values.Where(group => group.IsDirty))
        {
            foreach (int reference in group.Balance(Limit(group.Count)))
            {
                if (Truth.Set(reference, group.IsIn(_ranked[reference])))
                {
                    changed.Add(reference);
                }
            }
        }
    }

    public override Stable Evaluate(int reference, AsOf asOf) => new(Truth[reference], Rank(_data, reference, asOf));

    public override long Scheduled(int reference) => _scheduled.GetValueOrDefault(reference, long.MaxValue);

    public override void Schedule(int reference, long due)
    {
        if (due == long.MaxValue)
        {
            _scheduled.Remove(reference);
        }
        else
        {
            _scheduled[reference] = due;
        }
    }

    private long Limit(long count) => _top.Count ?? (long)(((Int128)_top.PercentUnits!.Value * count) + 999_999) / 1_000_000;

    private (Ranked? Ranked, Period Period) Evaluate(IEntityData data, int reference, AsOf asOf, bool isAmong)
    {
        StateRow? row = Of == EntityKind.Account ? data.Account(reference) : data.Contact(reference);
        if (row is null)
        {
            return (null, Period.Always);
        }

        var evaluation = new Evaluation(data, _ranks, asOf);
        Stable among = _top.Among is null || isAmong ? Stable.Always(true) : evaluation.Truth(_top.Among, row);
        if (!among.Value)
        {
            return (null, among.Period);
        }

        StableValue by = evaluation.Value(_top.By, row);
        StableValue per = _top.Per is null ? StableValue.Always(DataValue.OfBoolean(true)) : evaluation.Value(_top.Per, row);
        Period period = among.Period.Intersect(by.Period).Intersect(per.Period);
        return by.Value.IsKnown && per.Value.IsKnown ? (new Ranked(by.Value, row.Id, reference, GroupOf(per.Value)), period) : (null, period);
    }

    private static string GroupOf(DataValue per) => per.Kind == ValueKind.Boolean ? per.Boolean.ToString() : per.Folded;

    /// <summary>An entity with what it is ranked by.</summary>
    private sealed record Ranked(DataValue Value, string Id, int Reference, string Group);

    /// <summary>Those who are ranked among one another: the best in one set, the others in another.</summary>
    private sealed class Group
    {
        private readonly SortedSet<Ranked> _in = new(ByRank.Instance);
        private readonly SortedSet<Ranked> _out = new(ByRank.Instance);
        private readonly HashSet<int> _moved = [];

        public long Count => _in.Count + _out.Count;

        public bool IsDirty { get; private set; }

        public bool IsIn(Ranked ranked) => _in.Contains(ranked);

        public void Add(Ranked ranked)
        {
            bool isBetter = _in.Count > 0 && ByRank.Instance.Compare(ranked, _in.Max!) < 0;
            (isBetter ? _in : _out).Add(ranked);
            Moved(ranked);
        }

        public void Remove(Ranked ranked)
        {
            if (!_in.Remove(ranked))
            {
                _out.Remove(ranked);
            }

            _moved.Remove(ranked.Reference);
            IsDirty = true;
        }

        /// <summary>Makes the first part as large as the limit says; gives everybody who may be on another side than before.</summary>
        public IReadOnlyCollection<int> Balance(long limit)
        {
            while (_in.Count > limit)
            {
                Move(_in.Max!, _in, _out);
            }

            while (_in.Count < limit && _out.Count > 0)
            {
                Move(_out.Min!, _out, _in);
            }

            IsDirty = false;
            int[] moved = [.. _moved];
            _moved.Clear();
            return moved;
        }

        private void Move(Ranked ranked, SortedSet<Ranked> from, SortedSet<Ranked> to)
        {
            from.Remove(ranked);
            to.Add(ranked);
            Moved(ranked);
        }

        private void Moved(Ranked ranked)
        {
            _moved.Add(ranked.Reference);
            IsDirty = true;
        }
    }

    /// <summary>The higher value first, then by id.</summary>
    private sealed class ByRank : IComparer<Ranked>
    {
        public static readonly ByRank Instance = new();

        public int Compare(Ranked? left, Ranked? right)
        {
            int order = Numbers.Order(right!.Value, left!.Value);
            return order != 0 ? order : Utf8Order.Compare(left.Id, right.Id);
        }
    }
}
