using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Text to values of fixed width.</summary>
internal sealed unsafe class FixedScalarFunction<T>(Utf8Function<T> function) : ScalarFunction
    where T : unmanaged
{
    protected override void Invoke(ReadOnlySpan<VectorPointers> arguments, ReadOnlySpan<nint> data, int rows, nint result)
    {
        var values = (T*)NativeMethods.duckdb_vector_get_data(result);
        ulong* validity = null;
        for (int row = 0; row < rows; row++)
        {
            if (AnyNull(arguments, row) || !function(new Utf8Arguments(data, row), out values[row]))
            {
                validity = SetNull(result, validity, row);
            }
        }
    }
}
