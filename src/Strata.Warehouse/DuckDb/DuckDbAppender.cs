using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// Adds rows to a table by chunk: either fill <see cref="Column"/>s and call <see cref="AppendChunk"/>, or append value after value
/// and call <see cref="EndRow"/>. Call <see cref="Complete"/> at the end; disposed without it, rows that the engine has not yet
/// written are dropped, so run it inside a transaction where it is to be all or nothing. Used by one thread at a time.
/// </summary>
public sealed class DuckDbAppender : IDisposable
{
    private readonly AppenderHandle _handle;
    private readonly DataChunkHandle _chunk;
    private readonly DuckDbColumnWriter[] _columns;
    private int _row;
    private int _column;
    private bool _completed;

    internal DuckDbAppender(ConnectionHandle connection, string schema, string table, IReadOnlyList<string> columns)
    {
        DuckDbState state = NativeMethods.duckdb_appender_create_ext(connection, catalog: null, schema, table, out _handle);
        _handle.KeepOpen(connection);
        try
        {
            Check(state);
            foreach (string column in columns)
            {
                Check(NativeMethods.duckdb_appender_add_column(_handle, column));
            }

            ChunkCapacity = (int)NativeMethods.duckdb_vector_size();
            _columns = new DuckDbColumnWriter[NativeMethods.duckdb_appender_column_count(_handle)];
            _chunk = CreateChunk();
            AttachColumns();
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>How many rows a chunk holds at most.</summary>
    public int ChunkCapacity { get; }

    /// <summary>How many columns a row has.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>How many rows have been appended.</summary>
    public long RowCount { get; private set; }

    /// <summary>A column of the chunk being filled.</summary>
    public DuckDbColumnWriter Column(int column) => _columns[column];

    /// <summary>Appends the first rows of the columns, which are then empty again.</summary>
    /// <param name="rows">How many rows were filled, at most <see cref="ChunkCapacity"/>.</param>
    /// <exception cref="DuckDbException">A constraint is violated, or the disk is full.</exception>
    public void AppendChunk(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)ChunkCapacity, nameof(rows));
        if (rows > 0)
        {
            NativeMethods.duckdb_data_chunk_set_size(_chunk, (ulong)rows);
            Check(NativeMethods.duckdb_append_data_chunk(_handle, _chunk));
            RowCount += rows;
        }

        NativeMethods.duckdb_data_chunk_reset(_chunk);
        AttachColumns();
    }

    /// <summary>Appends NULL as the next value of the row.</summary>
    public void AppendNull() => _columns[_column++].SetNull(_row);

    /// <summary>Appends a BIGINT, TIMESTAMP or other value of 64 bits; null is NULL.</summary>
    public void Append(long? value) => AppendFixed(value);

    /// <summary>Appends an INTEGER, DATE or other value of 32 bits; null is NULL.</summary>
    public void Append(int? value) => AppendFixed(value);

    /// <summary>Appends a DOUBLE; null is NULL.</summary>
    public void Append(double? value) => AppendFixed(value);

    /// <summary>Appends a BOOLEAN; null is NULL.</summary>
    public void Append(bool? value) => AppendFixed(value);

    /// <summary>Appends a HUGEINT; null is NULL.</summary>
    public void Append(Int128? value) => AppendFixed(value);

    /// <summary>Appends a VARCHAR; null is NULL.</summary>
    public void Append(string? value) => _columns[_column++].SetText(_row, value);

    /// <summary>Appends a VARCHAR.</summary>
    /// <exception cref="ArgumentException">The bytes are not valid UTF-8.</exception>
    public void AppendUtf8(ReadOnlySpan<byte> value) => _columns[_column++].SetUtf8(_row, value);

    /// <summary>Appends a VARCHAR[]; null is NULL.</summary>
    public void Append(IReadOnlyList<string?>? value) => _columns[_column++].SetTextList(_row, value);

    /// <summary>Ends the row; every column must have got its value.</summary>
    /// <exception cref="InvalidOperationException">The row has too few values.</exception>
    /// <exception cref="DuckDbException">A constraint is violated, or the disk is full.</exception>
    public void EndRow()
    {
        if (_column != _columns.Length)
        {
            throw new InvalidOperationException($"The row has {_column} values, but the table takes {_columns.Length}.");
        }

        _column = 0;
        if (++_row == ChunkCapacity)
        {
            AppendRows();
        }
    }

    /// <summary>Hands the last rows to the engine; the appender takes no more.</summary>
    /// <exception cref="DuckDbException">A constraint is violated, or the disk is full; nothing that was not yet written is kept.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        if (_column != 0)
        {
            throw new InvalidOperationException("The last row is not ended.");
        }

        AppendRows();
        Check(NativeMethods.duckdb_appender_close(_handle));
        _completed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle.IsClosed)
        {
            return;
        }

        if (!_completed)
        {
            // Otherwise closing would write the rows of a load that failed halfway.
            NativeMethods.duckdb_appender_clear(_handle);
        }

        _chunk.Dispose();
        _handle.Dispose();
    }

    private void AppendFixed<T>(T? value)
        where T : unmanaged
    {
        DuckDbColumnWriter column = _columns[_column++];
        if (value is null)
        {
            column.SetNull(_row);
            return;
        }

        column.Values<T>()[_row] = value.GetValueOrDefault();
    }

    private void AppendRows()
    {
        int rows = _row;
        _row = 0;
        AppendChunk(rows);
    }

    private unsafe DataChunkHandle CreateChunk()
    {
        var types = new LogicalTypeHandle[_columns.Length];
        try
        {
            nint[] pointers = new nint[types.Length];
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = NativeMethods.duckdb_appender_column_type(_handle, (ulong)i);
                _columns[i] = new DuckDbColumnWriter(DuckDbColumnType.From(types[i]), ChunkCapacity);
                pointers[i] = types[i].DangerousGetHandle();
            }

            fixed (nint* first = pointers)
            {
                return NativeMethods.duckdb_create_data_chunk(first, (ulong)types.Length);
            }
        }
        finally
        {
            foreach (LogicalTypeHandle? type in types)
            {
                type?.Dispose();
            }
        }
    }

    private void AttachColumns()
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Attach(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)i));
        }
    }

    private void Check(DuckDbState state)
    {
        if (state == DuckDbState.Success)
        {
            return;
        }

        using ErrorDataHandle error = NativeMethods.duckdb_appender_error_data(_handle);
        throw DuckDbException.From(error, "The engine did not say why it cannot append.");
    }
}
