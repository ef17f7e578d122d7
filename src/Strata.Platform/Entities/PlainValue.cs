using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Platform.Entities;

/// <summary>Values as JSON has them: texts as written, numbers, truth values, instants as ISO 8601 in UTC, sets as lists.</summary>
public static class PlainValue
{
    /// <summary>The value; null where it is missing.</summary>
    public static object? Of(DataValue value) => !value.IsKnown ? null : value.Kind switch
    {
        ValueKind.Text => value.Written,
        ValueKind.Set => value.WrittenSet,
        ValueKind.Boolean => value.Boolean,
        ValueKind.Instant => Microseconds.ToText(value.Instant),
        ValueKind.Count => (long)value.Number,
        ValueKind.Exact => (decimal)value.Number / FixedDecimal.UnitsPerOne,
        ValueKind.Double => value.Double,
        _ => throw new InvalidOperationException($"Unknown kind {value.Kind}."),
    };

    /// <summary>The value of a cell of <see cref="Warehouse.Query.MemberRow"/>.</summary>
    public static object? OfCell(object? cell) => cell is NodaTime.Instant instant ? Microseconds.ToText(Microseconds.FromInstant(instant)) : cell;
}
