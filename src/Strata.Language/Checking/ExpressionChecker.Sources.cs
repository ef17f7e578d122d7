using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Language.Checking;

internal sealed partial class ExpressionChecker
{
    private BoundExpr? CheckQuantified(QuantifiedExpr quantified, Scope scope)
    {
        BoundSource? source = CheckSource(quantified.Source, scope);
        if (source is null)
        {
            return null;
        }

        int before = _errors.Count;
        InstantRange? window = CheckWindowOf(source, quantified.Window, quantified);
        BoundExpr? where = quantified.Where is null ? null : Check(quantified.Where, new Scope(source.Row));
        var steps = quantified.Steps.Select(step => CheckStep(step, source, scope)).ToList();
        if (steps.Count > 0 && !source.IsEvent)
        {
            Error<BoundExpr>("type", quantified.Source, $"'{quantified.Source.Name}' are not events, so nothing comes after them.", "A sequence goes from event to event.");
        }

        return _errors.Count > before
            ? null
            : new BoundQuantified(quantified.Quantifier == Quantifier.Every, source, where, steps.OfType<BoundStep>().ToEquatableList(), window);
    }

    private BoundStep? CheckStep(SequenceStep step, BoundSource first, Scope scope)
    {
        BoundSource? source = CheckSource(step.Source, scope);
        if (source is null)
        {
            return null;
        }

        if (!source.IsEvent || source.Relation != first.Relation)
        {
            string message = source.IsEvent ? "Every step of a sequence is done by the same entity." : $"'{step.Source.Name}' are not events.";
            return Error<BoundStep>("type", step.Source, message, "A sequence goes from event to event of one account or contact.");
        }

        if (!step.Within.IsFixed)
        {
            return Error<BoundStep>("type", step.Within, "`within` takes a fixed length.", "Write minutes, hours, days or weeks: 4 weeks instead of 1 month.");
        }

        BoundExpr? where = step.Where is null ? null : Check(step.Where, new Scope(source.Row));
        return step.Where is not null && where is null
            ? null
            : new BoundStep(step.Absent, source, where, Calendar.FixedLength(step.Within));
    }

    private BoundSource? CheckSource(SourceRef written, Scope scope)
    {
        if (scope.Entity is null)
        {
            return Error<BoundSource>("name", written, $"{Capital(scope.Text)} has no rows of its own.", "Ask at the level of the account or the contact.");
        }

        if (written.ThroughAccount && scope.IsAccount)
        {
            return Error<BoundSource>("name", written, "`account.` is for contact segments.", $"In a segment of accounts write '{written.Name}' alone.");
        }

        if (Catalog.FindEvent(written.Name) is { } events)
        {
            SourceRelation relation = scope.IsAccount ? SourceRelation.OfAccount
                : written.ThroughAccount ? SourceRelation.OfAccountOfContact : SourceRelation.OfContact;
            return new BoundSource(events, relation);
        }

        if (Catalog.FindCollection(written.Name) is { } collection)
        {
            return scope.IsContact && !written.ThroughAccount
                ? Error<BoundSource>("name", written, $"'{written.Name}' belongs to the account, not to the contact.", $"Write 'account.{written.Name}'.")
                : new BoundSource(collection, scope.IsAccount ? SourceRelation.OfAccount : SourceRelation.OfAccountOfContact);
        }

        bool isField = FieldOf(scope.Row, written.Name) is not null;
        IEnumerable<string> names = Catalog.Collections.Keys.Append("contacts").Concat(Catalog.Events.Keys);
        return Error<BoundSource>(
            "name",
            written,
            isField ? $"'{written.Name}' is a field, not a collection or an event." : $"There is no collection or event '{written.Name}'.",
            isField ? $"Compare it directly, without any( ) or an aggregate." : Suggestions.DidYouMean(written.Name, names, "`strata catalog` lists the collections and events."));
    }

    /// <summary>The window of an event, ever where none was written; null for the rows of a collection, which take none.</summary>
    private InstantRange? CheckWindowOf(BoundSource source, Window? written, Node at)
    {
        if (source.IsEvent)
        {
            return written is null ? InstantRange.Ever : CheckWindow(written);
        }

        if (written is not null)
        {
            string date = source.Row.StartField ?? source.Row.Fields.FirstOrDefault(field => field.Type == FieldType.Date)?.Name ?? "…";
            Error<InstantRange>("type", written.Span.Length > 0 ? written : at, "Only events have a window.", $"Filter the rows by a date of theirs: `where {date} in last 6 months`.");
        }

        return null;
    }

    private BoundValue? CheckAggregate(AggregateValue aggregate, Scope scope)
    {
        BoundSource? source = CheckSource(aggregate.Source, scope);
        if (source is null)
        {
            return null;
        }

        int before = _errors.Count;
        InstantRange? window = CheckWindowOf(source, aggregate.Window, aggregate);
        if (scope.TrendWindow is not null)
        {
            if (aggregate.Window is not null)
            {
                Error<InstantRange>("type", aggregate.Window, "The trend gives the window.", "Take the window inside the trend out.");
            }

            window = source.IsEvent ? scope.TrendWindow : null;
        }

        BoundExpr? where = aggregate.Where is null ? null : Check(aggregate.Where, new Scope(source.Row));
        (AggregateFunction Function, BoundValue? Of, ValueKind Kind)? what = CheckAggregated(aggregate, source);
        return what is null || _errors.Count > before
            ? null
            : new BoundAggregate(what.Value.Function, source, what.Value.Of, where, window, what.Value.Kind);
    }

    /// <summary>What is aggregated, and the kind of the result. <c>first</c> and <c>last</c> become the least and greatest instant.</summary>
    private (AggregateFunction Function, BoundValue? Of, ValueKind Kind)? CheckAggregated(AggregateValue aggregate, BoundSource source)
    {
        string name = aggregate.Function.ToString().ToLowerInvariant();
        string written = aggregate.Source.Name;
        if (aggregate.Property is null)
        {
            switch (aggregate.Function)
            {
                case AggregateFunction.Count:
                    return (AggregateFunction.Count, null, ValueKind.Count);
                case AggregateFunction.First or AggregateFunction.Last when source.IsEvent:
                    return (Extreme(aggregate.Function), new BoundEventInstant(), ValueKind.Instant);
                default:
                    return NoAggregate(aggregate, $"`{name}` needs to know of what.", $"Write {name}({written}.PROPERTY); `strata catalog {written}` lists them.");
            }
        }

        if (aggregate is { Function: AggregateFunction.Distinct, Property: "contact" } && source.IsEvent && source.Row.Find("contact") is null)
        {
            return (AggregateFunction.Distinct, new BoundEventContact(), ValueKind.Count);
        }

        var path = new PathValue([aggregate.Property]) { Span = aggregate.Span };
        if (CheckPath(path, new Scope(source.Row), textHint: false) is not { } of)
        {
            return null;
        }

        of = of with { Origin = new Origin(path) };
        return (aggregate.Function, of.Kind) switch
        {
            (AggregateFunction.Sum, ValueKind.Exact or ValueKind.Count) => (AggregateFunction.Sum, of, ValueKind.Exact),
            (AggregateFunction.Avg, ValueKind.Exact or ValueKind.Count) => (AggregateFunction.Avg, of, ValueKind.Double),
            (AggregateFunction.Min or AggregateFunction.Max, ValueKind.Exact or ValueKind.Count or ValueKind.Double or ValueKind.Instant) => (aggregate.Function, of, of.Kind),
            (AggregateFunction.First or AggregateFunction.Last, ValueKind.Instant) => (Extreme(aggregate.Function), of, ValueKind.Instant),
            (AggregateFunction.Distinct, not ValueKind.Set) => (AggregateFunction.Distinct, of, ValueKind.Count),
            (AggregateFunction.Count, _) => NoAggregate(aggregate, "`count` counts rows, not values.", $"Write count({written}) or distinct({written}.{aggregate.Property})."),
            _ => NoAggregate(aggregate, $"`{name}` cannot be taken of {Describe(of)}.", NeedOf(aggregate.Function)),
        };
    }

    private static AggregateFunction Extreme(AggregateFunction function) =>
        function == AggregateFunction.First ? AggregateFunction.Min : AggregateFunction.Max;

    private static string NeedOf(AggregateFunction function) => function switch
    {
        AggregateFunction.Sum or AggregateFunction.Avg => "It takes an exact number or money.",
        AggregateFunction.Min or AggregateFunction.Max => "It takes a number, money or a date.",
        AggregateFunction.Distinct => "It takes a text, a category, a number, a date, or true or false.",
        _ => "It takes events alone, or a date.",
    };

    private (AggregateFunction Function, BoundValue? Of, ValueKind Kind)? NoAggregate(AggregateValue at, string message, string fix)
    {
        Error<BoundValue>("type", at, message, fix);
        return null;
    }
}
