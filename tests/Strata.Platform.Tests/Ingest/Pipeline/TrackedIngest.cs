using System.Text;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Ingest;
using Strata.Platform.Live;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>A data directory that takes in messages as a server does: with identity, segments that are kept live, their log, and webhooks.</summary>
internal sealed class TrackedIngest : IAsyncDisposable
{
    private TrackingResolver? _resolver;
    private LiveDefinitions? _live;
    private WebhookDispatcher? _webhooks;

    public TrackedIngest(string directory, IngestOptions? options = null)
    {
        Host = WorkspaceHost.Open(new DataDirectory(directory), TimeProvider.System);
        Log = new MembershipLog(Host.Warehouse);
        Host.Feed = Log;
        Pipeline = IngestPipeline.Start(
            Host,
            new IngestParts
            {
                Resolver = host => _resolver = new TrackingResolver(host.Warehouse, ReadRules),
                Log = Log,
                Live = (host, instant) => (_live = LiveDefinitions.Start(host, instant, Log)).Memberships,
                Written = written => _live!.Written(written),
            },
            options);
    }

    public WorkspaceHost Host { get; }

    public MembershipLog Log { get; }

    public IngestPipeline Pipeline { get; }

    /// <summary>Stores definitions.</summary>
    public Task Define(string definitions) => Pipeline.RunAsync(session =>
    {
        new DefinitionReconciler(session, DefinitionFiles.ReadText(definitions), removeOthers: true).Apply("test", "because", session.Now, CancellationToken.None);
        return true;
    });

    /// <summary>Tells the webhooks, from when everything is applied that the journal had.</summary>
    public async Task Tell()
    {
        await Pipeline.Recovered;
        var options = new WebhookOptions { AllowsInside = true, FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(100) };
        _webhooks = new WebhookDispatcher(Host, Log, Console.Error.WriteLine, options);
        await _webhooks.StartAsync();
    }

    /// <summary>Sends messages as one batch.</summary>
    public Task<SubmitOutcome> Send(IEnumerable<string> messages)
    {
        byte[] body = Encoding.UTF8.GetBytes($"{{\"batch\": [{string.Join(',', messages)}]}}");
        var context = new RequestContext(Pipeline.Receive());
        return Pipeline.SubmitAsync(new InputRequest(null, context, "key", body), new SegmentSpecReader().Read(null, body, context));
    }

    public async ValueTask DisposeAsync()
    {
        await (_webhooks?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Pipeline.DisposeAsync();
        _resolver?.Dispose();
        _live?.Dispose();
        Host.Dispose();
    }

    private TrackingRules ReadRules()
    {
        using Workspace session = Host.OpenSession();
        return TrackingRules.Of(session.Settings);
    }
}
