using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;

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
            RowsVisited++;
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
            RowsVisited++;
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
