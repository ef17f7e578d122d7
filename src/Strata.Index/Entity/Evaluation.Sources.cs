using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Index.Entity;

internal sealed partial class Evaluation
{
    /// <summary>The rows that satisfy the condition and start a chain at T.</summary>
    public IReadOnlyList<DataRow> Matching(
        BoundSource source, BoundExpr? where, IReadOnlyList<BoundStep> steps, InstantRange? window, DataRow row) =>
        [.. Candidates(source, where, window, row)
            .Where(candidate => candidate.Counts.Value && StartsChain(candidate.Row, steps, row).Value)
            .Select(candidate => candidate.Row)];

    private Stable Quantified(BoundQuantified quantified, DataRow row)
    {
        bool every = quantified.Every;
        Stable result = Stable.Always(every);
        foreach (DataRow candidate in RowsOf(quantified.Source, row))
        {
            Stable present = IsPresent(quantified.Source, candidate, quantified.Window, row);
            Stable satisfied = present.SettlesAnd || quantified.Where is null ? Stable.Always(true) : Truth(quantified.Where, candidate);
            if (!present.SettlesAnd && !satisfied.SettlesAnd)
            {
                satisfied = satisfied.And(StartsChain(candidate, quantified.Steps, row));
            }

            result = every ? result.And(present.Not().Or(satisfied)) : result.Or(present.And(satisfied));
            if (every ? result.SettlesAnd : result.SettlesOr)
            {
                break;
            }
        }

        return result.Within(SourcePeriod(quantified.Source, row));
    }

    /// <summary>The rows of a source with whether each counts: it is there, in the window, and satisfies the condition.</summary>
    private IEnumerable<(DataRow Row, Stable Counts)> Candidates(BoundSource source, BoundExpr? where, InstantRange? window, DataRow row)
    {
        foreach (DataRow candidate in RowsOf(source, row))
        {
            Stable counts = IsPresent(source, candidate, window, row);
            if (where is not null && !counts.SettlesAnd)
            {
                counts = counts.And(Truth(where, candidate));
            }

            if (!counts.SettlesAnd)
            {
                yield return (candidate, counts);
            }
        }
    }

    /// <summary>
    /// A count against a number. "At least k" holds until so many of the rows that count have gone that fewer than k are left, and
    /// fails until as many have come as are missing, whatever else comes and goes.
    /// </summary>
    private Stable CountCompare(BoundAggregate count, CompareOp op, BoundNumber bound, DataRow row)
    {
        List<Stable> rows = [.. Candidates(count.Source, count.Where, count.Window, row).Select(candidate => candidate.Counts)];
        long floor = (long)Math.Floor((decimal)bound.Units / FixedDecimal.UnitsPerOne);
        bool isWhole = bound.Units % FixedDecimal.UnitsPerOne == 0;
        long ceiling = isWhole ? floor : floor + 1;
        Stable result = op switch
        {
            CompareOp.GreaterOrEqual => AtLeast(rows, ceiling),
            CompareOp.Greater => AtLeast(rows, floor + 1),
            CompareOp.Less => AtLeast(rows, ceiling).Not(),
            CompareOp.LessOrEqual => AtLeast(rows, floor + 1).Not(),
            CompareOp.Equal => isWhole ? AtLeast(rows, floor).And(AtLeast(rows, floor + 1).Not()) : Stable.Always(false),
            _ => throw new InvalidOperationException($"Unknown operator {op}."),
        };
        return result.Within(SourcePeriod(count.Source, row));
    }

    private static Stable AtLeast(List<Stable> rows, long needed)
    {
        if (needed <= 0)
        {
            return Stable.Always(true);
        }

        int counting = rows.Count(row => row.Value);
        bool enough = counting >= needed;
        List<Period> changes = [.. rows.Where(row => row.Value == enough).Select(row => row.Period)];
        long changing = enough ? counting - needed + 1 : needed - counting;
        if (changes.Count < changing)
        {
            return Stable.Always(enough);
        }

        long[] ends = [.. changes.Select(period => period.Until).Order()];
        long[] starts = [.. changes.Select(period => period.Since).OrderDescending()];
        return new Stable(enough, new Period(starts[changing - 1], ends[changing - 1]));
    }

    private IEnumerable<DataRow> RowsOf(BoundSource source, DataRow row)
    {
        var scope = (StateRow)row;
        long? account = source.Relation switch
        {
            SourceRelation.OfAccount => scope.Reference,
            SourceRelation.OfAccountOfContact => scope.Account.At(_now).Value,
            SourceRelation.OfContact => null,
            _ => throw new InvalidOperationException($"Unknown relation {source.Relation}."),
        };
        if (source.Relation == SourceRelation.OfContact)
        {
            return data.EventsOfContact(scope.Reference, source.Row);
        }

        if (account is null)
        {
            return [];
        }

        return source.IsEvent ? data.EventsOfAccount(account.Value, source.Row) : data.RowsOfAccount(account.Value, source.Row);
    }

    /// <summary>How long the rows of a source are those of the same account.</summary>
    private Period SourcePeriod(BoundSource source, DataRow row) =>
        source.Relation == SourceRelation.OfAccountOfContact ? ((StateRow)row).Account.At(_now).Period : Period.Always;

    /// <summary>Whether a row is there at T: an event in the window that has happened; a row that has begun and is the account's.</summary>
    private Stable IsPresent(BoundSource source, DataRow candidate, InstantRange? window, DataRow row)
    {
        if (candidate is EventRow happened)
        {
            Stable exists = Stable.From(happened.Instant, _now);
            return window is null ? exists : exists.And(BoundCrossing.Contains(window, happened.Instant, asOf));
        }

        var state = (StateRow)candidate;
        long account = source.Relation == SourceRelation.OfAccount ? ((StateRow)row).Reference : ((StateRow)row).Account.At(_now).Value!.Value;
        (long? belongsTo, Period period) = state.Account.At(_now);
        var belongs = new Stable(belongsTo == account, period);
        return belongs.And(HasBegun(state));
    }

    private Stable HasBegun(StateRow row)
    {
        if (row.Type.StartField is not { } startField)
        {
            return Stable.Always(true);
        }

        (DataValue start, Period period) = row.Observed(startField, _now);
        return start.IsKnown ? Stable.From(start.Instant, _now).Within(period) : new Stable(true, period);
    }

    private Stable StartsChain(DataRow first, IReadOnlyList<BoundStep> steps, DataRow row) =>
        steps.Count == 0 ? Stable.Always(true) : new Chain(this, steps, row).Continues(0, ((EventRow)first).Instant);
}
