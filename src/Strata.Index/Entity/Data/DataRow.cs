using Strata.Language.Catalog;

namespace Strata.Index.Entity.Data;

/// <summary>One row that an expression may stand in: an entity, a row of a collection, or an event.</summary>
/// <param name="type">Its shape.</param>
/// <param name="id">The user's key of an entity or event, the natural key of a row of a collection.</param>
public abstract class DataRow(RowType type, string id)
{
    /// <summary>Its shape.</summary>
    public RowType Type { get; } = type;

    /// <summary>The user's key of an entity or event; the natural key of a row of a collection.</summary>
    public string Id { get; } = id;

    /// <summary>A field as of an instant, as it was observed, and the period in which that observation holds.</summary>
    internal abstract (DataValue Value, Period Period) Observed(string field, long instant);
}

/// <summary>An account, a contact, or a row of a collection: something that has a state, which changes.</summary>
public sealed class StateRow : DataRow
{
    private static readonly History<long?> NoAccount = new((long?)null);
    private readonly IReadOnlyDictionary<string, History<DataValue>> _fields;

    /// <summary>Creates the row.</summary>
    /// <param name="type">Its shape.</param>
    /// <param name="reference">The dense number of the row within its type.</param>
    /// <param name="id">The user's key, or the natural key of a row of a collection.</param>
    /// <param name="fields">What is known of its fields, by name; a field that is not here is missing. The row keeps it.</param>
    /// <param name="account">The account that a contact or a row of a collection belongs to; null for an account.</param>
    public StateRow(
        RowType type, long reference, string id, IReadOnlyDictionary<string, History<DataValue>> fields, History<long?>? account = null)
        : base(type, id)
    {
        Reference = reference;
        Account = account ?? NoAccount;
        _fields = fields;
    }

    /// <summary>The dense number of the row within its type.</summary>
    public long Reference { get; }

    /// <summary>The account that a contact or a row of a collection belongs to, over time.</summary>
    public History<long?> Account { get; }

    /// <summary>What is known of a field, or null where nothing is.</summary>
    public History<DataValue>? Field(string name) => _fields.GetValueOrDefault(name);

    internal override (DataValue Value, Period Period) Observed(string field, long instant) =>
        _fields.TryGetValue(field, out History<DataValue>? history) ? history.At(instant) : (DataValue.Missing, Period.Always);
}

/// <summary>An event: it happened at an instant and does not change, but for its <see cref="GrowingProperties"/>.</summary>
public sealed class EventRow : DataRow
{
    /// <summary>The category that every event has, whether its type lists it or not.</summary>
    private const string Source = "source";

    private readonly DataValue[] _values;

    /// <summary>Creates the event.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    /// <param name="instant">When it happened, in microseconds.</param>
    /// <param name="contact">The number of the contact who did it, or null where nobody is identified.</param>
    /// <param name="values">
    /// Its properties in the order of the type's fields, and then its source where the type lists none; where there are fewer, the
    /// others are missing. The event keeps the array.
    /// </param>
    public EventRow(RowType type, string id, long instant, long? contact, DataValue[] values)
        : base(type, id)
    {
        Instant = instant;
        Contact = contact;
        _values = values;
    }

    /// <summary>When it happened, in microseconds.</summary>
    public long Instant { get; }

    /// <summary>The number of the contact who did it, or null.</summary>
    public long? Contact { get; }

    /// <summary>Where the values of a type have a property; −1 where the type has none of that name.</summary>
    public static int Ordinal(RowType type, string property)
    {
        int ordinal = type.IndexOf(property);
        return ordinal < 0 && string.Equals(property, Source, StringComparison.Ordinal) ? type.Fields.Count : ordinal;
    }

    /// <summary>A property; missing where the event has none of that name.</summary>
    public DataValue Property(string name) => Property(Ordinal(Type, name));

    /// <summary>A property by its <see cref="Ordinal"/>.</summary>
    public DataValue Property(int ordinal) => (uint)ordinal < (uint)_values.Length ? _values[ordinal] : DataValue.Missing;

    /// <summary>The event with another value of a property.</summary>
    /// <param name="ordinal">The property's <see cref="Ordinal"/>.</param>
    /// <param name="value">Its value.</param>
    public EventRow With(int ordinal, DataValue value)
    {
        var values = new DataValue[Math.Max(_values.Length, ordinal + 1)];
        _values.CopyTo(values, 0);
        values[ordinal] = value;
        return new EventRow(Type, Id, Instant, Contact, values);
    }

    /// <summary>Copies the properties.</summary>
    /// <param name="target">Gets them, by their ordinals; places beyond them get missing ones.</param>
    public void CopyTo(Span<DataValue> target)
    {
        int copied = Math.Min(_values.Length, target.Length);
        _values.AsSpan(0, copied).CopyTo(target);
        target[copied..].Clear();
    }

    internal override (DataValue Value, Period Period) Observed(string field, long instant) => (Property(field), Period.Always);
}
