using System.Buffers;
using System.Text.Unicode;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Text to text.</summary>
/// <param name="function">The function.</param>
/// <param name="keeps">True for a first argument that the function gives back as it is; null where that is never known.</param>
internal sealed unsafe class TextScalarFunction(Utf8TextFunction function, Utf8Predicate? keeps) : ScalarFunction
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    protected override void Invoke(ReadOnlySpan<VectorPointers> arguments, ReadOnlySpan<nint> data, int rows, nint result)
    {
        if (keeps is not null && KeepsAll(arguments, data[0], rows, keeps))
        {
            NativeMethods.duckdb_vector_reference_vector(result, arguments[0].Vector);
            return;
        }

        // Room for text in the engine's own result counts towards its memory limit, and where that is reached the engine throws across these
        // frames, which ends the process. A vector of the program's own has its text elsewhere, for as long as anyone refers to it.
        using LogicalTypeHandle text = NativeMethods.duckdb_create_logical_type(DuckDbTypeId.Varchar);
        using VectorHandle own = NativeMethods.duckdb_create_vector(text, NativeMethods.duckdb_vector_size());
        Fill(arguments, data, rows, own.Pointer);
        NativeMethods.duckdb_vector_reference_vector(result, own.Pointer);
    }

    private void Fill(ReadOnlySpan<VectorPointers> arguments, ReadOnlySpan<nint> data, int rows, nint result)
    {
        ArrayBufferWriter<byte> buffer = _buffer ??= new();
        nint values = (nint)NativeMethods.duckdb_vector_get_data(result);
        ulong* validity = null;
        for (int row = 0; row < rows; row++)
        {
            buffer.ResetWrittenCount();
            if (AnyNull(arguments, row) || !function(new Utf8Arguments(data, row), buffer))
            {
                validity = SetNull(result, validity, row);
                continue;
            }

            if (!Utf8.IsValid(buffer.WrittenSpan))
            {
                throw new InvalidOperationException("The function's result is not valid UTF-8.");
            }

            VectorText.Write(result, values, row, buffer.WrittenSpan);
        }
    }

    /// <summary>True where every row is NULL or stands as it is: then the result is the argument's own vector.</summary>
    private static bool KeepsAll(ReadOnlySpan<VectorPointers> arguments, nint data, int rows, Utf8Predicate keeps)
    {
        if (arguments.Length != 1)
        {
            return false;
        }

        for (int row = 0; row < rows; row++)
        {
            if (!AnyNull(arguments, row) && !keeps(VectorText.Read(data, row)))
            {
                return false;
            }
        }

        return true;
    }
}
