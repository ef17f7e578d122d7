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
    /// <param name="utf8">Valid UTF-8 that stays where it is for as long as the vector is read.</param>
    public static void Point(nint data, int row, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= NativeString.InlineCapacity)
        {
            WriteInline(data, row, utf8);
            return;
        }

        NativeString text = default;
        text.Length = (uint)utf8.Length;
        utf8[..NativeString.PrefixLength].CopyTo(new Span<byte>(text.Inline, NativeString.PrefixLength));
        text.Pointer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(utf8));
        ((NativeString*)data)[row] = text;
    }

    private static void WriteInline(nint data, int row, ReadOnlySpan<byte> utf8)
    {
        NativeString text = default;
        text.Length = (uint)utf8.Length;
        utf8.CopyTo(new Span<byte>(text.Inline, NativeString.InlineCapacity));
        ((NativeString*)data)[row] = text;
    }
}
