using System.Runtime.InteropServices;

namespace Strata.Warehouse.DuckDb.Native;

/// <summary><c>duckdb_state</c>.</summary>
internal enum DuckDbState
{
    Success = 0,
    Error = 1,
}

/// <summary><c>duckdb_pending_state</c>.</summary>
internal enum DuckDbPendingState
{
    /// <summary>The first rows, or all, are there.</summary>
    ResultReady = 0,

    /// <summary>There is more to be done by whoever asks.</summary>
    ResultNotReady = 1,

    /// <summary>The statement failed.</summary>
    Error = 2,

    /// <summary>What is left is being done by other threads.</summary>
    NoTasksAvailable = 3,
}

/// <summary><c>duckdb_result</c>: passed by value to <c>duckdb_fetch_chunk</c>, so its size is part of the C ABI.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    private readonly ulong _deprecatedColumnCount;
    private readonly ulong _deprecatedRowCount;
    private readonly ulong _deprecatedRowsChanged;
    private readonly nint _deprecatedColumns;
    private readonly nint _deprecatedErrorMessage;
    private readonly nint _internalData;
}

/// <summary><c>duckdb_hugeint</c>. Not <see cref="Int128"/>, which the C ABI passes differently.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeHugeInt(Int128 value)
{
    private readonly ulong _lower = (ulong)value;
    private readonly long _upper = (long)(value >> 64);
}

/// <summary><c>duckdb_query_progress_type</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeQueryProgress
{
    /// <summary>From 0 to 100, or −1 while unknown.</summary>
    public readonly double Percentage;
    private readonly ulong _rowsProcessed;
    private readonly ulong _totalRowsToProcess;
}

/// <summary><c>duckdb_list_entry</c>: where a list's items lie in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeListEntry(ulong offset, ulong length)
{
    public readonly ulong Offset = offset;
    public readonly ulong Length = length;
}

/// <summary><c>duckdb_string_t</c>: up to 12 bytes lie in the struct itself, longer text behind a pointer.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct NativeString
{
    public const int InlineCapacity = 12;

    /// <summary>So much of a longer text stands before the pointer to all of it.</summary>
    public const int PrefixLength = 4;

    [FieldOffset(0)]
    public uint Length;

    [FieldOffset(4)]
    public fixed byte Inline[InlineCapacity];

    [FieldOffset(8)]
    public byte* Pointer;
}
