using Strata.Index.Live;
using Strata.Platform.Ingest;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>
/// Segments that are evaluated for everybody beside the ones that are live, by a thread of its own, from a snapshot of what is stored.
/// What happens meanwhile is noted, and applied when it is done: then they take the place of the others in one step.
/// </summary>
internal sealed class LiveShadow : IDisposable
{
    /// <summary>So much is noted; when more happens, the segments are evaluated in the turn of whoever applies.</summary>
    private const int MostNoted = 4_000_000;

    private readonly List<object> _noted = [];
    private readonly DuckDbConnection _connection;
    private readonly CancellationTokenSource _ended = new();
    private readonly Thread _filling;
    private volatile bool _isDone;

    /// <summary>Begins. Every event must be stored.</summary>
    /// <param name="group">Without segments yet.</param>
    /// <param name="definitions">The segments.</param>
    /// <param name="connection">A connection of its own, which has begun a transaction; closed at the end.</param>
    public LiveShadow(LiveGroup group, IReadOnlyList<LiveDefinition> definitions, DuckDbConnection connection)
    {
        Group = group;
        Definitions = definitions;
        _connection = connection;
        _filling = new Thread(Fill) { IsBackground = true, Name = "strata-define" };
        _filling.Start();
    }

    /// <summary>The segments in their circuit.</summary>
    public LiveGroup Group { get; }

    /// <summary>The segments.</summary>
    public IReadOnlyList<LiveDefinition> Definitions { get; }

    /// <summary>True once everybody is evaluated, or that failed.</summary>
    public bool IsDone => _isDone;

    /// <summary>Why nobody could be evaluated; null where they could, or it is not done.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>True where everything may have changed meanwhile.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>True where so much happened that it was not noted any more.</summary>
    public bool IsOverrun { get; private set; }

    public void Advance(long instant)
    {
        if (_noted is [.., long])
        {
            _noted[^1] = instant;
        }
        else
        {
            Note(instant);
        }
    }

    public void Apply(IngestedEvent arrived) => Note(arrived);

    public void Amend(AmendedEvent amended) => Note(amended.Keep());

    public void Changed(EntityChanges changes)
    {
        IsOutdated |= changes.Everything;
        Note(changes);
    }

    /// <summary>Applies what happened meanwhile.</summary>
    /// <param name="rows">The rows as they are now, read from here on.</param>
    public void CatchUp(ILiveData rows)
    {
        Group.Read(rows);
        foreach (object noted in _noted)
        {
            switch (noted)
            {
                case long instant:
                    Group.Circuit.Advance(instant);
                    break;
                case IngestedEvent arrived:
                    Group.Circuit.Apply(arrived.Row, arrived.Account);
                    break;
                case AmendedEvent amended:
                    Group.Circuit.Amend(amended.Before, amended.After, amended.Account);
                    break;
                case EntityChanges changes:
                    Group.Circuit.Changed(changes.Accounts, changes.Contacts, changes.EventsMoved);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown note {noted.GetType().Name}.");
            }
        }
    }

    /// <summary>Ends the thread, where it is not done, and closes the connection.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _filling.Join();
        _ended.Dispose();
        _connection.Dispose();
    }

    private void Fill()
    {
        try
        {
            Group.Define(Definitions, _ended.Token);
        }
        catch (Exception fault)
        {
            Fault = fault;
        }

        _isDone = true;
    }

    private void Note(object noted)
    {
        if (IsOutdated || IsOverrun)
        {
            return;
        }

        _noted.Add(noted);
        if (_noted.Count > MostNoted)
        {
            IsOverrun = true;
            _noted.Clear();
        }
    }
}
