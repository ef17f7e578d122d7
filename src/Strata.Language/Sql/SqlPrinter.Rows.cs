using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Language.Sql;

public sealed partial class SqlPrinter
{
    private static readonly HashSet<AggregateFunction> ZeroOverNothing = [AggregateFunction.Count, AggregateFunction.Sum, AggregateFunction.Distinct];

    private string Quantified(BoundQuantified quantified, Frame frame, bool negated)
    {
        if (quantified is { Every: true, Where: null, Steps.Count: 0 })
        {
            return negated ? "FALSE" : "TRUE";
        }

        // every(x where P) is: no row of x that fails P.
        Frame row = NewFrame(quantified.Source.Row);
        string chain = Chain(quantified, row, negated: quantified.Every);
        string rows = Rows(quantified.Source, quantified.Window, row);
        string matching = $"SELECT {LinkOf(quantified.Source, row)} FROM {From(row)} WHERE {rows} AND {chain}";
        return Leaf($"{EntityRef(quantified.Source, frame)} IN ({matching})", negated != quantified.Every);
    }

    /// <summary>The row satisfies the condition and starts a chain of the steps (or, negated, does not).</summary>
    private string Chain(BoundQuantified quantified, Frame row, bool negated)
    {
        string where = quantified.Where is null ? (negated ? "FALSE" : "TRUE") : Predicate(quantified.Where, row, negated);
        if (quantified.Steps.Count == 0)
        {
            return where;
        }

        string steps = Steps(quantified.Steps, 0, row, row.Column("ts"));
        return negated ? $"({where} OR ({steps}) IS NOT TRUE)" : $"({where} AND {steps})";
    }

    private string Steps(IReadOnlyList<BoundStep> steps, int at, Frame first, string instant)
    {
        if (at == steps.Count)
        {
            return "TRUE";
        }

        BoundStep step = steps[at];
        Frame row = NewFrame(step.Source.Row);
        string link = $"{LinkOf(step.Source, row)} = {LinkOf(step.Source, first)}";
        string until = _dialect.AddMicroseconds(instant, Parameter(new IntegerParameter(step.WithinMicroseconds)));
        string after = $"{row.Column("ts")} > {instant} AND {row.Column("ts")} <= {until} AND {row.Column("ts")} <= {AsOfInstant}";
        string where = step.Where is null ? "TRUE" : Predicate(step.Where, row);
        if (step.Absent)
        {
            string known = $"{instant} <= {Instant(Math.Max(_asOf.Instant - step.WithinMicroseconds, Microseconds.Min))}";
            string rest = Steps(steps, at + 1, first, instant);
            return $"({known} AND NOT EXISTS (SELECT 1 FROM {From(row)} WHERE {link} AND {after} AND {where}) AND {rest})";
        }

        string onward = Steps(steps, at + 1, first, row.Column("ts"));
        return $"EXISTS (SELECT 1 FROM {From(row)} WHERE {link} AND {after} AND {where} AND {onward})";
    }

    /// <summary>The rows of a source that exist at T and lie in the window.</summary>
    private string Rows(BoundSource source, InstantRange? window, Frame row)
    {
        string linked = $"{LinkOf(source, row)} IS NOT NULL";
        if (source.IsEvent)
        {
            (long first, long last) = (window ?? InstantRange.Ever).ResolveForEvents(_asOf);
            return $"{linked} AND {Between(row.Column("ts"), first, last)}";
        }

        if (source.Row.StartField is not { } start)
        {
            return linked;
        }

        Reads(source.Row, start);
        return $"{linked} AND ({row.Column(start)} <= {AsOfInstant} OR {row.Column(start)} IS NULL)";
    }

    /// <summary>The column of a row that links it to whom it belongs to.</summary>
    private string LinkOf(BoundSource source, Frame row) => source.Relation == SourceRelation.OfContact
        ? row.Column(TableNames.ContactRef)
        : Ref(row, TableNames.AccountRef);

    /// <summary>The column of the entity that its rows link to.</summary>
    private string EntityRef(BoundSource source, Frame entity) => source.Relation == SourceRelation.OfAccountOfContact
        ? Ref(entity, TableNames.AccountRef)
        : entity.Column("ref");

    private static bool IsZeroOverNothing(BoundAggregate aggregate) => ZeroOverNothing.Contains(aggregate.Function);

    /// <summary>
    /// A test of an aggregate as membership in the groups that pass it, which engines turn into one pass over the rows. Where nothing at
    /// all passes the test too, the groups that fail it are taken away instead.
    /// </summary>
    private string Having(BoundAggregate aggregate, Func<string, string> test, bool heldByNothing, Frame frame, bool negated)
    {
        Frame row = NewFrame(aggregate.Source.Row);
        string value = Function(aggregate, row);
        string having = test(value);
        string rows = RowsOf(aggregate, row);
        string link = LinkOf(aggregate.Source, row);
        string condition = heldByNothing ? $"({having}) IS NOT TRUE" : having;
        string groups = $"SELECT {link} FROM {From(row)} WHERE {rows} GROUP BY {link} HAVING {condition}";
        return Leaf($"{EntityRef(aggregate.Source, frame)} IN ({groups})", negated != heldByNothing);
    }

    /// <summary>The aggregate of one entity, as a value.</summary>
    private string Aggregate(BoundAggregate aggregate, Frame frame)
    {
        Frame row = NewFrame(aggregate.Source.Row);
        string value = Function(aggregate, row);
        string rows = RowsOf(aggregate, row);
        string link = $"{LinkOf(aggregate.Source, row)} = {EntityRef(aggregate.Source, frame)}";
        string query = $"(SELECT {value} FROM {From(row)} WHERE {link} AND {rows})";
        return IsZeroOverNothing(aggregate) ? $"coalesce({query}, 0)" : query;
    }

    private string RowsOf(BoundAggregate aggregate, Frame row)
    {
        string where = aggregate.Where is null ? "" : $" AND {Predicate(aggregate.Where, row)}";
        return Rows(aggregate.Source, aggregate.Window, row) + where;
    }

    private string Function(BoundAggregate aggregate, Frame row)
    {
        if (aggregate.Of is not { } of)
        {
            return "count(*)";
        }

        string value = aggregate.Function is AggregateFunction.Sum or AggregateFunction.Avg ? Units(of, row) : Value(of, row);
        return aggregate.Function switch
        {
            AggregateFunction.Sum => $"coalesce(sum({value}), 0)",
            AggregateFunction.Avg => $"({_dialect.ToDouble($"sum({value})")} / count({value}) / 10000.0::DOUBLE)",
            AggregateFunction.Min => $"min({value})",
            AggregateFunction.Max => $"max({value})",
            AggregateFunction.Distinct => $"count(DISTINCT {value})",
            _ => throw new InvalidOperationException($"Aggregate {aggregate.Function} is not bound."),
        };
    }
}
