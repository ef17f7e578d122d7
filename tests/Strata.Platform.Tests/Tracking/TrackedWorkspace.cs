using System.Text;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Live;
using Strata.Platform.Tests.Segments.Library;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Tracking;

/// <summary>A workspace whose messages are applied at once, without a journal and without memberships.</summary>
internal sealed class TrackedWorkspace : IIngestSink, IDisposable
{
    private readonly TestWorkspace _test = new();
    private readonly SegmentSpecReader _reader = new();
    private readonly PendingEvents _pending = new();
    private readonly List<Action<DuckDbConnection>> _along = [];
    private long _received;

    public TrackedWorkspace(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        foreach ((string name, string value) in settings)
        {
            Workspace.Settings.Set(name, value);
        }

        _received = Workspace.Now.Instant;
        Resolver = new TrackingResolver(Workspace.Warehouse, () => TrackingRules.Of(Workspace.Settings));
    }

    public Workspace Workspace => _test.Workspace;

    public TrackingResolver Resolver { get; private set; }

    public List<IngestedEvent> Events { get; } = [];

    public List<AmendedEvent> Amended { get; } = [];

    public List<EntityChanges> Changes { get; } = [];

    public long Now => _received;

    /// <summary>How often something was written besides events.</summary>
    public int Writes { get; private set; }

    /// <summary>Sends one message or a batch; instants in it are as of a server that received it just now.</summary>
    public TrackedWorkspace Send(string body, string? ip = null)
    {
        SegmentRequest request = _reader.Read(null, Encoding.UTF8.GetBytes(body), new RequestContext(++_received, ip));
        request.Errors.ShouldBeEmpty();
        foreach (TrackedMessage message in request.Messages)
        {
            Resolver.Take(message, this);
        }

        Resolver.Finish(this);
        Flush();
        return this;
    }

    /// <summary>Goes on as a server that was started anew.</summary>
    public TrackedWorkspace Restart()
    {
        Resolver.Dispose();
        Resolver = new TrackingResolver(Workspace.Warehouse, () => TrackingRules.Of(Workspace.Settings));
        return this;
    }

    public void Wait(TimeSpan time) => _received += (long)time.TotalMicroseconds;

    public List<string> Rows(string sql) => Workspace.Connection.Query(sql, [], row => row.GetText(0) ?? "null");

    public string? Text(string sql) => Workspace.Connection.QueryScalar<string>(sql);

    PendingPlace IIngestSink.Add(IngestedEvent arrived)
    {
        Events.Add(arrived);
        return _pending.Add(arrived);
    }

    void IIngestSink.Amend(AmendedEvent amended)
    {
        Amended.Add(amended.Keep());
        _pending.Amend(amended);
    }

    void IIngestSink.Store(Action<DuckDbConnection> write) => _along.Add(write);

    void IIngestSink.Change(Func<Workspace, EntityChanges?> write)
    {
        Flush();
        Writes++;
        if (write(Workspace) is { } changes)
        {
            Changes.Add(changes);
            Resolver.Changed(changes);
        }
    }

    public void Dispose()
    {
        Resolver.Dispose();
        _test.Dispose();
    }

    private void Flush()
    {
        using DuckDbTransaction transaction = Workspace.Connection.BeginTransaction();
        _pending.WriteTo(Workspace.Connection);
        EventAmendments.FoldAll(Workspace.Connection);
        foreach (Action<DuckDbConnection> write in _along)
        {
            write(Workspace.Connection);
        }

        transaction.Commit();
        _pending.Clear();
        _along.Clear();
    }
}
