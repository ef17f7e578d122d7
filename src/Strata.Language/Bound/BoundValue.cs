using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Language.Bound;

/// <summary>What a value is, for engines.</summary>
public enum ValueKind
{
    /// <summary>Text or category: its folded text.</summary>
    Text,

    /// <summary>A set of folded categories.</summary>
    Set,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An instant in microseconds.</summary>
    Instant,

    /// <summary>An exact number in units of 1/10,000. A sum may need 128 bits.</summary>
    Exact,

    /// <summary>A whole number (a count), not scaled.</summary>
    Count,

    /// <summary>An IEEE double.</summary>
    Double,
}

/// <summary>A checked value: known or missing.</summary>
/// <param name="Kind">What it is.</param>
public abstract record BoundValue(ValueKind Kind)
{
    /// <summary>What was written, for explanations.</summary>
    public Origin Origin { get; init; }

    /// <summary>True for numbers that compare exactly.</summary>
    public bool IsExactNumber => Kind is ValueKind.Exact or ValueKind.Count;

    /// <summary>True for numbers of any kind.</summary>
    public bool IsNumeric => IsExactNumber || Kind == ValueKind.Double;
}

/// <summary>Whose field is read, seen from the row that the expression stands in.</summary>
public enum FieldOwner
{
    /// <summary>The row itself.</summary>
    Self,

    /// <summary>The account of the contact. Missing where the contact has none.</summary>
    Account,

    /// <summary>The contact of the event. Missing where the event has none.</summary>
    Contact,
}

/// <summary>A field of a row, as of T.</summary>
/// <param name="Row">The row type that has the field (that of the account or contact where the owner is one).</param>
/// <param name="Field">The field.</param>
/// <param name="Owner">Whose.</param>
public sealed record BoundField(RowType Row, FieldDefinition Field, FieldOwner Owner) : BoundValue(KindOf(Field.Type))
{
    /// <summary>The kind of value a field of this type has.</summary>
    public static ValueKind KindOf(FieldType type) => type switch
    {
        FieldType.Text or FieldType.Category => ValueKind.Text,
        FieldType.Set => ValueKind.Set,
        FieldType.Boolean => ValueKind.Boolean,
        FieldType.Date => ValueKind.Instant,
        FieldType.Number or FieldType.Money => ValueKind.Exact,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown field type."),
    };
}

/// <summary>A number as written. Beside an exact number it counts as <see cref="Units"/>, beside a double as <see cref="Double"/>.</summary>
/// <param name="Value">The exact value written; below 9.2 × 10^14 in magnitude.</param>
public sealed record BoundNumber(decimal Value) : BoundValue(ValueKind.Exact)
{
    /// <summary>The value in units of 1/10,000, rounded half to even.</summary>
    public long Units => FixedDecimal.TryFromDecimal(Value, out long units, out _)
        ? units
        : throw new InvalidOperationException($"The checker let {Value} pass, which does not fit.");

    /// <summary>The double nearest to the value as written.</summary>
    public double Double => double.Parse(
        Value.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Arithmetic on doubles; missing where an operand is, where it divides by zero, or where the result is not finite.</summary>
public sealed record BoundArithmetic(ArithmeticOp Op, BoundValue Left, BoundValue Right) : BoundValue(ValueKind.Double);

/// <summary>
/// An aggregate over the rows of a source in the window that satisfy the condition. <c>first</c> and <c>last</c> are bound as
/// <see cref="AggregateFunction.Min"/> and <see cref="AggregateFunction.Max"/> of the instant.
/// </summary>
/// <param name="Function">count, sum, avg, min, max or distinct.</param>
/// <param name="Source">The rows.</param>
/// <param name="Of">What is aggregated, in the scope of the row; null for <c>count</c>.</param>
/// <param name="Where">Which rows; null for all.</param>
/// <param name="Window">For events the window, ever where none was written; null for a collection.</param>
/// <param name="Kind">Count, Exact, Double (avg) or Instant.</param>
public sealed record BoundAggregate(
    AggregateFunction Function, BoundSource Source, BoundValue? Of, BoundExpr? Where, InstantRange? Window, ValueKind Kind)
    : BoundValue(Kind);

/// <summary>The instant of an event row, in the scope of that row.</summary>
public sealed record BoundEventInstant() : BoundValue(ValueKind.Instant);

/// <summary>The identity of the contact who did an event, in the scope of that row; missing where nobody is identified. Only for <c>distinct</c>.</summary>
public sealed record BoundEventContact() : BoundValue(ValueKind.Text);

/// <summary>The value that a segmentation gives: the first segment that matches, or other; missing outside the universe.</summary>
/// <param name="Segmentation">The segmentation, of the entity that <paramref name="Owner"/> names.</param>
/// <param name="Owner">Whose value: the entity itself, or (from a contact) its account, or (from an event) its contact.</param>
public sealed record BoundSegmentation(SegmentationPlan Segmentation, FieldOwner Owner) : BoundValue(ValueKind.Text);

/// <summary>A trait of the account read from a contact (<c>account.pricing_visits</c>), or of the contact read from an event; elsewhere a trait is its value in place.</summary>
/// <param name="Value">The value, in the scope of the owner.</param>
/// <param name="Owner">Account or Contact.</param>
public sealed record BoundOwnerValue(BoundValue Value, FieldOwner Owner) : BoundValue(Value.Kind);
