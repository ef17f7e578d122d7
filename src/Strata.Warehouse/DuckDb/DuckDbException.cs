using System.Runtime.InteropServices;

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
        : base(message)
    {
        ErrorType = TypeOf(message);
    }

    /// <summary>What kind of error it is.</summary>
    public DuckDbErrorType ErrorType { get; }

    internal static unsafe DuckDbException From(byte* message, string fallback) =>
        new(message is null ? fallback : Marshal.PtrToStringUTF8((nint)message)!);

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
