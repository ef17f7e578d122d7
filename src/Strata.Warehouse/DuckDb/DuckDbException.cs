using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>The engine refused or failed. An internal fault unless the caller knows that the user's input caused it.</summary>
public sealed class DuckDbException : Exception
{
    private static readonly (string Prefix, DuckDbErrorType Type)[] Prefixes =
    [
        ("Parser", DuckDbErrorType.Parser),
        ("Binder", DuckDbErrorType.Binder),
        ("Catalog", DuckDbErrorType.Catalog),
        ("Conversion", DuckDbErrorType.Conversion),
        ("Out of Range", DuckDbErrorType.OutOfRange),
        ("Constraint", DuckDbErrorType.Constraint),
        ("Invalid Input", DuckDbErrorType.InvalidInput),
        ("IO", DuckDbErrorType.InputOutput),
        ("Out of Memory", DuckDbErrorType.OutOfMemory),
        ("TransactionContext", DuckDbErrorType.Transaction),
        ("INTERRUPT", DuckDbErrorType.Interrupt),
        ("Serialization", DuckDbErrorType.Serialization),
        ("INTERNAL", DuckDbErrorType.Internal),
        ("FATAL", DuckDbErrorType.Fatal),
    ];

    /// <summary>Creates the exception from the engine's message, such as <c>Binder Error: …</c>.</summary>
    public DuckDbException(string message)
        : this(message, TypeOf(message))
    {
    }

    private DuckDbException(string message, DuckDbErrorType type)
        : base(message)
    {
        ErrorType = type;
    }

    /// <summary>What kind of error it is.</summary>
    public DuckDbErrorType ErrorType { get; }

    internal static unsafe DuckDbException From(byte* message, string fallback) =>
        new(message is null ? fallback : Marshal.PtrToStringUTF8((nint)message)!);

    internal static unsafe DuckDbException From(ErrorDataHandle error, string fallback)
    {
        // The number is DUCKDB_ERROR_CONSTRAINT of duckdb.h; this message comes without the words that others begin with.
        const int Constraint = 18;
        DuckDbException fault = From(NativeMethods.duckdb_error_data_message(error), fallback);
        return NativeMethods.duckdb_error_data_error_type(error) == Constraint
            ? new DuckDbException(fault.Message, DuckDbErrorType.Constraint)
            : fault;
    }

    private static DuckDbErrorType TypeOf(string message)
    {
        foreach ((string prefix, DuckDbErrorType type) in Prefixes)
        {
            if (message.StartsWith(prefix, StringComparison.Ordinal)
                && message.AsSpan(prefix.Length).StartsWith(" Error:", StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        return DuckDbErrorType.Other;
    }
}
