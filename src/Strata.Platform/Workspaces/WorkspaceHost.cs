using System.Collections.Concurrent;
using Strata.Index;
using Strata.Platform.Audiences;
using Strata.Platform.Control;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Workspaces;

/// <summary>
/// A data directory that one process holds open for many users at once: one warehouse and one audience index, and for each user a
/// session with connections of its own. Thread-safe.
/// </summary>
public sealed class WorkspaceHost : IDisposable
{
    /// <summary>More sessions than this are not kept for later.</summary>
    private const int MostIdle = 8;

    private readonly Lock _lock = new();
    private readonly ConcurrentBag<Workspace> _idle = [];
    private volatile bool _isDisposed;
    private volatile ApiKeyRing? _keys;

    private WorkspaceHost(DataDirectory directory, TimeProvider clock, WarehouseStore warehouse)
    {
        Directory = directory;
        Clock = clock;
        Warehouse = warehouse;
        Index = new SharedAudienceIndex(warehouse, () =>
        {
            using ControlStore control = ControlStore.Open(directory.FullPath);
            return new IndexOptions { MemoryLimit = new WorkspaceSettings(control).IndexMemory, CheckpointDirectory = directory.IndexDirectory };
        });
    }

    /// <summary>Where the data lies.</summary>
    public DataDirectory Directory { get; }

    /// <summary>The clock that "now" comes from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The data.</summary>
    public WarehouseStore Warehouse { get; }

    /// <summary>The index that the sessions share.</summary>
    public SharedAudienceIndex Index { get; }

    /// <summary>The membership log as it grows; null where memberships are not kept live.</summary>
    public IMembershipFeed? Feed { get; set; }

    /// <summary>Gives the segments that could not be evaluated to be kept live; null where memberships are not kept live.</summary>
    public Func<IReadOnlyList<LiveFailure>>? LiveFailures { get; set; }

    /// <summary>Told the id of a webhook that was made, deleted or rewound.</summary>
    internal Action<string>? WebhookChanged { get; set; }

    /// <summary>Told the name of a setting that was changed.</summary>
    internal Action<string>? SettingChanged { get; set; }

    /// <summary>The keys that are accepted now.</summary>
    public ApiKeyRing Keys
    {
        get
        {
            if (_keys is { } known)
            {
                return known;
            }

            lock (_lock)
            {
                return _keys ??= LoadKeys();
            }
        }
    }

    /// <summary>Whether <see cref="Keys"/> has nothing to read: after some were made or revoked it has, once.</summary>
    public bool HasKeysInMemory => _keys is not null;

    /// <summary>Opens a data directory, creating it where it is missing.</summary>
    /// <exception cref="Strata.Language.UserErrorException">Code <c>data-directory</c>: another process uses it, or it is not usable.</exception>
    public static WorkspaceHost Open(DataDirectory directory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(directory);
        // The engine's own threads are started here: whoever applies events and answers requests goes before them.
        WarehouseStore warehouse = ThreadPriorities.RunYielding(() => WarehouseStore.Open(directory));
        try
        {
            using (ControlStore control = ControlStore.Open(directory.FullPath))
            {
                new WorkspaceSettings(control).Limit(warehouse, EngineMemory.Serving);
            }

            return new WorkspaceHost(directory, clock, warehouse);
        }
        catch
        {
            warehouse.Dispose();
            throw;
        }
    }

    /// <summary>Opens a session, for one thread at a time; disposing it leaves the host as it is.</summary>
    /// <param name="calledAs">The directory as the user names it, for messages; null for the host's own name of it.</param>
    /// <param name="within">The session of the change that this one is a part of: what it says it wrote, that one wrote. Null where it is none's.</param>
    public Workspace OpenSession(DataDirectory? calledAs = null, Workspace? within = null) => Workspace.OpenSession(this, calledAs ?? Directory, within);

    /// <summary>
    /// Lends a session that sees what is committed now; whoever asks for one a moment later gets the same, which knows the definitions
    /// already. It goes back when it is disposed, and must not be used further.
    /// </summary>
    public LentSession Lend()
    {
        if (_idle.TryTake(out Workspace? session))
        {
            session.Refresh();
        }

        return new LentSession(session ?? OpenSession(), Return);
    }

    /// <summary>Makes what is committed durable in the warehouse's own file, and keeps what the index built for the next process.</summary>
    public void Checkpoint(CancellationToken cancellation)
    {
        Index.Checkpoint(cancellation);
        using DuckDbConnection connection = Warehouse.Connect();
        connection.Execute("CHECKPOINT");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out Workspace? session))
        {
            session.Dispose();
        }

        Index.Dispose();
        Warehouse.Dispose();
    }

    /// <summary>Makes the keys be read again: after some were made or revoked.</summary>
    internal void ForgetKeys()
    {
        lock (_lock)
        {
            _keys = null;
        }
    }

    /// <summary>A webhook was made, deleted or rewound.</summary>
    internal void OnWebhookChanged(string id) => WebhookChanged?.Invoke(id);

    /// <summary>A setting was changed.</summary>
    internal void OnSettingChanged(string name) => SettingChanged?.Invoke(name);

    private void Return(Workspace session)
    {
        if (_isDisposed || _idle.Count >= MostIdle)
        {
            session.Dispose();
        }
        else
        {
            _idle.Add(session);
        }
    }

    private ApiKeyRing LoadKeys()
    {
        using ControlStore control = ControlStore.Open(Directory.FullPath);
        return new ApiKeys(control, Clock).Ring();
    }
}
