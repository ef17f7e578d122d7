using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Text in a vector's data.</summary>
internal static unsafe class VectorText
{
    /// <summary>The bytes of a row; inline text lies in the vector itself, so the span lives as long as that.</summary>
    public static ReadOnlySpan<byte> Read(nint data, int row)
    {
        NativeString* text = (NativeString*)data + row;
        return text->Length <= NativeString.InlineCapacity
            ? new ReadOnlySpan<byte>(text->Inline, (int)text->Length)
            : new ReadOnlySpan<byte>(text->Pointer, (int)text->Length);
    }

    /// <summary>Writes a row. Short text needs no call into the engine; long text is copied to its heap.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="data">Its data.</param>
    /// <param name="row">The row.</param>
    /// <param name="utf8">Valid UTF-8.</param>
    public static void Write(nint vector, nint data, int row, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > NativeString.InlineCapacity)
        {
            fixed (byte* start = utf8)
            {
                NativeMethods.duckdb_unsafe_vector_assign_string_element_len(vector, (ulong)row, start, (ulong)utf8.Length);
            }

            return;
        }

        WriteInline(data, row, utf8);
    }

    /// <summary>Writes a row that points at the text where it is, or has it inline where it is short.</summary>
    /// <param name="data">The vector's data.</param>
    /// <param name="row">The row.</param>
    /// <param name="bytes">Bytes that stay where they are for as long as the vector is read.</param>
    /// <param name="start">Where the text begins in them; it is valid UTF-8.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Point(nint data, int row, ReadOnlySpan<byte> bytes, int start, int length)
    {
        // What does not lie within the bytes is refused here, too.
        ReadOnlySpan<byte> utf8 = bytes.Slice(start, length);
        if (length <= NativeString.InlineCapacity)
        {
            if (bytes.Length - start >= NativeString.InlineCapacity)
            {
                WriteInline(data, row, ref MemoryMarshal.GetReference(utf8), length);
            }
            else
            {
                WriteInline(data, row, utf8);
            }

            return;
        }

        NativeString* text = (NativeString*)data + row;
        ref byte first = ref MemoryMarshal.GetReference(utf8);
        *(ulong*)text = (uint)length | ((ulong)Unsafe.ReadUnaligned<uint>(ref first) << 32);
        text->Pointer = (byte*)Unsafe.AsPointer(ref first);
    }

    /// <summary>Writes a short text of which so many bytes may be read as there is room for inline; what is not the text's is cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteInline(nint data, int row, ref byte utf8, int length)
    {
        ulong low = Unsafe.ReadUnaligned<ulong>(ref utf8);
        ulong high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref utf8, sizeof(ulong)));
        if (length < sizeof(ulong))
        {
            low &= (1UL << (8 * length)) - 1;
            high = 0;
        }
        else
        {
            high &= (1UL << (8 * (length - sizeof(ulong)))) - 1;
        }

        ulong* text = (ulong*)((NativeString*)data + row);
        text[0] = (uint)length | (low << 32);
        text[1] = (low >> 32) | (high << 32);
    }

    private static void WriteInline(nint data, int row, ReadOnlySpan<byte> utf8)
    {
        NativeString text = default;
        text.Length = (uint)utf8.Length;
        utf8.CopyTo(new Span<byte>(text.Inline, NativeString.InlineCapacity));
        ((NativeString*)data)[row] = text;
    }
}
