using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Lookup;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;

namespace Strata.Server.Hosting;

/// <summary>What takes events in and keeps memberships true by them: the pipeline with its parts.</summary>
internal sealed class Intake : IAsyncDisposable
{
    private static readonly TimeSpan ShownEvery = TimeSpan.FromMilliseconds(250);

    private readonly WorkspaceHost _host;
    private readonly LookupTable _lookup;
    private readonly TimeWatch _time;
    private volatile LiveSegmentation? _tier;
    private DataCatalog? _catalog;
    private IReadOnlyList<IpRange> _ranges = [];
    private LiveDefinitions? _live;
    private TrackingResolver? _resolver;

    private Intake(WorkspaceHost host, Action<StartProgress> progress, Action<string> notice, bool setsTimeBack, CancellationToken cancellation)
    {
        _host = host;
        using (LentSession session = host.Lend())
        {
            _tier = LiveSegmentation.Find(session.Workspace.Library);
        }

        Log = new MembershipLog(host.Warehouse);
        var visitors = new VisitorLinks();
        _lookup = new LookupTable(host, visitors);
        host.Feed = Log;
        host.LiveFailures = () => _live?.Failures ?? [];
        Watch = new EventWatch(host.Clock);
        try
        {
            Pipeline = IngestPipeline.Start(host, new IngestParts
            {
                Resolver = of =>
                {
                    progress(new StartProgress(StartStep.Keys));
                    return new WatchedResolver(_resolver = new TrackingResolver(of.Warehouse, ReadRules, visitors), Watch);
                },
                Watch = Watch,
                Log = Log,
                Notice = notice,
                Live = (of, instant) => new ObservedMemberships(
                    (_live = LiveDefinitions.Start(
                        of,
                        instant,
                        Log,
                        (done, total) => progress(new StartProgress(StartStep.Segments, done, total)),
                        (failure, fault) => notice($"The segment {failure.Segment} could not be evaluated, and is as it was before; it is tried again: {fault}"),
                        cancellation)).Memberships,
                    _lookup.Changed),
                Written = written =>
                {
                    _live!.Written(written);
                    _tier = LiveSegmentation.Find(written.Library);
                    ForgetWhatIsOther(written);
                    _lookup.Trust(written.Settings.IpConfidence);
                },
            }, new IngestOptions { SetsTimeBack = setsTimeBack });
            _time = new TimeWatch(Pipeline, host.Clock, notice);
        }
        catch
        {
            Close();
            throw;
        }

        Answers = new LookupService(_lookup, Pipeline.Live, () => _tier);
    }

    /// <summary>Takes events in, and makes every change of the data.</summary>
    public IngestPipeline Pipeline { get; }

    /// <summary>Shows messages to those who watch them come in.</summary>
    public EventWatch Watch { get; }

    /// <summary>How many visits were ended for want of room.</summary>
    public long VisitsEndedEarly => _resolver!.VisitsEndedEarly;

    /// <summary>The changes of membership.</summary>
    public MembershipLog Log { get; }

    /// <summary>How many messages of a kind that is not wanted were dropped since the start. Thread-safe.</summary>
    public long Dropped(DropReason reason) => _resolver?.Dropped.GetValueOrDefault(reason) ?? 0;

    /// <summary>Says who a visitor is.</summary>
    public LookupService Answers { get; }

    /// <summary>Applies what the journal holds, and begins.</summary>
    /// <param name="host">The data directory.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="notice">Told of what whoever runs the server should know.</param>
    /// <param name="setsTimeBack">Whether time is set back to the clock.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static Intake Start(
        WorkspaceHost host, Action<StartProgress> progress, Action<string> notice, bool setsTimeBack = false, CancellationToken cancellation = default) =>
        new(host, progress, notice, setsTimeBack, cancellation);

    /// <summary>Waits until everything is applied that the journal had at start.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task RecoverAsync(Action<StartProgress> progress, CancellationToken cancellation)
    {
        long total = Pipeline.Lag;
        progress(new StartProgress(StartStep.Journal, 0, total));
        while (!Pipeline.Recovered.IsCompleted)
        {
            progress(new StartProgress(StartStep.Journal, Math.Max(0, total - Pipeline.Lag), total));
            await Task.WhenAny(Pipeline.Recovered, Task.Delay(ShownEvery, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        await Pipeline.Recovered;
    }

    /// <summary>Applies and stores what was taken in, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _time.Dispose();
        await Pipeline.DisposeAsync();
        Close();
    }

    private void Close()
    {
        _host.Feed = null;
        _host.LiveFailures = null;
        _resolver?.Dispose();
        _live?.Dispose();
        _lookup.Dispose();
    }

    /// <summary>Rows that were written are told of by memberships; the catalog and the ranges of addresses are not.</summary>
    private void ForgetWhatIsOther(Workspace written)
    {
        IReadOnlyList<IpRange> ranges = IpRangeStore.Read(written.Connection);
        if (!ReferenceEquals(_catalog, written.Catalog) || !_ranges.SequenceEqual(ranges))
        {
            (_catalog, _ranges) = (written.Catalog, ranges);
            _lookup.Forget();
        }
    }

    private TrackingRules ReadRules()
    {
        using Workspace session = _host.OpenSession();
        return TrackingRules.Of(session.Settings);
    }
}
