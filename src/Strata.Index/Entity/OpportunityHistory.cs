using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Entity;

/// <summary>
/// An opportunity is open, neither won nor lost, before its <c>closed_at</c>, and at each instant has the stage that its stage history
/// gives; the stage of one that is closed later and has no such history is not known (catalog.md).
/// </summary>
internal static class OpportunityHistory
{
    /// <summary>The field that says whether an opportunity is closed, now.</summary>
    public const string IsClosed = "is_closed";

    public static bool Applies(RowType row, string field) =>
        row.Kind == RowKind.Collection
        && string.Equals(row.Name, "opportunities", StringComparison.Ordinal)
        && field is IsClosed or "is_won" or "loss_reason" or "stage"
        && row.Find("closed_at") is { Type: FieldType.Date };

    /// <summary>For a field that is another before the opportunity is closed than after: the field that says when that is. Null for every other.</summary>
    public static BoundField? ClosedAt(BoundField field) => Applies(field.Row, field.Field.Name)
        ? new BoundField(field.Row, field.Row.Find("closed_at")!, field.Owner)
        : null;

    public static StableValue AsOf(StateRow row, FieldDefinition field, StableValue observed, long asOf)
    {
        (DataValue closedAt, Period period) = row.Observed("closed_at", asOf);
        if (!closedAt.IsKnown)
        {
            return observed.Within(period);
        }

        Stable open = Stable.From(closedAt.Instant, asOf).Within(period).Not();
        if (string.Equals(field.Name, "stage", StringComparison.Ordinal))
        {
            open = open.And(StageIsOfTheEnd(row, asOf));
        }

        return open.Value
            ? new StableValue(field.Type == FieldType.Boolean ? DataValue.OfBoolean(false) : DataValue.Missing, open.Period)
            : observed.Within(open.Period);
    }

    /// <summary>The one stage on record is that of a closed opportunity: what it was before, nobody recorded.</summary>
    private static Stable StageIsOfTheEnd(StateRow row, long asOf)
    {
        if (row.Field("stage") is { Observations.Count: > 0 })
        {
            return Stable.Always(false);
        }

        (DataValue isClosed, Period period) = row.Observed(IsClosed, asOf);
        return new Stable(isClosed.IsKnown && isClosed.Boolean, period);
    }
}
