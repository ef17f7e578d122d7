using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Entity;

internal sealed partial class Evaluation
{
    /// <summary>The value of an expression that stands in a row.</summary>
    public StableValue Value(BoundValue value, DataRow row) => value switch
    {
        BoundField field => Field(field, row),
        BoundNumber number => StableValue.Always(DataValue.OfUnits(number.Units)),
        BoundArithmetic arithmetic => Arithmetic(arithmetic, row),
        BoundAggregate aggregate => Aggregate(aggregate, row),
        BoundEventInstant => StableValue.Always(DataValue.OfInstant(((EventRow)row).Instant)),
        BoundEventContact => StableValue.Always(EventContact((EventRow)row)),
        BoundSegmentation segmentation => Segmentation(segmentation, row),
        BoundOwnerValue owned => OwnerValue(owned, row),
        _ => throw new InvalidOperationException($"Unknown value {value.GetType().Name}."),
    };

    /// <summary>Whose value is read from a row, and for how long it is theirs; null where there is nobody.</summary>
    private (DataRow? Row, Period Period) Owner(DataRow row, FieldOwner owner)
    {
        switch (owner)
        {
            case FieldOwner.Self:
                return (row, Period.Always);
            case FieldOwner.Account:
                (long? account, Period period) = ((StateRow)row).Account.At(_now);
                return (account is null ? null : data.Account(account.Value), period);
            case FieldOwner.Contact:
                long? contact = ((EventRow)row).Contact;
                return (contact is null ? null : data.Contact(contact.Value), Period.Always);
            default:
                throw new InvalidOperationException($"Unknown owner {owner}.");
        }
    }

    private StableValue Field(BoundField field, DataRow row)
    {
        (DataRow? owner, Period period) = Owner(row, field.Owner);
        return owner is null ? new(DataValue.Missing, period) : FieldOf(owner, field.Field).Within(period);
    }

    private StableValue FieldOf(DataRow row, FieldDefinition field)
    {
        (DataValue value, Period period) = row.Observed(field.Name, _now);
        var read = new StableValue(value, period);
        return OpportunityHistory.Applies(row.Type, field.Name) ? OpportunityHistory.AsOf((StateRow)row, field, read, _now) : read;
    }

    private static DataValue EventContact(EventRow row) => row.Contact is { } contact ? DataValue.OfCount(contact) : DataValue.Missing;

    private StableValue Arithmetic(BoundArithmetic arithmetic, DataRow row)
    {
        StableValue left = Value(arithmetic.Left, row), right = Value(arithmetic.Right, row);
        Stable known = new Stable(left.Value.IsKnown, left.Period).And(new Stable(right.Value.IsKnown, right.Period));
        if (!known.Value)
        {
            return new(DataValue.Missing, known.Period);
        }

        double result = Numbers.Apply(
            arithmetic.Op, Numbers.Double(arithmetic.Left, left.Value), Numbers.Double(arithmetic.Right, right.Value));
        return new(DataValue.OfDouble(result), known.Period);
    }

    private StableValue OwnerValue(BoundOwnerValue owned, DataRow row)
    {
        (DataRow? owner, Period period) = Owner(row, owned.Owner);
        return owner is null ? new(DataValue.Missing, period) : Value(owned.Value, owner).Within(period);
    }

    private StableValue Segmentation(BoundSegmentation value, DataRow row)
    {
        (DataRow? owner, Period period) = Owner(row, value.Owner);
        if (owner is null)
        {
            return new(DataValue.Missing, period);
        }

        SegmentationPlan plan = value.Segmentation;
        if (plan.Universe is not null)
        {
            Stable inside = Truth(plan.Universe, owner);
            period = period.Intersect(inside.Period);
            if (!inside.Value)
            {
                return new(DataValue.Missing, period);
            }
        }

        foreach (SegmentationPart part in plan.Parts)
        {
            Stable matches = Truth(part.Where, owner);
            period = period.Intersect(matches.Period);
            if (matches.Value)
            {
                return new(Category(part.Value), period);
            }
        }

        return new(Category(plan.Other), period);
    }

    private static DataValue Category(string name) => DataValue.OfText(name, Language.Values.TextFolding.Fold(name));

    private StableValue Aggregate(BoundAggregate aggregate, DataRow row)
    {
        var total = new AggregateTotal(aggregate.Function);
        Period period = Period.Always;
        foreach ((DataRow candidate, Stable counts) in Candidates(aggregate.Source, aggregate.Where, aggregate.Window, row))
        {
            period = period.Intersect(counts.Period);
            if (!counts.Value)
            {
                continue;
            }

            if (aggregate.Of is null)
            {
                total.AddRow();
                continue;
            }

            StableValue of = Value(aggregate.Of, candidate);
            period = period.Intersect(of.Period);
            total.Add(of.Value);
        }

        return new(total.Result(), period.Intersect(SourcePeriod(aggregate.Source, row)));
    }
}
