using Strata.Language.Bound;

namespace Strata.Index.Entity.Data;

/// <summary>
/// A value that a field holds or an expression yields: missing, or known and of one <see cref="ValueKind"/>. Two values are equal when
/// they are of one kind and compare equal in the language: texts by their folded form.
/// </summary>
public readonly struct DataValue : IEquatable<DataValue>
{
    private readonly long _number;
    private readonly object? _written;
    private readonly object? _folded;

    private DataValue(ValueKind kind, long number, object? written, object? folded)
    {
        IsKnown = true;
        Kind = kind;
        _number = number;
        _written = written;
        _folded = folded;
    }

    /// <summary>No value.</summary>
    public static DataValue Missing => default;

    /// <summary>False for a missing value.</summary>
    public bool IsKnown { get; }

    /// <summary>What the value is; of no meaning where it is missing.</summary>
    public ValueKind Kind { get; }

    /// <summary>The folded text of a <see cref="ValueKind.Text"/>.</summary>
    public string Folded => (string)_folded!;

    /// <summary>The text as written of a <see cref="ValueKind.Text"/>.</summary>
    public string Written => (string)_written!;

    /// <summary>The folded categories of a <see cref="ValueKind.Set"/>; never empty.</summary>
    public IReadOnlyList<string> FoldedSet => (IReadOnlyList<string>)_folded!;

    /// <summary>The categories as written of a <see cref="ValueKind.Set"/>, in the order of <see cref="FoldedSet"/>.</summary>
    public IReadOnlyList<string> WrittenSet => (IReadOnlyList<string>)_written!;

    /// <summary>The truth of a <see cref="ValueKind.Boolean"/>.</summary>
    public bool Boolean => _number != 0;

    /// <summary>The microseconds of a <see cref="ValueKind.Instant"/>.</summary>
    public long Instant => _number;

    /// <summary>The units of 1/10,000 of a <see cref="ValueKind.Exact"/>, or the number of a <see cref="ValueKind.Count"/>.</summary>
    public Int128 Number => _written is null ? _number : (Int128)_written;

    /// <summary>The number of a <see cref="ValueKind.Double"/>; always finite.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_number);

    /// <summary>A text with its folded form; missing where <paramref name="folded"/> is null or empty.</summary>
    public static DataValue OfText(string? written, string? folded) =>
        string.IsNullOrEmpty(folded) ? default : new(ValueKind.Text, 0, written ?? folded, folded);

    /// <summary>A set with its folded categories; missing where it is empty.</summary>
    public static DataValue OfSet(IReadOnlyList<string>? written, IReadOnlyList<string>? folded) =>
        folded is null || folded.Count == 0 ? default : new(ValueKind.Set, 0, written ?? folded, folded);

    /// <summary>A truth value.</summary>
    public static DataValue OfBoolean(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null, null);

    /// <summary>An instant in microseconds.</summary>
    public static DataValue OfInstant(long microseconds) => new(ValueKind.Instant, microseconds, null, null);

    /// <summary>An exact number in units of 1/10,000; a sum may be wider than 64 bits, and is boxed then.</summary>
    public static DataValue OfUnits(Int128 units) => units >= long.MinValue && units <= long.MaxValue
        ? OfUnits((long)units)
        : new(ValueKind.Exact, 0, units, null);

    /// <summary>An exact number in units of 1/10,000.</summary>
    public static DataValue OfUnits(long units) => new(ValueKind.Exact, units, null, null);

    /// <summary>A count.</summary>
    public static DataValue OfCount(long count) => new(ValueKind.Count, count, null, null);

    /// <summary>A double; missing where it is not finite.</summary>
    public static DataValue OfDouble(double value) =>
        double.IsFinite(value) ? new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), null, null) : default;

    /// <inheritdoc/>
    public bool Equals(DataValue other)
    {
        if (IsKnown != other.IsKnown || Kind != other.Kind)
        {
            return false;
        }

        return Kind switch
        {
            ValueKind.Text => string.Equals(_folded as string, other._folded as string, StringComparison.Ordinal),
            ValueKind.Set => FoldedSet.SequenceEqual(other.FoldedSet, StringComparer.Ordinal),
            ValueKind.Double => Double.Equals(other.Double),
            _ => Number == other.Number,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        ValueKind.Text => _folded is string text ? StringComparer.Ordinal.GetHashCode(text) : 0,
        ValueKind.Set => FoldedSet.Count == 0 ? 0 : StringComparer.Ordinal.GetHashCode(FoldedSet[0]),
        ValueKind.Double => Double.GetHashCode(),
        _ => Number.GetHashCode(),
    };

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(DataValue left, DataValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(DataValue left, DataValue right) => !left.Equals(right);
}
