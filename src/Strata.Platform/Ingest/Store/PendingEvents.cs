using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Ingest.Store;

/// <summary>What waits to be written to the warehouse in one transaction. Used by one thread at a time.</summary>
internal sealed class PendingEvents
{
    private static long _lastNumber;
    private readonly Dictionary<RowType, PendingTable> _tables = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _messageIds = [];
    private readonly List<DeadLetter> _deadLetters = [];
    private readonly List<Action<DuckDbConnection>> _further = [];
    private readonly Amendments _amendments = new();
    private int _letterLoad;
    private long _number = Interlocked.Increment(ref _lastNumber);

    /// <summary>How many events wait.</summary>
    public int Rows { get; private set; }

    /// <summary>How many events and amendments of events were added.</summary>
    public int Told { get; private set; }

    /// <summary>
    /// How much waits, counted in events: that of which there is more, events or pairs of amendments. An amendment of an event that waits
    /// costs little, and must not have the events written before they are enough for the engine to write them straight to their place.
    /// Messages that could not be taken wait too, so that who sends nothing else has to wait as everybody does.
    /// </summary>
    public int Load => Math.Max(Rows, Told / 2) + _letterLoad;

    /// <summary>Adds an event.</summary>
    /// <returns>Where it waits.</returns>
    public PendingPlace Add(IngestedEvent arrived)
    {
        RowType type = arrived.Row.Type;
        if (!_tables.TryGetValue(type, out PendingTable? table))
        {
            _tables.Add(type, table = new PendingTable(type));
        }

        table.Add(arrived);
        Rows++;
        Told++;
        return new PendingPlace(_number, table.Rows - 1);
    }

    /// <summary>Amends an event: one that waits here is written as it is now, of one that is stored the value waits in the warehouse (<see cref="EventAmendments"/>).</summary>
    public void Amend(AmendedEvent amended)
    {
        Told++;
        if (amended.Place.Buffer == _number && _tables.TryGetValue(amended.Type, out PendingTable? table))
        {
            table.Set(amended.Place.Row, amended.Property, amended.Value);
            return;
        }

        _amendments.Add(amended);
    }

    /// <summary>Adds the id of a message that leaves no row in a table of events.</summary>
    public void AddMessageId(string id) => _messageIds.Add(id);

    /// <summary>Adds what writes further rows in the same transaction; it is called again where that fails.</summary>
    public void AddFurther(Action<DuckDbConnection> write) => _further.Add(write);

    /// <summary>Adds a message that could not be taken.</summary>
    public void AddDeadLetter(DeadLetter letter)
    {
        _deadLetters.Add(letter);
        _letterLoad += letter.Load;
    }

    /// <summary>How many rows go to the end of which table.</summary>
    public IReadOnlyList<(string Table, int Rows)> Appended() =>
    [
        .. _tables.Values.Where(table => table.Rows > 0).Select(table => (table.Name, table.Rows)),
        .. _messageIds.Count > 0 ? [("strata_message", _messageIds.Count)] : Array.Empty<(string, int)>(),
    ];

    /// <summary>Writes everything, within the caller's transaction.</summary>
    public void WriteTo(DuckDbConnection connection)
    {
        PendingTable[] filled = [.. _tables.Values.Where(table => table.Rows > 0)];
        foreach (PendingTable table in filled)
        {
            table.WriteTo(connection);
        }

        TableVersions.RecordAppended(connection, [.. filled.Select(table => table.Name).Distinct(StringComparer.Ordinal)]);
        _amendments.WriteTo(connection);
        if (_messageIds.Count > 0)
        {
            using DuckDbAppender appender = connection.CreateAppender("strata_message");
            foreach (string id in _messageIds)
            {
                appender.Append(id);
                appender.EndRow();
            }

            appender.Complete();
        }

        DeadLetters.Write(connection, _deadLetters);
        foreach (Action<DuckDbConnection> write in _further)
        {
            write(connection);
        }
    }

    /// <summary>Forgets everything; keeps the room of the types that had rows.</summary>
    public void Clear()
    {
        foreach ((RowType type, PendingTable table) in _tables)
        {
            if (table.Rows == 0)
            {
                _tables.Remove(type);
            }
            else
            {
                table.Clear();
            }
        }

        _messageIds.Clear();
        _deadLetters.Clear();
        _letterLoad = 0;
        _further.Clear();
        _amendments.Clear();
        _number = Interlocked.Increment(ref _lastNumber);
        Rows = 0;
        Told = 0;
    }
}
