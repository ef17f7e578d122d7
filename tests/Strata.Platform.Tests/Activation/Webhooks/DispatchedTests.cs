using System.Collections.Concurrent;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Activation.Webhooks;

/// <summary>A dispatcher at work over a data directory with two segments, and a membership log that the test writes.</summary>
public abstract class DispatchedTests : IAsyncLifetime, IDisposable
{
    internal static WebhookOptions Options { get; } = new()
    {
        AllowsInside = true,
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(20),
    };

    private readonly TemporaryFolder _folder = new();

    internal ListedFeed Feed { get; } = new();

    protected ConcurrentQueue<string> Notices { get; } = new();

    protected WorkspaceHost Host { get; private set; } = null!;

    protected WebhookDispatcher Dispatcher { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = WorkspaceHost.Open(new DataDirectory(_folder.PathOf("data")), TimeProvider.System);
        Host.Feed = Feed;
        using (Workspace session = Host.OpenSession())
        {
            session.Settings.Set(WorkspaceSettings.WebhooksInside, "yes");
            new DefinitionReconciler(session, DefinitionFiles.ReadText("segment: large\nof: accounts\nwhere: employees > 5\n---\nsegment: other\nof: accounts\nwhere: employees > 6\n"), removeOthers: false)
                .Apply("test", null, session.Now, CancellationToken.None);
        }

        await StartAsync();
    }

    public async Task DisposeAsync() => await Dispatcher.DisposeAsync();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Host.Dispose();
        _folder.Dispose();
    }

    internal async Task RestartAsync(WebhookOptions options)
    {
        await Dispatcher.DisposeAsync();
        await StartAsync(options);
    }

    internal async Task StartAsync(WebhookOptions? options = null)
    {
        Dispatcher = new WebhookDispatcher(Host, Feed, Notices.Enqueue, options ?? Options);
        await Dispatcher.StartAsync();
    }

    internal Webhook Create(WebhookReceiver receiver)
    {
        using Workspace session = Host.OpenSession();
        return session.Webhooks.Create(receiver.Url, []);
    }

    protected WebhookState? Find(Webhook webhook)
    {
        using Workspace session = Host.OpenSession();
        return session.Webhooks.TryFind(webhook.Id);
    }

    protected IReadOnlyList<WebhookAttempt> Attempts(Webhook webhook)
    {
        using Workspace session = Host.OpenSession();
        return session.Webhooks.Attempts(webhook.Id, 1000);
    }
}
