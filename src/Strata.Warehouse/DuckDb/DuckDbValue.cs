using System.Globalization;
using System.Text;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>A value bound to a statement's parameter. Immutable; the default is NULL.</summary>
public readonly struct DuckDbValue
{
    private readonly Kind _kind;
    private readonly long _bits;
    private readonly object? _object;

    private DuckDbValue(Kind kind, long bits, object? value = null)
    {
        _kind = kind;
        _bits = bits;
        _object = value;
    }

    private enum Kind : byte
    {
        Null,
        Boolean,
        Int32,
        Int64,
        HugeInt,
        Double,
        Text,
        Timestamp,
        Date,
        TextList,
        Int64List,
    }

    /// <summary>NULL.</summary>
    public static DuckDbValue Null => default;

    /// <summary>True for NULL.</summary>
    public bool IsNull => _kind == Kind.Null;

    /// <summary>A BOOLEAN.</summary>
    public static implicit operator DuckDbValue(bool value) => new(Kind.Boolean, value ? 1 : 0);

    /// <summary>An INTEGER.</summary>
    public static implicit operator DuckDbValue(int value) => new(Kind.Int32, value);

    /// <summary>A BIGINT.</summary>
    public static implicit operator DuckDbValue(long value) => new(Kind.Int64, value);

    /// <summary>A HUGEINT.</summary>
    public static implicit operator DuckDbValue(Int128 value) => new(Kind.HugeInt, 0, value);

    /// <summary>A DOUBLE.</summary>
    public static implicit operator DuckDbValue(double value) => new(Kind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A VARCHAR; null is NULL. Unpaired surrogates become U+FFFD.</summary>
    public static implicit operator DuckDbValue(string? value) => value is null ? default : new(Kind.Text, 0, value);

    /// <summary>A TIMESTAMP.</summary>
    /// <param name="microseconds">UTC microseconds since 1970.</param>
    public static DuckDbValue Timestamp(long microseconds) => new(Kind.Timestamp, microseconds);

    /// <summary>A DATE.</summary>
    /// <param name="date">The day.</param>
    public static DuckDbValue Date(DateOnly date) => new(Kind.Date, date.DayNumber - DuckDbColumn.DayNumberOf1970);

    /// <summary>A VARCHAR[]; null items are NULL. The list must not change until the statement has run.</summary>
    public static DuckDbValue List(IReadOnlyList<string?> items) => new(Kind.TextList, 0, items);

    /// <summary>A BIGINT[]. The list must not change until the statement has run.</summary>
    public static DuckDbValue List(IReadOnlyList<long> items) => new(Kind.Int64List, 0, items);

    /// <summary>The value for a person; text is quoted.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Null => "NULL",
        Kind.Boolean => _bits != 0 ? "true" : "false",
        Kind.Double => BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture),
        Kind.Text => $"'{_object}'",
        Kind.HugeInt => ((Int128)_object!).ToString(CultureInfo.InvariantCulture),
        Kind.TextList => $"[{string.Join(", ", (IReadOnlyList<string?>)_object!)}]",
        Kind.Int64List => $"[{string.Join(", ", (IReadOnlyList<long>)_object!)}]",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    internal ValueHandle ToNative() => _kind switch
    {
        Kind.Null => NativeMethods.duckdb_create_null_value(),
        Kind.Boolean => NativeMethods.duckdb_create_bool(_bits != 0),
        Kind.Int32 => NativeMethods.duckdb_create_int32((int)_bits),
        Kind.Int64 => NativeMethods.duckdb_create_int64(_bits),
        Kind.HugeInt => NativeMethods.duckdb_create_hugeint(new NativeHugeInt((Int128)_object!)),
        Kind.Double => NativeMethods.duckdb_create_double(BitConverter.Int64BitsToDouble(_bits)),
        Kind.Text => TextToNative((string)_object!),
        Kind.Timestamp => NativeMethods.duckdb_create_timestamp(_bits),
        Kind.Date => NativeMethods.duckdb_create_date((int)_bits),
        Kind.TextList => ListToNative(DuckDbTypeId.Varchar, (IReadOnlyList<string?>)_object!, static item => ((DuckDbValue)item).ToNative()),
        Kind.Int64List => ListToNative(DuckDbTypeId.BigInt, (IReadOnlyList<long>)_object!, NativeMethods.duckdb_create_int64),
        _ => throw new InvalidOperationException($"Unknown kind of value {_kind}."),
    };

    private static unsafe ValueHandle TextToNative(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = utf8)
        {
            return NativeMethods.duckdb_create_varchar_length(start, (ulong)utf8.Length);
        }
    }

    private static unsafe ValueHandle ListToNative<T>(DuckDbTypeId itemType, IReadOnlyList<T> items, Func<T, ValueHandle> convert)
    {
        var handles = new ValueHandle[items.Count];
        try
        {
            var pointers = new nint[items.Count];
            for (int i = 0; i < handles.Length; i++)
            {
                handles[i] = convert(items[i]);
                pointers[i] = handles[i].DangerousGetHandle();
            }

            using LogicalTypeHandle type = NativeMethods.duckdb_create_logical_type(itemType);

            // An empty list still needs a pointer that is not null.
            nint none = 0;
            fixed (nint* filled = pointers)
            {
                return NativeMethods.duckdb_create_list_value(type, filled is null ? &none : filled, (ulong)handles.Length);
            }
        }
        finally
        {
            foreach (ValueHandle? handle in handles)
            {
                handle?.Dispose();
            }
        }
    }
}
