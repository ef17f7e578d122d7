using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>The table function by which statements read <see cref="DuckDbRows"/>, by their number.</summary>
internal static unsafe class RowFunction
{
    /// <summary>Its name in SQL.</summary>
    public const string Name = "strata_rows";

    /// <summary>Makes it known to all connections of a database, outside of any transaction.</summary>
    public static void Register(ConnectionHandle connection)
    {
        using TableFunctionHandle function = NativeMethods.duckdb_create_table_function();
        using LogicalTypeHandle number = NativeMethods.duckdb_create_logical_type(DuckDbTypeId.BigInt);
        NativeMethods.duckdb_table_function_set_name(function, Name);
        NativeMethods.duckdb_table_function_add_parameter(function, number);
        NativeMethods.duckdb_table_function_set_bind(function, &Bind);
        NativeMethods.duckdb_table_function_set_init(function, &Begin);
        NativeMethods.duckdb_table_function_set_function(function, &Fill);
        if (NativeMethods.duckdb_register_table_function(connection, function) != DuckDbState.Success)
        {
            throw new DuckDbException($"Catalog Error: the function {Name} cannot be registered.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        // Nothing may be thrown across the native frames above.
        try
        {
            using ValueHandle parameter = NativeMethods.duckdb_bind_get_parameter(info, 0);
            long number = NativeMethods.duckdb_get_int64(parameter);
            DuckDbRows.Of(number).Describe(info);
            NativeMethods.duckdb_bind_set_bind_data(info, (nint)number, null);
        }
        catch (Exception fault)
        {
            NativeMethods.duckdb_bind_set_error(info, fault.Message.Replace('\0', ' '));
        }
    }

    /// <summary>The engine asks for one. Unless told otherwise it calls <see cref="Fill"/> by one thread at a time.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Begin(nint info)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            DuckDbRows.Of(NativeMethods.duckdb_function_get_bind_data(info)).Fill(chunk);
        }
        catch (Exception fault)
        {
            NativeMethods.duckdb_function_set_error(info, fault.Message.Replace('\0', ' '));
        }
    }
}
