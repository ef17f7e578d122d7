using System.Collections.Concurrent;
using System.Text;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Journal;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>A data directory that takes in events through a pipeline, and can be closed and opened again.</summary>
internal sealed class IngestHarness : IAsyncDisposable
{
    private readonly IngestOptions? _options;
    private readonly IJournalStorage? _storage;
    private PlainResolver? _resolver;

    public IngestHarness(string directory, TimeProvider clock, IngestOptions? options = null, IJournalStorage? storage = null, bool makesChanges = false)
    {
        _options = options;
        _storage = storage;
        Host = WorkspaceHost.Open(new DataDirectory(directory), clock);
        var parts = new IngestParts
        {
            Resolver = host => _resolver = new PlainResolver(host),
            Log = Log,
            Live = (_, now) => Live = new RecordedMemberships(now) { MakesChanges = makesChanges },
            Written = _ => { },
            Notice = Notices.Enqueue,
        };
        Pipeline = _storage is null ? IngestPipeline.Start(Host, parts, _options) : IngestPipeline.Start(Host, parts, _options, _storage);
    }

    /// <summary>What whoever runs it was told.</summary>
    public ConcurrentQueue<string> Notices { get; } = new();

    public WorkspaceHost Host { get; }

    public IngestPipeline Pipeline { get; }

    public RecordedLog Log { get; } = new();

    public RecordedMemberships Live { get; private set; } = null!;

    public PlainResolver Resolver => _resolver!;

    /// <summary>Sends messages as one batch.</summary>
    public Task<SubmitOutcome> Send(params string[] messages) => SendBody($"{{\"batch\": [{string.Join(',', messages)}]}}");

    public Task<SubmitOutcome> SendBody(string json, PrivacySignals privacy = PrivacySignals.None)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        var context = new RequestContext(Pipeline.Receive(), Privacy: privacy);
        return Pipeline.SubmitAsync(new InputRequest(null, context, "key", body), new SegmentSpecReader(int.MaxValue).Read(null, body, context));
    }

    /// <summary>Sends usages of a feature, one for each id.</summary>
    public Task<SubmitOutcome> SendUsages(params string[] ids) => Send([.. ids.Select(id => Usage(id))]);

    public static string Usage(string id, string account = "a1", string? timestamp = null) =>
        $$"""{"type": "track", "event": "usage", "messageId": "{{id}}", "userId": "u1", "context": {"groupId": "{{account}}"}, "properties": {"feature": "Reports", "minutes": 12.5}{{(timestamp is null ? "" : $", \"timestamp\": \"{timestamp}\"")}}}""";

    /// <summary>Reads the warehouse when everything that was durable is applied and stored.</summary>
    public Task<T> Stored<T>(Func<DuckDbConnection, T> read) => Pipeline.RunAsync(session => read(session.Connection));

    public Task<List<string>> StoredIds() => Stored(connection =>
        connection.Query("SELECT id FROM event_usage ORDER BY id", [], row => row.GetRequiredText(0)));

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _resolver?.Dispose();
        Host.Dispose();
    }
}
