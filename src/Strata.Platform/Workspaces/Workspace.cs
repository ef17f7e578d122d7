using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Strata.Index;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Audiences;
using Strata.Platform.Audit;
using Strata.Platform.Control;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Platform.People;
using Strata.Platform.Segments.Library;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Workspaces;

/// <summary>
/// An open data directory: the warehouse with the data, the control store with settings and definitions, and the clock. Used by one
/// thread at a time; a <see cref="WorkspaceHost"/> gives each its own over the same data.
/// </summary>
public sealed class Workspace : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly WorkspaceHost? _host;
    private readonly Workspace? _within;
    private readonly Lazy<DuckDbConnection> _connection;
    private Lazy<SegmentReader> _reader;
    private Lazy<AudienceEngines> _engines;
    private DefinitionLibrary? _library;
    private DataCatalog? _previewed;
    private DataCatalog? _readersOf;

    private Workspace(DataDirectory directory, TimeProvider clock, WarehouseStore warehouse, ControlStore control, WorkspaceHost? host = null, Workspace? within = null)
    {
        _clock = clock;
        _host = host;
        _within = within;
        Directory = directory;
        Warehouse = warehouse;
        Control = control;
        Settings = new WorkspaceSettings(control, () => Connection, host is null ? null : host.OnSettingChanged);
        _connection = new(warehouse.Connect);
        CreateReaders();
    }

    /// <summary>Where it lies.</summary>
    public DataDirectory Directory { get; }

    /// <summary>The data.</summary>
    public WarehouseStore Warehouse { get; }

    /// <summary>Definitions and settings as they are stored.</summary>
    public ControlStore Control { get; }

    /// <summary>The settings.</summary>
    public WorkspaceSettings Settings { get; }

    /// <summary>What definitions may name.</summary>
    public DataCatalog Catalog => _previewed ?? Warehouse.Catalog;

    /// <summary>The keys of the server's interface.</summary>
    public ApiKeys Keys => new(Control, _clock, _host is null ? null : _host.ForgetKeys);

    /// <summary>Who may work with it in the browser.</summary>
    public PeopleRegistry People => new(Control, _clock);

    /// <summary>Who changed what.</summary>
    public AuditLog Audit => new(Control);

    /// <summary>Checks passwords.</summary>
    public SignIns SignIns => new(Control, _clock);

    /// <summary>Finds people whom a provider of OpenID Connect vouches for.</summary>
    public OpenIdPeople OpenIdPeople => new(Control, _clock);

    /// <summary>The sessions of who is signed in.</summary>
    public SessionRegistry Sessions => new(Control, _clock);

    /// <summary>How the first admin comes to be.</summary>
    public FirstAdmin FirstAdmin => new(Control, _clock);

    /// <summary>Those who are told of changes of membership by HTTP.</summary>
    public WebhookRegistry Webhooks => new(this, () => _host?.Feed?.End ?? 0, _host is null ? null : _host.OnWebhookChanged);

    /// <summary>The connection that this workspace reads with.</summary>
    public DuckDbConnection Connection => _connection.Value;

    /// <summary>Evaluates segments in the warehouse.</summary>
    public SegmentReader Reader => _reader.Value;

    /// <summary>Reads values of members, whichever engine said who they are.</summary>
    public MemberReader Members => _engines.Value.Members;

    /// <summary>The current definitions; read at the first use and again after <see cref="RefreshLibrary"/>.</summary>
    public DefinitionLibrary Library => _library ??= new DefinitionLibrary(Control, Catalog);

    /// <summary>This instant, in the workspace's zone.</summary>
    public AsOf Now => new(Microseconds.FromInstant(Instant.FromDateTimeOffset(_clock.GetUtcNow())), Settings.Zone);

    /// <summary>Opens a data directory, creating it where it is missing.</summary>
    /// <exception cref="UserErrorException">Code <c>data-directory</c>: another process uses it, or it is not usable.</exception>
    public static Workspace Open(DataDirectory directory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(directory);
        WarehouseStore warehouse = WarehouseStore.Open(directory);
        try
        {
            var workspace = new Workspace(directory, clock, warehouse, ControlStore.Open(directory.FullPath));
            workspace.Settings.Limit(warehouse, EngineMemory.Working);
            return workspace;
        }
        catch
        {
            warehouse.Dispose();
            throw;
        }
    }

    /// <summary>Opens a data directory that must have data already.</summary>
    /// <exception cref="UserErrorException">Code <c>data-directory</c>: nothing was ever brought in, another process uses it, or it is not usable.</exception>
    public static Workspace OpenExisting(DataDirectory directory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return directory.HasWarehouse
            ? Open(directory, clock)
            : throw new UserErrorException(
                "data-directory",
                $"There is no data in {directory.FullPath}.",
                fix: "Bring some in with 'strata import FILE…', see the product with 'strata demo', or name another directory with --data.");
    }

    /// <summary>A session over the stores of a host: the warehouse and the index are the host's, everything else its own.</summary>
    internal static Workspace OpenSession(WorkspaceHost host, DataDirectory directory, Workspace? within) =>
        new(directory, host.Clock, host.Warehouse, ControlStore.Open(directory.FullPath), host, within);

    /// <summary>Says who is in a segment.</summary>
    /// <param name="name">The engine: <c>index</c>, <c>duckdb</c>, or <c>all</c> to compare them.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such engine.</exception>
    public IAudienceEngine Engine(string name = AudienceEngines.Index) => _engines.Value.Find(name);

    /// <summary>
    /// Lets this session ask the index several questions of the same data, until the result is disposed, on the same thread. Where a server
    /// runs, others wait meanwhile.
    /// </summary>
    public IDisposable? HoldIndex() => _previewed is null ? _host?.Index.Hold() : null;

    /// <summary>
    /// Whom what was written in this session concerns, where whoever wrote said so; null where anybody may be concerned. Live memberships
    /// follow by it.
    /// </summary>
    public EntityChanges? Written { get; private set; }

    /// <summary>Says whom everything that this session writes concerns.</summary>
    internal void NoteWritten(EntityChanges changes)
    {
        Written = Written is null ? changes : Written.And(changes);
        _within?.NoteWritten(changes);
    }

    /// <summary>Why a segment is not kept live as it is defined; null where it is, or nobody keeps any.</summary>
    public LiveFailure? LiveFailureOf(string segment) =>
        _host?.LiveFailures?.Invoke().FirstOrDefault(failure => string.Equals(failure.Segment, segment, StringComparison.Ordinal));

    /// <summary>Makes <see cref="Library"/> read the definitions again: after they were changed.</summary>
    public void RefreshLibrary() => _library = null;

    /// <summary>Makes everything see what was committed since, by whomever: before this workspace is used again.</summary>
    internal void Refresh()
    {
        if (!ReferenceEquals(_readersOf, Catalog))
        {
            PreviewCatalog(null);
            return;
        }

        if (_reader.IsValueCreated)
        {
            _reader.Value.Refresh();
        }

        if (_engines.IsValueCreated)
        {
            _engines.Value.Refresh();
        }

        if (_library is not null && _library.Revision != Control.LatestRevision())
        {
            RefreshLibrary();
        }
    }

    /// <summary>Makes everything read by another catalog: after the warehouse got its tables.</summary>
    internal void AdoptCatalog(DataCatalog catalog)
    {
        Warehouse.Adopt(catalog);
        PreviewCatalog(null);
    }

    /// <summary>
    /// Makes this workspace, and no other over the same warehouse, read by another catalog, whose tables exist only within the
    /// transaction of its connection; null ends that.
    /// </summary>
    internal void PreviewCatalog(DataCatalog? catalog)
    {
        _previewed = catalog;
        DisposeReaders();
        CreateReaders();
        RefreshLibrary();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeReaders();

        if (_connection.IsValueCreated)
        {
            _connection.Value.Dispose();
        }

        Control.Dispose();
        if (_host is null)
        {
            Warehouse.Dispose();
        }
    }

    [MemberNotNull(nameof(_reader), nameof(_engines))]
    private void CreateReaders()
    {
        _readersOf = Catalog;
        _reader = new(() => new SegmentReader(_connection.Value, Catalog));
        _engines = new(() => new AudienceEngines(
            _connection.Value,
            _reader.Value,
            new IndexOptions { MemoryLimit = Settings.IndexMemory, CheckpointDirectory = Directory.IndexDirectory },
            _previewed is null ? _host?.Index : null));
    }

    private void DisposeReaders()
    {
        if (_engines.IsValueCreated)
        {
            _engines.Value.Dispose();
        }
    }
}
