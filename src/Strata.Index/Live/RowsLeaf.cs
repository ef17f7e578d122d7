using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>Any condition, evaluated over the rows of one entity when something that it reads has changed.</summary>
internal sealed class RowsLeaf : LiveLeaf
{
    private readonly Dictionary<int, long> _scheduled = [];
    private readonly ILiveData _data;
    private readonly IRankOracle _ranks;

    public RowsLeaf(int number, EntityKind of, BoundExpr expression, int level, ILiveData data, IRankOracle ranks)
        : base(number, of)
    {
        Expression = expression;
        Reads = new LeafReads(expression);
        Level = level;
        _data = data;
        _ranks = ranks;
    }

    /// <summary>The condition.</summary>
    public BoundExpr Expression { get; }

    /// <summary>What it reads.</summary>
    public LeafReads Reads { get; }

    public override int Level { get; }

    public override Stable Evaluate(int reference, AsOf asOf) => Evaluate(_data, reference, asOf);

    /// <summary>The truth over the rows that somebody else holds.</summary>
    public Stable Evaluate(IEntityData data, int reference, AsOf asOf)
    {
        StateRow? row = Of == EntityKind.Account ? data.Account(reference) : data.Contact(reference);
        return row is null ? Stable.Always(false) : new Evaluation(data, _ranks, asOf).Truth(Expression, row);
    }

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
}
