using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>Runs a bound statement, with cancellation and progress.</summary>
internal static class QueryExecution
{
    /// <summary>So often a patient connection asks before it sleeps: what is nearly done takes no longer for it.</summary>
    private const int WaitsBeforeSleep = 16;

    /// <summary>Starts the statement and runs it until its first rows are there (streaming) or all are (not streaming).</summary>
    public static unsafe DuckDbResult Run(
        DuckDbConnection connection, StatementHandle statement, bool streaming, IProgress<double>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        connection.ThrowIfBusy();
        DuckDbState state = streaming
            ? NativeMethods.duckdb_pending_prepared_streaming(statement, out PendingHandle pending)
            : NativeMethods.duckdb_pending_prepared(statement, out pending);
        using (pending)
        {
            if (state != DuckDbState.Success)
            {
                throw DuckDbException.From(NativeMethods.duckdb_pending_error(pending), "The engine did not say why it cannot run the statement.");
            }

            // Only from here on: starting a statement clears an interrupt that came before.
            CancellationTokenRegistration registration = connection.InterruptOn(cancellation);
            var result = new ResultHandle();
            try
            {
                using (progress is null ? null : new ProgressPoller(connection.Handle, progress))
                {
                    if (connection.IsPatient)
                    {
                        RunPatiently(pending);
                    }

                    state = NativeMethods.duckdb_execute_pending(pending, result.Pointer);
                }

                if (state != DuckDbState.Success)
                {
                    throw ErrorOf(result, cancellation);
                }

                result.KeepOpen(connection.Handle);
                return new DuckDbResult(connection, result, registration, cancellation);
            }
            catch
            {
                registration.Dispose();
                result.Dispose();
                throw;
            }
        }
    }

    /// <summary>The exception for a result that failed: cancellation where that is why.</summary>
    public static unsafe Exception ErrorOf(ResultHandle result, CancellationToken cancellation)
    {
        var fault = DuckDbException.From(NativeMethods.duckdb_result_error(result.Pointer), "The engine did not say why the statement failed.");
        return cancellation.IsCancellationRequested && fault.ErrorType == DuckDbErrorType.Interrupt
            ? new OperationCanceledException("The query was cancelled.", fault, cancellation)
            : fault;
    }

    /// <summary>
    /// Does what this thread can do of the statement, and sleeps while the engine's own threads do the rest; the engine would ask them over
    /// and over, for as much of a processor as they use.
    /// </summary>
    private static void RunPatiently(PendingHandle pending)
    {
        var waiting = default(SpinWait);
        while (true)
        {
            switch (NativeMethods.duckdb_pending_execute_task(pending))
            {
                case DuckDbPendingState.ResultNotReady:
                    waiting.Reset();
                    break;
                case DuckDbPendingState.NoTasksAvailable:
                    waiting.SpinOnce(WaitsBeforeSleep);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Asks the engine several times a second how far the running statement is, until disposed.</summary>
    private sealed class ProgressPoller : IDisposable
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
        private readonly ConnectionHandle _connection;
        private readonly IProgress<double> _progress;
        private readonly Timer _timer;
        private readonly Lock _reporting = new();
        private double _reported;
        private bool _ended;

        public ProgressPoller(ConnectionHandle connection, IProgress<double> progress)
        {
            _connection = connection;
            _progress = progress;
            _timer = new Timer(static poller => ((ProgressPoller)poller!).Report(), this, Interval, Interval);
        }

        public void Dispose()
        {
            _timer.Dispose();
            lock (_reporting)
            {
                _ended = true;
            }
        }

        private void Report()
        {
            lock (_reporting)
            {
                if (_ended)
                {
                    return;
                }

                double share = NativeMethods.duckdb_query_progress(_connection).Percentage / 100;
                if (share > _reported && share <= 1)
                {
                    _reported = share;
                    _progress.Report(share);
                }
            }
        }
    }
}
