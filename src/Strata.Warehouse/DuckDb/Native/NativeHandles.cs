using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Strata.Warehouse.DuckDb.Native;

/// <summary>
/// A handle that keeps its parent open: the parent's native object is released only after the child's, in whatever order the two
/// are disposed or finalized.
/// </summary>
internal abstract class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    private SafeHandle? _parent;

    public override bool IsInvalid => handle == 0;

    public void KeepOpen(SafeHandle parent)
    {
        bool added = false;
        parent.DangerousAddRef(ref added);
        _parent = parent;
    }

    protected abstract void Release(ref nint native);

    protected override bool ReleaseHandle()
    {
        nint native = handle;
        Release(ref native);
        _parent?.DangerousRelease();
        return true;
    }
}

internal sealed class DatabaseHandle : NativeHandle
{
    private static readonly ConcurrentDictionary<string, byte> OpenFiles = new(StringComparer.Ordinal);
    private string? _file;

    /// <summary>
    /// Claims a file for this process. The engine's file lock is held by the process, so it does not stop a second open of the same
    /// file inside it, and closing either would drop the lock of both.
    /// </summary>
    /// <returns>False when this process has the file open already.</returns>
    public static bool TryClaim(string file) => OpenFiles.TryAdd(file, 0);

    /// <summary>Gives a claim up without having opened the file.</summary>
    public static void Unclaim(string file) => OpenFiles.TryRemove(file, out _);

    /// <summary>Hands the claim to this handle, which gives it up when it is released.</summary>
    public void OwnClaim(string file) => _file = file;

    protected override void Release(ref nint native)
    {
        NativeMethods.duckdb_close(ref native);
        if (_file is not null)
        {
            Unclaim(_file);
        }
    }
}

internal sealed class ConfigHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_config(ref native);
}

internal sealed class ConnectionHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_disconnect(ref native);
}

internal sealed class StatementHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_prepare(ref native);
}

internal sealed class PendingHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_pending(ref native);
}

internal sealed class AppenderHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_appender_destroy(ref native);
}

internal sealed class DataChunkHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_data_chunk(ref native);
}

internal sealed class VectorHandle : NativeHandle
{
    /// <summary>The vector, for as long as this is not released.</summary>
    public nint Pointer => handle;

    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_vector(ref native);
}

internal sealed class LogicalTypeHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_logical_type(ref native);
}

internal sealed class ValueHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_value(ref native);
}

internal sealed class ErrorDataHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_error_data(ref native);
}

internal sealed class ScalarFunctionHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_scalar_function(ref native);
}

internal sealed class TableFunctionHandle : NativeHandle
{
    protected override void Release(ref nint native) => NativeMethods.duckdb_destroy_table_function(ref native);
}

/// <summary>Owns the memory of a <see cref="NativeResult"/> and what it points to.</summary>
internal sealed unsafe class ResultHandle : NativeHandle
{
    public ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override void Release(ref nint native)
    {
        NativeMethods.duckdb_destroy_result((NativeResult*)native);
        NativeMemory.Free((void*)native);
    }
}
