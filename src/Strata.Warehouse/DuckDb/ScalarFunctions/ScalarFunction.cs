using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>What the engine calls: one chunk of rows at a time, on any of its threads.</summary>
internal abstract unsafe class ScalarFunction
{
    private int _argumentCount;

    public static void Register(ConnectionHandle connection, string name, int argumentCount, DuckDbTypeId result, ScalarFunction body)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(argumentCount, 1);
        body._argumentCount = argumentCount;
        using ScalarFunctionHandle function = NativeMethods.duckdb_create_scalar_function();
        using LogicalTypeHandle text = NativeMethods.duckdb_create_logical_type(DuckDbTypeId.Varchar);
        using LogicalTypeHandle returned = NativeMethods.duckdb_create_logical_type(result);
        NativeMethods.duckdb_scalar_function_set_name(function, name);
        for (int i = 0; i < argumentCount; i++)
        {
            NativeMethods.duckdb_scalar_function_add_parameter(function, text);
        }

        NativeMethods.duckdb_scalar_function_set_return_type(function, returned);

        // The engine owns the handle from here on and frees it with the last copy of the function.
        NativeMethods.duckdb_scalar_function_set_extra_info(function, GCHandle.ToIntPtr(GCHandle.Alloc(body)), &Free);
        NativeMethods.duckdb_scalar_function_set_function(function, &Call);
        if (NativeMethods.duckdb_register_scalar_function(connection, function) != DuckDbState.Success)
        {
            throw new DuckDbException($"Catalog Error: the function {name} cannot be registered.");
        }
    }

    /// <summary>Fills the result vector from the arguments' data, skipping rows that <see cref="AnyNull"/> finds.</summary>
    protected abstract void Invoke(ReadOnlySpan<VectorPointers> arguments, ReadOnlySpan<nint> data, int rows, nint result);

    protected static bool AnyNull(ReadOnlySpan<VectorPointers> arguments, int row)
    {
        foreach (VectorPointers argument in arguments)
        {
            if (argument.Validity != 0 && (((ulong*)argument.Validity)[row >> 6] & (1UL << (row & 63))) == 0)
            {
                return true;
            }
        }

        return false;
    }

    protected static ulong* SetNull(nint result, ulong* validity, int row)
    {
        if (validity is null)
        {
            NativeMethods.duckdb_vector_ensure_validity_writable(result);
            validity = NativeMethods.duckdb_vector_get_validity(result);
        }

        validity[row >> 6] &= ~(1UL << (row & 63));
        return validity;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint extraInfo) => GCHandle.FromIntPtr(extraInfo).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint info, nint chunk, nint result)
    {
        // Nothing may be thrown across the native frames above.
        try
        {
            var function = (ScalarFunction)GCHandle.FromIntPtr(NativeMethods.duckdb_scalar_function_get_extra_info(info)).Target!;
            function.Invoke(chunk, result);
        }
        catch (Exception fault)
        {
            NativeMethods.duckdb_scalar_function_set_error(info, fault.Message.Replace('\0', ' '));
        }
    }

    private void Invoke(nint chunk, nint result)
    {
        int rows = (int)NativeMethods.duckdb_data_chunk_get_size(chunk);
        Span<VectorPointers> arguments = stackalloc VectorPointers[_argumentCount];
        Span<nint> data = stackalloc nint[_argumentCount];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = VectorPointers.Of(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i));
            data[i] = arguments[i].Data;
        }

        Invoke(arguments, data, rows, result);
    }
}
