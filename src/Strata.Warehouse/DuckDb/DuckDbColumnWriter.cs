using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// A column being filled, row by row or as a span. Rows count from 0 within the chunk; a row that is not written holds any value.
/// Used by one thread at a time.
/// </summary>
public sealed unsafe class DuckDbColumnWriter
{
    private const int StackBytes = 256;
    private readonly int _capacity;
    private nint _vector;
    private nint _data;
    private ulong* _validity;
    private ListItems? _items;

    internal DuckDbColumnWriter(DuckDbColumnType type, int capacity)
    {
        Type = type;
        _capacity = capacity;
    }

    /// <summary>The column's type.</summary>
    public DuckDbColumnType Type { get; }

    /// <summary>The values of a column of fixed width, to be written: as many as a chunk has rows.</summary>
    /// <exception cref="InvalidCastException"><typeparamref name="T"/> has another width than the column's values.</exception>
    public Span<T> Values<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Type.StorageSize || Type.Id is DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.List)
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not written as {typeof(T)}.");
        }

        return new Span<T>((void*)_data, _capacity);
    }

    /// <summary>Makes the row NULL.</summary>
    public void SetNull(int row)
    {
        CheckRow(row);
        if (_validity is null)
        {
            NativeMethods.duckdb_vector_ensure_validity_writable(_vector);
            _validity = NativeMethods.duckdb_vector_get_validity(_vector);
        }

        _validity[row >> 6] &= ~(1UL << (row & 63));
        if (Type.Id == DuckDbTypeId.List)
        {
            // The engine reads the range of a NULL list when it copies the chunk.
            ((NativeListEntry*)_data)[row] = default;
        }
    }

    /// <summary>Makes the first rows NULL, none of which was written.</summary>
    public void SetAllNull(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)_capacity, nameof(rows));
        if (rows == 0)
        {
            return;
        }

        SetNull(0);
        new Span<ulong>(_validity, (rows + 63) >> 6).Clear();
        if (Type.Id == DuckDbTypeId.List)
        {
            new Span<NativeListEntry>((void*)_data, rows).Clear();
        }
    }

    /// <summary>Writes a VARCHAR; null is NULL, unpaired surrogates become U+FFFD.</summary>
    public void SetText(int row, string? text)
    {
        if (text is null)
        {
            SetNull(row);
            return;
        }

        SetText(row, text.AsSpan());
    }

    /// <summary>Writes a VARCHAR; unpaired surrogates become U+FFFD.</summary>
    public void SetText(int row, ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> buffer = rented ?? stackalloc byte[StackBytes];
        int length = Encoding.UTF8.GetBytes(text, buffer);
        WriteText(row, buffer[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a VARCHAR.</summary>
    /// <exception cref="ArgumentException">The bytes are not valid UTF-8.</exception>
    public void SetUtf8(int row, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new ArgumentException("The text is not valid UTF-8.", nameof(utf8));
        }

        WriteText(row, utf8);
    }

    /// <summary>
    /// Writes the first rows of a VARCHAR without copying them: the engine reads them where they are. Every <paramref name="stride"/>th
    /// place is a row's.
    /// </summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="bytes">Valid UTF-8, in memory that stays where it is, as it is, until the engine has read the rows.</param>
    /// <param name="places">Where a text begins in the bytes, in the upper 32 bits, and its length in the lower ones; a length of −1 is NULL.</param>
    /// <param name="stride">How many places there are a row.</param>
    public void SetPinnedTexts(int rows, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> places, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)_capacity, nameof(rows));
        ThrowIfNotText();
        for (int row = 0, at = 0; row < rows; row++, at += stride)
        {
            int length = (int)places[at];
            if (length < 0)
            {
                SetNull(row);
            }
            else
            {
                VectorText.Point(_data, row, bytes, (int)(places[at] >> 32), length);
            }
        }
    }

    /// <summary>Writes a VARCHAR[]; null is NULL, and so are null items.</summary>
    public void SetTextList(int row, IReadOnlyList<string?>? items)
    {
        CheckRow(row);
        if (Type.Id != DuckDbTypeId.List)
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not a LIST.");
        }

        if (items is null)
        {
            SetNull(row);
            return;
        }

        _items ??= new ListItems(_vector, Type.Item!, _capacity);
        ((NativeListEntry*)_data)[row] = new NativeListEntry((ulong)_items.Count, (ulong)items.Count);
        _items.Add(items);
    }

    /// <summary>Points at a vector that is empty: a new one, or one that was reset.</summary>
    internal void Attach(nint vector)
    {
        _vector = vector;
        _data = (nint)NativeMethods.duckdb_vector_get_data(vector);
        _validity = null;
        _items = null;
    }

    private void WriteText(int row, ReadOnlySpan<byte> utf8)
    {
        CheckRow(row);
        ThrowIfNotText();
        VectorText.Write(_vector, _data, row, utf8);
    }

    private void ThrowIfNotText()
    {
        if (Type.Id != DuckDbTypeId.Varchar)
        {
            throw new InvalidCastException($"A column of type {Type.Id} is not text.");
        }
    }

    private void CheckRow(int row) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_capacity, nameof(row));

    /// <summary>The child vector of a list column; it grows, and its data moves when it does.</summary>
    private sealed class ListItems(nint list, DuckDbColumnType type, int capacity)
    {
        private readonly nint _child = NativeMethods.duckdb_list_vector_get_child(list);
        private int _capacity = capacity;
        private DuckDbColumnWriter? _writer;

        public int Count { get; private set; }

        public void Add(IReadOnlyList<string?> items)
        {
            int needed = Count + items.Count;
            if (_writer is null || needed > _capacity)
            {
                _capacity = Math.Max(needed, _capacity * (_writer is null ? 1 : 2));
                NativeMethods.duckdb_list_vector_reserve(list, (ulong)_capacity);
                _writer = new DuckDbColumnWriter(type, _capacity);
                _writer.Attach(_child);
            }

            for (int i = 0; i < items.Count; i++)
            {
                _writer.SetText(Count + i, items[i]);
            }

            Count = needed;
            NativeMethods.duckdb_list_vector_set_size(list, (ulong)Count);
        }
    }
}
