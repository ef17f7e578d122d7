using Strata.Language.Values;

namespace Strata.Language.Sql;

/// <summary>A value bound to a statement. Values never stand in the text of a statement.</summary>
public abstract record SqlParameter;

/// <summary>A text.</summary>
public sealed record TextParameter(string Value) : SqlParameter;

/// <summary>A 64-bit integer.</summary>
public sealed record IntegerParameter(long Value) : SqlParameter;

/// <summary>An IEEE double.</summary>
public sealed record DoubleParameter(double Value) : SqlParameter;

/// <summary>An instant in microseconds, bound as a timestamp.</summary>
public sealed record InstantParameter(long Microseconds) : SqlParameter;

/// <summary>A list of texts.</summary>
public sealed record TextListParameter(EquatableList<string> Values) : SqlParameter;
