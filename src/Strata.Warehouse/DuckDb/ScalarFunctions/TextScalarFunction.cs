using System.Buffers;
using System.Text.Unicode;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Text to text.</summary>
internal sealed unsafe class TextScalarFunction(Utf8TextFunction function) : ScalarFunction
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    protected override void Invoke(ReadOnlySpan<VectorPointers> arguments, ReadOnlySpan<nint> data, int rows, nint result)
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
}
