using Strata.Index.Entity.Data;

namespace Strata.Index.Entity;

/// <summary>A truth at T and a period in which it surely stays the same; it may stay so for longer.</summary>
internal readonly record struct Stable(bool Value, Period Period)
{
    public static Stable Always(bool value) => new(value, Period.Always);

    /// <summary>True from an instant on.</summary>
    public static Stable From(long instant, long asOf) =>
        asOf >= instant ? new(true, new Period(instant, long.MaxValue)) : new(false, new Period(long.MinValue, instant));

    /// <summary>Whether no other operand could change the result of a conjunction.</summary>
    public bool SettlesAnd => !Value && Period.IsAlways;

    public bool SettlesOr => Value && Period.IsAlways;

    /// <summary>The complement, for as long.</summary>
    public Stable Not() => new(!Value, Period);

    /// <summary>True while both are; false while one of the false ones is.</summary>
    public Stable And(Stable other) => (Value, other.Value) switch
    {
        (true, true) => new(true, Period.Intersect(other.Period)),
        (false, false) => new(false, Period.Union(other.Period)),
        (false, true) => this,
        _ => other,
    };

    /// <summary>False while both are; true while one of the true ones is.</summary>
    public Stable Or(Stable other) => (Value, other.Value) switch
    {
        (false, false) => new(false, Period.Intersect(other.Period)),
        (true, true) => new(true, Period.Union(other.Period)),
        (true, false) => this,
        _ => other,
    };

    /// <summary>The same, known for no longer than the period.</summary>
    public Stable Within(Period period) => new(Value, Period.Intersect(period));
}

/// <summary>A value at T and a period in which it surely stays the same.</summary>
internal readonly record struct StableValue(DataValue Value, Period Period)
{
    public static StableValue Missing => new(DataValue.Missing, Period.Always);

    public static StableValue Always(DataValue value) => new(value, Period.Always);

    public StableValue Within(Period period) => new(Value, Period.Intersect(period));
}
