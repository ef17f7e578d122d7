using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Live;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>Keeps the segments of a workspace's library live: made when a process starts, set anew when definitions change.</summary>
public sealed class LiveDefinitions : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly LiveMemberships _memberships;
    private readonly Workspace _session;
    private readonly Lock _evaluating = new();
    private long _revision;
    private DateTimeZone _zone;
    private Action<int, int>? _progress;

    private LiveDefinitions(WorkspaceHost host, long instant)
    {
        _session = host.OpenSession();
        _connection = host.Warehouse.Connect();
        _zone = _session.Settings.Zone;
        _memberships = new LiveMemberships(_connection, _session.Catalog, _zone, instant, Evaluate, host.Warehouse.Connect, () => new FillingOptions
        {
            Present = Microseconds.FromInstant(Instant.FromDateTimeOffset(host.Clock.GetUtcNow())),

            // Those who were told of the start are not told of what is defined later.
            Progress = (done, total) => _progress?.Invoke(done, total),
        });
        _revision = _session.Library.Revision;
    }

    /// <summary>The segments that could not be evaluated for everybody: they are as they were, and are tried again.</summary>
    public IReadOnlyList<LiveFailure> Failures => _memberships.Failures;

    /// <summary>The memberships.</summary>
    public ILiveMemberships Memberships => _memberships;

    /// <summary>Evaluates every valid segment of a workspace as of an instant.</summary>
    /// <param name="host">The workspace.</param>
    /// <param name="instant">The instant, in UTC microseconds, as of which what is stored was applied.</param>
    /// <param name="log">What was told before.</param>
    /// <param name="progress">Told how many conditions are evaluated, and of how many; null for nobody.</param>
    /// <param name="failed">Told of each segment that could not be evaluated, now and later; null for nobody.</param>
    /// <param name="cancellation">Ends the evaluation.</param>
    public static LiveDefinitions Start(
        WorkspaceHost host,
        long instant,
        MembershipLog log,
        Action<int, int>? progress = null,
        Action<LiveFailure, Exception>? failed = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(log);
        var live = new LiveDefinitions(host, instant);
        try
        {
            live._progress = progress;
            live._memberships.Failed = failed;
            List<LiveDefinition> definitions = Of(live._session.Library);
            if (definitions.Count == 0)
            {
                progress?.Invoke(0, 0);
            }

            live._memberships.Begin(definitions, log.Members(), cancellation);
            live._progress = null;
            return live;
        }
        catch
        {
            live.Dispose();
            throw;
        }
    }

    /// <summary>Sets the segments anew where the library, the catalog or the workspace's zone is another one. By the thread that applies; every event must be stored.</summary>
    /// <param name="written">A session that sees what was written.</param>
    public void Written(Workspace written)
    {
        ArgumentNullException.ThrowIfNull(written);
        written.RefreshLibrary();
        DateTimeZone zone = written.Settings.Zone;
        if (written.Library.Revision != _revision || !ReferenceEquals(written.Catalog, _memberships.Catalog) || zone.Id != _zone.Id)
        {
            (_revision, _zone) = (written.Library.Revision, zone);
            _memberships.Define(Of(written.Library), written.Catalog, zone);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memberships.Dispose();
        _connection.Dispose();
        _session.Dispose();
    }

    /// <summary>A segment that is invalid keeps its last valid form; one that never was valid has no members to keep.</summary>
    private static List<LiveDefinition> Of(DefinitionLibrary library)
    {
        var definitions = new List<LiveDefinition>();
        foreach (LibraryEntry entry in library.Segments.Where(entry => entry.IsValid || entry.ValidRevision is not null))
        {
            try
            {
                definitions.Add(new LiveDefinition(entry.Definition.Name, entry.Stored.Version, library.PlanOf(entry)));
            }
            catch (UserErrorException)
            {
                // What it named is gone from the catalog too: nothing can be evaluated.
            }
        }

        definitions.AddRange(LiveSegmentation.Find(library)?.Definitions ?? []);
        return definitions;
    }

    private Bitmap? Evaluate(SegmentPlan plan, AsOf asOf)
    {
        lock (_evaluating)
        {
            _session.Refresh();
            return _session.Engine().Members(plan, asOf, CancellationToken.None).Refs;
        }
    }
}
