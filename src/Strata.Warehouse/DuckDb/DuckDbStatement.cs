using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// A prepared statement; run it as often as wanted with different parameters. Used by one thread at a time, like its connection.
/// </summary>
public sealed class DuckDbStatement : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly StatementHandle _handle;

    internal DuckDbStatement(DuckDbConnection connection, StatementHandle handle)
    {
        _connection = connection;
        _handle = handle;
        ParameterCount = (int)NativeMethods.duckdb_nparams(handle);
    }

    /// <summary>How many parameters (<c>?</c> or <c>$1</c>) the statement has.</summary>
    public int ParameterCount { get; }

    /// <summary>Runs the statement to its end.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <returns>How many rows it inserted, updated or deleted; 0 for other statements.</returns>
    /// <exception cref="DuckDbException">The engine refused or failed.</exception>
    public long Execute(params ReadOnlySpan<DuckDbValue> values) => Execute(values, null, CancellationToken.None);

    /// <summary>Runs the statement to its end.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="progress">Told the share done, 0 to 1, a few times a second where the engine can tell; from another thread.</param>
    /// <param name="cancellation">Stops the statement; what it wrote is undone.</param>
    /// <returns>How many rows it inserted, updated or deleted; 0 for other statements.</returns>
    /// <exception cref="DuckDbException">The engine refused or failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public unsafe long Execute(ReadOnlySpan<DuckDbValue> values, IProgress<double>? progress, CancellationToken cancellation)
    {
        Bind(values);
        using DuckDbResult result = QueryExecution.Run(_connection, _handle, streaming: false, progress, cancellation);
        return result.RowsChanged;
    }

    /// <summary>Runs the statement and streams its rows.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="progress">Told the share done, 0 to 1, a few times a second where the engine can tell; from another thread.</param>
    /// <param name="cancellation">Stops the statement, while it starts and while its rows are read.</param>
    /// <exception cref="DuckDbException">The engine refused or failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A result of the same connection is still open.</exception>
    public DuckDbResult Query(
        ReadOnlySpan<DuckDbValue> values, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Bind(values);
        return QueryExecution.Run(_connection, _handle, streaming: true, progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private unsafe void Bind(ReadOnlySpan<DuckDbValue> values)
    {
        if (values.Length != ParameterCount)
        {
            throw new ArgumentException($"The statement has {ParameterCount} parameters, but {values.Length} values were given.", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            using ValueHandle value = values[i].ToNative();
            if (value.IsInvalid || NativeMethods.duckdb_bind_value(_handle, (ulong)i + 1, value) != DuckDbState.Success)
            {
                throw DuckDbException.From(NativeMethods.duckdb_prepare_error(_handle), $"Parameter {i + 1} cannot be bound.");
            }
        }
    }
}
