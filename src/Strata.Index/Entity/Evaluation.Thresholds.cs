using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Index.Entity;

/// <summary>
/// Aggregates against a constant. The aggregate changes with every row that comes or goes, its truth seldom: these find the period of
/// the truth without following each change.
/// </summary>
internal sealed partial class Evaluation
{
    /// <summary>Null where the aggregate has no such short way.</summary>
    private Stable? Threshold(BoundAggregate aggregate, CompareOp op, BoundNumber bound, DataRow row) => aggregate.Function switch
    {
        AggregateFunction.Count or AggregateFunction.Sum => TotalCompare(aggregate, op, bound, row),
        AggregateFunction.Min or AggregateFunction.Max => ExtremeCompare(aggregate, op, bound, row),
        _ => null,
    };

    private Stable? TotalCompare(BoundAggregate aggregate, CompareOp op, BoundNumber bound, DataRow row)
    {
        var shares = new List<Share>();
        foreach ((DataRow candidate, Stable counts) in Candidates(aggregate.Source, aggregate.Where, aggregate.Window, row))
        {
            StableValue of = aggregate.Of is null ? StableValue.Always(DataValue.OfCount(1)) : Value(aggregate.Of, candidate);
            if (!of.Period.IsAlways)
            {
                return null;
            }

            if (of.Value.IsKnown)
            {
                shares.Add(new Share(counts, Numbers.Units(of.Value)));
            }
        }

        Int128 units = bound.Units;
        Stable result = op switch
        {
            CompareOp.GreaterOrEqual => AtLeast(shares, units),
            CompareOp.Greater => AtLeast(shares, units + 1),
            CompareOp.Less => AtLeast(shares, units).Not(),
            CompareOp.LessOrEqual => AtLeast(shares, units + 1).Not(),
            CompareOp.Equal => AtLeast(shares, units).And(AtLeast(shares, units + 1).Not()),
            _ => throw new InvalidOperationException($"Unknown operator {op}."),
        };
        return result.Within(SourcePeriod(aggregate.Source, row));
    }

    /// <summary>
    /// Whether the shares that count add up to so much, and how long that is sure: until those that may have gone (or, being negative,
    /// come) could have used up what is to spare, or the other way round what is missing.
    /// </summary>
    private static Stable AtLeast(List<Share> shares, Int128 needed)
    {
        Int128 total = 0;
        foreach (Share share in shares)
        {
            total += share.Counts.Value ? share.Units : 0;
        }

        bool enough = total >= needed;
        Int128 slack = enough ? total - needed : needed - total - 1;
        var turning = shares.Where(share => share.Counts.Value == enough == share.Units > 0 && share.Units != 0).ToList();
        long until = FirstBeyond(slack, turning.OrderBy(share => share.Counts.Period.Until), share => share.Counts.Period.Until, long.MaxValue);
        long since = FirstBeyond(slack, turning.OrderByDescending(share => share.Counts.Period.Since), share => share.Counts.Period.Since, long.MinValue);
        return new Stable(enough, new Period(since, until));
    }

    private static long FirstBeyond(Int128 slack, IEnumerable<Share> turning, Func<Share, long> edge, long never)
    {
        foreach (Share share in turning)
        {
            slack -= Int128.Abs(share.Units);
            if (slack < 0)
            {
                return edge(share);
            }
        }

        return never;
    }

    /// <summary>The least or greatest against a constant: whether some row is beyond it.</summary>
    private Stable ExtremeCompare(BoundAggregate aggregate, CompareOp op, BoundNumber bound, DataRow row)
    {
        bool isMax = aggregate.Function == AggregateFunction.Max;
        Stable Some(CompareOp test) => AnyRow(aggregate, row, value => Stable.Always(Numbers.Holds(Numbers.OrderTo(value, bound), test)));
        Stable None(CompareOp test) => Some(test).Not();
        Stable Known() => AnyRow(aggregate, row, static _ => Stable.Always(true));
        return (op, isMax) switch
        {
            (CompareOp.GreaterOrEqual or CompareOp.Greater, true) or (CompareOp.LessOrEqual or CompareOp.Less, false) => Some(op),
            (CompareOp.Less, true) => Known().And(None(CompareOp.GreaterOrEqual)),
            (CompareOp.LessOrEqual, true) => Known().And(None(CompareOp.Greater)),
            (CompareOp.Greater, false) => Known().And(None(CompareOp.LessOrEqual)),
            (CompareOp.GreaterOrEqual, false) => Known().And(None(CompareOp.Less)),
            (CompareOp.Equal, true) => Some(CompareOp.GreaterOrEqual).And(None(CompareOp.Greater)),
            (CompareOp.Equal, false) => Some(CompareOp.LessOrEqual).And(None(CompareOp.Less)),
            _ => throw new InvalidOperationException($"Unknown operator {op}."),
        };
    }

    /// <summary>The first or last instant in a range: some row is on the right side of one end, and none is beyond the other.</summary>
    private Stable ExtremeIn(BoundAggregate aggregate, InstantRange range, DataRow row)
    {
        Stable AtOrAfterFirst(DataValue value) =>
            range.Lower is null ? Stable.Always(true) : BoundCrossing.Reaches(range.Lower, value.Instant + 1, asOf).Not();
        Stable AtOrBeforeLast(DataValue value) =>
            range.Upper is null ? Stable.Always(true) : BoundCrossing.Reaches(range.Upper, value.Instant, asOf);
        return aggregate.Function == AggregateFunction.Max
            ? AnyRow(aggregate, row, AtOrAfterFirst).And(AnyRow(aggregate, row, value => AtOrBeforeLast(value).Not()).Not())
            : AnyRow(aggregate, row, AtOrBeforeLast).And(AnyRow(aggregate, row, value => AtOrAfterFirst(value).Not()).Not());
    }

    /// <summary>Whether some row counts whose value is known and passes the test.</summary>
    private Stable AnyRow(BoundAggregate aggregate, DataRow row, Func<DataValue, Stable> test)
    {
        Stable result = Stable.Always(false);
        foreach ((DataRow candidate, Stable counts) in Candidates(aggregate.Source, aggregate.Where, aggregate.Window, row))
        {
            StableValue of = Value(aggregate.Of!, candidate);
            Stable passes = (of.Value.IsKnown ? test(of.Value) : Stable.Always(false)).Within(of.Period);
            result = result.Or(counts.And(passes));
        }

        return result.Within(SourcePeriod(aggregate.Source, row));
    }

    /// <summary>What one row adds to a total, while it counts.</summary>
    private readonly record struct Share(Stable Counts, Int128 Units);
}
