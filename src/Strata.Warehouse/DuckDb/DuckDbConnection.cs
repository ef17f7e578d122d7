using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// A connection to a <see cref="DuckDbDatabase"/>, with its own transaction. Used by one thread at a time, except
/// <see cref="Interrupt"/>, which any thread may call; connections are cheap, so each thread opens its own.
/// </summary>
public sealed partial class DuckDbConnection : IDisposable
{
    private DuckDbResult? _openResult;
    private bool _reportsProgress;

    internal DuckDbConnection(ConnectionHandle handle)
    {
        Handle = handle;
    }

    internal ConnectionHandle Handle { get; }

    /// <summary>Prepares one statement; parameters are <c>?</c>, or <c>$1</c>, <c>$2</c> …</summary>
    /// <exception cref="DuckDbException">The SQL does not parse or names something that is not there.</exception>
    public unsafe DuckDbStatement Prepare(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("SQL text cannot hold a NUL character: the engine would read it as the end.", nameof(sql));
        }

        ThrowIfBusy();
        DuckDbState state = NativeMethods.duckdb_prepare(Handle, sql, out StatementHandle statement);
        if (state != DuckDbState.Success)
        {
            using (statement)
            {
                throw DuckDbException.From(NativeMethods.duckdb_prepare_error(statement), "The engine did not say why it cannot prepare the statement.");
            }
        }

        statement.KeepOpen(Handle);
        return new DuckDbStatement(this, statement);
    }

    /// <summary>Runs one statement to its end.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">A value for each parameter.</param>
    /// <returns>How many rows it inserted, updated or deleted; 0 for other statements.</returns>
    /// <exception cref="DuckDbException">The engine refused or failed.</exception>
    public long Execute(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        using DuckDbStatement statement = Prepare(sql);
        return statement.Execute(values);
    }

    /// <summary>Runs one statement to its end, with cancellation and progress as <see cref="DuckDbStatement.Execute(ReadOnlySpan{DuckDbValue}, IProgress{double}, CancellationToken)"/>.</summary>
    public long Execute(string sql, ReadOnlySpan<DuckDbValue> values, IProgress<double>? progress, CancellationToken cancellation)
    {
        ReportProgress(progress);
        using DuckDbStatement statement = Prepare(sql);
        return statement.Execute(values, progress, cancellation);
    }

    /// <summary>Runs one statement and streams its rows by chunk; dispose the result before running anything else here.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="progress">Told the share done, 0 to 1, until the first rows come.</param>
    /// <param name="cancellation">Stops the statement, while it starts and while its rows are read.</param>
    public DuckDbResult Query(
        string sql, ReadOnlySpan<DuckDbValue> values = default, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ReportProgress(progress);

        // The result keeps alive what it needs of the statement.
        using DuckDbStatement statement = Prepare(sql);
        return statement.Query(values, progress, cancellation);
    }

    /// <summary>Runs one statement and reads every row into a list.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="read">Reads one row.</param>
    /// <param name="cancellation">Stops the statement.</param>
    public List<T> Query<T>(string sql, ReadOnlySpan<DuckDbValue> values, RowReader<T> read, CancellationToken cancellation = default)
    {
        var rows = new List<T>();
        using DuckDbResult result = Query(sql, values, cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int row = 0; row < result.RowCount; row++)
            {
                rows.Add(read(result.Row(row)));
            }
        }

        return rows;
    }

    /// <summary>The value in the first column of the first row, as <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">
    /// <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="System.Int128"/>, <see cref="double"/>, <see cref="decimal"/> or
    /// <see cref="string"/>; nullable where the value may be NULL.
    /// </typeparam>
    /// <returns>The value; the default of <typeparamref name="T"/> (null where it is nullable) for NULL or no row.</returns>
    /// <exception cref="InvalidCastException">The column's type is not that.</exception>
    public T? QueryScalar<T>(string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        using DuckDbResult result = Query(sql, values);
        T? value = result.ReadChunk() && !result.Column(0).IsNull(0) ? ScalarConversion.To<T>(result.Row(0)) : default;

        // The engine keeps the statement's own transaction open until the last chunk is fetched; what runs outside of a statement,
        // such as the registration of a function, would join it and be rolled back with it.
        while (result.ReadChunk())
        {
        }

        return value;
    }

    /// <summary>Begins a transaction; everything run here belongs to it until it is committed or disposed.</summary>
    public DuckDbTransaction BeginTransaction() => new(this);

    /// <summary>Opens an appender, the fastest way to add many rows to a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to fill, in the order used; the others get their default. None means all.</param>
    /// <param name="schema">The table's schema.</param>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender CreateAppender(string table, IReadOnlyList<string>? columns = null, string schema = "main")
    {
        ThrowIfBusy();
        return new DuckDbAppender(Handle, schema, table, columns ?? []);
    }

    /// <summary>Stops the statement that runs on this connection, if one does, with an error of type <see cref="DuckDbErrorType.Interrupt"/>.</summary>
    public void Interrupt() => NativeMethods.duckdb_interrupt(Handle);

    /// <inheritdoc/>
    public void Dispose()
    {
        _openResult?.Dispose();
        Handle.Dispose();
    }

    internal void Opened(DuckDbResult result) => _openResult = result;

    internal void Closed(DuckDbResult result)
    {
        if (ReferenceEquals(_openResult, result))
        {
            _openResult = null;
        }
    }

    /// <summary>The engine would end an open stream without a word when another statement begins, and rows would be missing.</summary>
    internal void ThrowIfBusy()
    {
        if (_openResult is not null)
        {
            throw new InvalidOperationException("A result of this connection is still open; dispose it first, or use another connection.");
        }
    }

    internal CancellationTokenRegistration InterruptOn(CancellationToken cancellation) =>
        cancellation.UnsafeRegister(static connection => ((DuckDbConnection)connection!).Interrupt(), this);

    private void ReportProgress(IProgress<double>? progress)
    {
        if (progress is not null && !_reportsProgress)
        {
            Execute("SET enable_progress_bar_print = false");
            Execute("SET enable_progress_bar = true");
            Execute("SET progress_bar_time = 0");
            _reportsProgress = true;
        }
    }
}
