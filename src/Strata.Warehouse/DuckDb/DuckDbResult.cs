using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Reads one row. What the row gives is valid during the call only.</summary>
public delegate T RowReader<out T>(DuckDbRow row);

/// <summary>
/// The rows of a statement, streamed by chunk: memory does not grow with their number. Used by one thread at a time. Columns, rows
/// and spans read from it are valid until the next <see cref="ReadChunk"/> or <see cref="Dispose"/>.
/// </summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly ResultHandle _handle;
    private readonly CancellationToken _cancellation;
    private readonly DuckDbColumnType[] _types;
    private readonly VectorPointers[] _vectors;
    private CancellationTokenRegistration _registration;
    private DataChunkHandle? _chunk;
    private bool _ended;

    internal unsafe DuckDbResult(
        DuckDbConnection connection, ResultHandle handle, CancellationTokenRegistration registration, CancellationToken cancellation)
    {
        _connection = connection;
        _handle = handle;
        _registration = registration;
        _cancellation = cancellation;
        _types = new DuckDbColumnType[NativeMethods.duckdb_column_count(handle.Pointer)];
        _vectors = new VectorPointers[_types.Length];
        for (int i = 0; i < _types.Length; i++)
        {
            using LogicalTypeHandle type = NativeMethods.duckdb_column_logical_type(handle.Pointer, (ulong)i);
            _types[i] = DuckDbColumnType.From(type);
        }

        RowsChanged = (long)NativeMethods.duckdb_rows_changed(handle.Pointer);
        connection.Opened(this);
    }

    /// <summary>How many columns the rows have.</summary>
    public int ColumnCount => _types.Length;

    /// <summary>How many rows the current chunk has; 0 before the first and after the last.</summary>
    public int RowCount { get; private set; }

    /// <summary>How many rows the statement inserted, updated or deleted; 0 for other statements.</summary>
    internal long RowsChanged { get; }

    /// <summary>The name of a column.</summary>
    public unsafe string ColumnName(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_types.Length, nameof(column));
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        return Marshal.PtrToStringUTF8((nint)NativeMethods.duckdb_column_name(_handle.Pointer, (ulong)column))!;
    }

    /// <summary>The type of a column.</summary>
    public DuckDbColumnType ColumnType(int column) => _types[column];

    /// <summary>The type of a column, for the engine.</summary>
    internal unsafe LogicalTypeHandle NativeType(int column) => NativeMethods.duckdb_column_logical_type(_handle.Pointer, (ulong)column);

    /// <summary>Fetches the next chunk.</summary>
    /// <returns>False when there are no more rows.</returns>
    /// <exception cref="DuckDbException">The statement failed while its rows were made.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public unsafe bool ReadChunk()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        RowCount = 0;
        while (!_ended)
        {
            _cancellation.ThrowIfCancellationRequested();
            _chunk?.Dispose();
            _chunk = NativeMethods.duckdb_fetch_chunk(*_handle.Pointer);
            if (_chunk.IsInvalid)
            {
                _ended = true;
                if (NativeMethods.duckdb_result_error(_handle.Pointer) is not null)
                {
                    throw QueryExecution.ErrorOf(_handle, _cancellation);
                }

                return false;
            }

            RowCount = (int)NativeMethods.duckdb_data_chunk_get_size(_chunk);
            if (RowCount > 0)
            {
                ReadVectors();
                return true;
            }
        }

        return false;
    }

    /// <summary>A column of the current chunk.</summary>
    public DuckDbColumn Column(int column) => new(_types[column], _vectors[column], RowCount);

    /// <summary>A row of the current chunk.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> − 1.</param>
    public DuckDbRow Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        return new DuckDbRow(this, row);
    }

    /// <summary>Ends the statement, if it has rows left, and frees what it holds.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _registration = default;
        RowCount = 0;
        _ended = true;
        _chunk?.Dispose();
        _handle.Dispose();
        _connection.Closed(this);
    }

    private void ReadVectors()
    {
        for (int i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = VectorPointers.Of(NativeMethods.duckdb_data_chunk_get_vector(_chunk!, (ulong)i));
        }
    }
}

/// <summary>A vector of the engine with its values and validity bits; 0 where every row is valid.</summary>
internal readonly record struct VectorPointers(nint Vector, nint Data, nint Validity)
{
    public static unsafe VectorPointers Of(nint vector) => new(
        vector, (nint)NativeMethods.duckdb_vector_get_data(vector), (nint)NativeMethods.duckdb_vector_get_validity(vector));
}
