namespace Strata.Warehouse.DuckDb;

/// <summary>A transaction of a connection: committed by <see cref="Commit"/>, else undone when disposed.</summary>
public sealed class DuckDbTransaction : IDisposable
{
    private readonly DuckDbConnection _connection;
    private bool _ended;

    internal DuckDbTransaction(DuckDbConnection connection)
    {
        _connection = connection;
        connection.Execute("BEGIN TRANSACTION");
    }

    /// <summary>Makes everything done in the transaction durable, all of it or nothing.</summary>
    /// <exception cref="DuckDbException">A constraint or another transaction is in the way; nothing was kept.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        _connection.Execute("COMMIT");
    }

    /// <summary>Undoes everything done in the transaction unless it was committed.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        try
        {
            _connection.Execute("ROLLBACK");
        }
        catch (DuckDbException)
        {
            // The engine has undone it already, after a fatal error; the error that led here is the one to be seen.
        }
    }
}
