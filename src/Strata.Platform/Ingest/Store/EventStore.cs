using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Ingest.Store;

/// <summary>
/// Brings events into the warehouse: those that arrive wait in one buffer while a thread of its own writes those of another, rows,
/// versions of tables and position in one transaction. Used by the thread that applies.
/// </summary>
internal sealed class EventStore : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly Action<DuckDbConnection> _writeAlong;
    private readonly Action<IReadOnlyList<(string Table, int Rows)>> _written;
    private readonly Outage _storing;
    private readonly Outage _sealing;
    private readonly Thread _thread;
    private readonly object _lock = new();
    private PendingEvents _filling = new();
    private PendingEvents _writing = new();
    private IngestPosition _position;
    private IngestPosition _stored;
    private Exception? _fault;
    private State _state;
    private int? _told;
    private Folding _folding;
    private long _foldedAt;
    private bool _holdsAmendments;
    private bool _stopping;

    /// <summary>Opens a connection and starts the thread.</summary>
    /// <param name="store">The warehouse.</param>
    /// <param name="writeAlong">Writes what else belongs to a transaction; called by the thread, again where the transaction failed.</param>
    /// <param name="written">Told of the rows that each transaction appended to tables, when it is committed, and once; called by the thread.</param>
    /// <param name="notice">Told of what fails and is tried again, what <paramref name="written"/> throws included; called by the thread. Null for nobody.</param>
    public EventStore(
        WarehouseStore store,
        Action<DuckDbConnection> writeAlong,
        Action<IReadOnlyList<(string Table, int Rows)>> written,
        Action<string>? notice)
    {
        _connection = store.Connect();
        _connection.IsPatient = true;
        _writeAlong = writeAlong;
        _written = written;
        _storing = new Outage("What was taken in cannot be written to the warehouse, and stays in the journal", "What was taken in is written to the warehouse", notice);
        _sealing = new Outage("The ids of stored events cannot be brought into a file, and stay in memory", "The ids of stored events are brought into files", notice);
        _stored = IngestPosition.Read(_connection);
        _foldedAt = _stored.Instant;
        _thread = new Thread(Run) { IsBackground = true, Name = "strata-store" };
        _thread.Start();
    }

    private enum State
    {
        Idle,
        Asked,
        Failed,
    }

    /// <summary>The position that the warehouse holds.</summary>
    public IngestPosition Stored
    {
        get
        {
            lock (_lock)
            {
                return _stored;
            }
        }
    }

    /// <summary>The connection; to be used only while the thread is not writing.</summary>
    public DuckDbConnection Connection => _connection;

    /// <summary>What waits and is not being written yet.</summary>
    public PendingEvents Pending => _filling;

    /// <summary>True while the thread is writing.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                return _state == State.Asked;
            }
        }
    }

    /// <summary>True where what was handed over last cannot be written.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _state == State.Failed;
            }
        }
    }

    /// <summary>True where the tables of events do not show all amendments of what they hold (<see cref="EventAmendments"/>).</summary>
    public bool HoldsAmendments
    {
        get
        {
            lock (_lock)
            {
                return _holdsAmendments;
            }
        }
    }

    /// <summary>How many events, and amendments of events, the last transaction stored; each time once, null where none was committed since.</summary>
    public int? TakeStored()
    {
        lock (_lock)
        {
            int? stored = _told;
            _told = null;
            return stored;
        }
    }

    /// <summary>Writes the instant at which a directory that nothing was applied to begins. Before anything is handed over.</summary>
    public void Begin(long instant)
    {
        lock (_lock)
        {
            _stored = _stored with { Instant = instant };
            using DuckDbTransaction transaction = _connection.BeginTransaction();
            _stored.Write(_connection);
            transaction.Commit();
        }
    }

    /// <summary>
    /// Has what waits written, by the thread; waits for what it was given before. Where that failed it is tried again, and where that
    /// fails too nothing more is handed over.
    /// </summary>
    /// <param name="position">How far everything that was added is applied.</param>
    /// <param name="folding">Which amendments of what the tables of events hold these are to show afterwards.</param>
    /// <returns>Null, or why what was handed over before cannot be written.</returns>
    public Exception? BeginFlush(IngestPosition position, Folding folding)
    {
        if (Wait() is { } fault)
        {
            return fault;
        }

        lock (_lock)
        {
            (_filling, _writing) = (_writing, _filling);
            _position = position;
            _folding = folding;
            _state = State.Asked;
            Monitor.PulseAll(_lock);
        }

        return null;
    }

    /// <summary>Waits for what was handed over; tries again what had failed.</summary>
    /// <returns>Null, or why it cannot be written.</returns>
    public Exception? Wait()
    {
        lock (_lock)
        {
            if (_state == State.Failed)
            {
                _state = State.Asked;
                Monitor.PulseAll(_lock);
            }

            while (_state == State.Asked)
            {
                Monitor.Wait(_lock);
            }

            return _fault;
        }
    }

    /// <summary>Ends the thread; what is not flushed is dropped.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopping = true;
            Monitor.PulseAll(_lock);
        }

        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        ThreadPriorities.Yield();
        while (true)
        {
            lock (_lock)
            {
                while (_state != State.Asked)
                {
                    if (_stopping)
                    {
                        return;
                    }

                    Monitor.Wait(_lock);
                }
            }

            Exception? fault = null;
            int told = _writing.Told;
            bool holds = false;
            try
            {
                holds = Write();
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }

            if (fault is null)
            {
                _storing.Worked();
                Committed();
            }
            else
            {
                _storing.Failed(fault);
            }

            lock (_lock)
            {
                _fault = fault;
                _state = fault is null ? State.Idle : State.Failed;
                if (fault is null)
                {
                    _stored = _position;
                    _holdsAmendments = holds;
                    _told = (_told ?? 0) + told;
                }

                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Writes what was handed over in one transaction; gives whether amendments wait afterwards.</summary>
    private bool Write()
    {
        using DuckDbTransaction transaction = _connection.BeginTransaction();
        _writing.WriteTo(_connection);
        switch (_folding)
        {
            case Folding.All:
                EventAmendments.FoldAll(_connection);
                break;
            case Folding.Due:
                EventAmendments.FoldDue(_connection, _foldedAt, _position.Instant);
                break;
            default:
                break;
        }

        bool holds = EventAmendments.AreWaiting(_connection);
        _writeAlong(_connection);
        _position.Write(_connection);
        transaction.Commit();
        _foldedAt = _folding == Folding.None ? _foldedAt : _position.Instant;
        return holds;
    }

    /// <summary>What follows a commit is not part of what is tried again: the rows are in the warehouse, and would be there twice.</summary>
    private void Committed()
    {
        IReadOnlyList<(string Table, int Rows)> appended = _writing.Appended();
        _writing.Clear();
        try
        {
            _written(appended);
            _sealing.Worked();
        }
        catch (Exception fault)
        {
            _sealing.Failed(fault);
        }
    }
}
