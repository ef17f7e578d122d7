using System.Runtime.CompilerServices;
using System.Text;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// A column of a chunk, read where it lies: nothing is copied. Valid until the next chunk is read. Rows count from 0.
/// </summary>
public readonly unsafe ref struct DuckDbColumn
{
    internal const int DayNumberOf1970 = 719_162;

    private static readonly decimal[] Powers = [.. Enumerable.Range(0, 29).Select(n => new decimal(1, 0, 0, isNegative: false, (byte)n))];
    private readonly VectorPointers _vector;

    internal DuckDbColumn(DuckDbColumnType type, VectorPointers vector, int count)
    {
        Type = type;
        _vector = vector;
        Count = count;
    }

    /// <summary>The column's type.</summary>
    public DuckDbColumnType Type { get; }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>True when no row is NULL for certain; false says nothing.</summary>
    public bool IsAllValid => _vector.Validity == 0;

    /// <summary>True where the row is NULL.</summary>
    public bool IsNull(int row)
    {
        CheckRow(row);
        return _vector.Validity != 0 && (((ulong*)_vector.Validity)[row >> 6] & (1UL << (row & 63))) == 0;
    }

    /// <summary>
    /// The stored values of a column of fixed width: <see cref="long"/> for BIGINT and TIMESTAMP, <see cref="Int128"/> for HUGEINT,
    /// <see cref="int"/> for INTEGER and DATE, <see cref="bool"/>, <see cref="double"/> … A NULL row holds any value.
    /// </summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> has another width than the column's values.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Type.StorageSize || Type.Id is DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.List)
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not read as {typeof(T)}.");
        }

        return new ReadOnlySpan<T>((void*)_vector.Data, Count);
    }

    /// <summary>The UTF-8 bytes of a VARCHAR (or the bytes of a BLOB); empty for NULL.</summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        if (Type.Id is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob))
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not text.");
        }

        return IsNull(row) ? default : VectorText.Read(_vector.Data, row);
    }

    /// <summary>The text of a VARCHAR or the name of an ENUM; null for NULL.</summary>
    public string? Text(int row)
    {
        if (IsNull(row))
        {
            return null;
        }

        return Type.Id == DuckDbTypeId.Enum ? Type.EnumNames[(int)Integer(row)] : Encoding.UTF8.GetString(Utf8(row));
    }

    /// <summary>The value of an integer, DECIMAL without its scale, DATE or TIMESTAMP as stored, whatever its width.</summary>
    /// <exception cref="InvalidCastException">The row is NULL, or the column is no integer.</exception>
    public Int128 Integer(int row)
    {
        CheckValue(row);
        void* data = (void*)_vector.Data;
        return Type.Storage switch
        {
            DuckDbTypeId.TinyInt => ((sbyte*)data)[row],
            DuckDbTypeId.SmallInt => ((short*)data)[row],
            DuckDbTypeId.Integer or DuckDbTypeId.Date => ((int*)data)[row],
            DuckDbTypeId.UTinyInt => ((byte*)data)[row],
            DuckDbTypeId.USmallInt => ((ushort*)data)[row],
            DuckDbTypeId.UInteger => ((uint*)data)[row],
            DuckDbTypeId.BigInt or DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampWithZone or DuckDbTypeId.Time
                or DuckDbTypeId.TimestampSeconds or DuckDbTypeId.TimestampMilliseconds or DuckDbTypeId.TimestampNanoseconds
                or DuckDbTypeId.TimeNanoseconds => ((long*)data)[row],
            DuckDbTypeId.UBigInt => ((ulong*)data)[row],
            DuckDbTypeId.HugeInt => Unsafe.ReadUnaligned<Int128>((byte*)data + (16L * row)),
            DuckDbTypeId.UHugeInt => checked((Int128)Unsafe.ReadUnaligned<UInt128>((byte*)data + (16L * row))),
            _ => throw new InvalidCastException($"A column of type {Type.Id} is not an integer."),
        };
    }

    /// <summary>The value of a DECIMAL or an integer.</summary>
    /// <exception cref="InvalidCastException">The row is NULL, or the column is neither.</exception>
    /// <exception cref="OverflowException">The value has more digits than <see cref="decimal"/> holds.</exception>
    public decimal Decimal(int row) => (decimal)Integer(row) * Powers[Math.Min(Type.Scale, 28)];

    /// <summary>Where the items of a LIST lie in <see cref="Items"/>; empty for NULL.</summary>
    public (int Start, int Length) ListRange(int row)
    {
        CheckList();
        if (IsNull(row))
        {
            return default;
        }

        NativeListEntry entry = ((NativeListEntry*)_vector.Data)[row];
        return ((int)entry.Offset, (int)entry.Length);
    }

    /// <summary>The items of every list of a LIST column, one after another.</summary>
    public DuckDbColumn Items()
    {
        CheckList();
        var child = VectorPointers.Of(NativeMethods.duckdb_list_vector_get_child(_vector.Vector));
        return new DuckDbColumn(Type.Item!, child, (int)NativeMethods.duckdb_list_vector_get_size(_vector.Vector));
    }

    /// <summary>The items of a VARCHAR[]; null for NULL.</summary>
    public List<string?>? TextList(int row)
    {
        if (IsNull(row))
        {
            return null;
        }

        (int start, int length) = ListRange(row);
        DuckDbColumn items = Items();
        var texts = new List<string?>(length);
        for (int i = start; i < start + length; i++)
        {
            texts.Add(items.Text(i));
        }

        return texts;
    }

    internal double Double(int row)
    {
        CheckValue(row);
        return Type.Id switch
        {
            DuckDbTypeId.Double => ((double*)_vector.Data)[row],
            DuckDbTypeId.Float => ((float*)_vector.Data)[row],
            DuckDbTypeId.Decimal => (double)Decimal(row),
            _ => (double)Integer(row),
        };
    }

    internal bool Boolean(int row)
    {
        CheckValue(row);
        return Type.Id == DuckDbTypeId.Boolean
            ? ((byte*)_vector.Data)[row] != 0
            : throw new InvalidCastException($"A column of type {Type.Id} is not a BOOLEAN.");
    }

    private void CheckRow(int row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));

    private void CheckValue(int row)
    {
        if (IsNull(row))
        {
            throw new InvalidCastException("The value is NULL; ask IsNull first.");
        }
    }

    private void CheckList()
    {
        if (Type.Id != DuckDbTypeId.List)
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not a LIST.");
        }
    }
}
