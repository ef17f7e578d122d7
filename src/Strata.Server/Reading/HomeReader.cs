using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Attention;
using Strata.Platform.Audiences;
using Strata.Platform.Live;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>A segment with who came and went.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
/// <param name="Size">How many it has now; missing where that is not known.</param>
/// <param name="Day">Who entered and left in the last 24 hours.</param>
/// <param name="Week">Who entered and left in the last seven days.</param>
internal sealed record MovedSegment(string Name, string Title, string Of, long? Size, SegmentMoves Day, SegmentMoves Week);

/// <summary>What is worked out for the first page, as of an instant some seconds ago at most.</summary>
/// <param name="At">The instant.</param>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Contacts">How many contacts.</param>
/// <param name="Segments">How many segments.</param>
/// <param name="Attention">Definitions that need attention, the most urgent first.</param>
/// <param name="Moved">Segments that somebody entered or left in the last seven days, those with the most of the last day first.</param>
/// <param name="Funnel">From every account to the target account list.</param>
/// <param name="NewestEventAt">When the newest event that is stored happened; missing where there is none.</param>
internal sealed record HomeOverview(
    string At,
    long Accounts,
    long Contacts,
    long Segments,
    IReadOnlyList<AttentionItem> Attention,
    IReadOnlyList<MovedSegment> Moved,
    MarketFunnel Funnel,
    string? NewestEventAt);

/// <summary>
/// Works out what the first page shows, at most once in some seconds, or when definitions change; whoever asks meanwhile gets the same.
/// Members come from memory, so that the size of the data hardly matters. Thread-safe.
/// </summary>
internal sealed class HomeReader(WorkspaceHost host, Memberships memberships, MembershipActivity activity, DataFreshness freshness, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private (HomeOverview Overview, long Revision, DataCatalog Catalog, long Since)? _kept;

    /// <summary>The overview.</summary>
    public HomeOverview Read(CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        lock (_lock)
        {
            if (_kept is { } kept && kept.Revision == workspace.Library.Revision && ReferenceEquals(kept.Catalog, workspace.Catalog)
                && clock.GetElapsedTime(kept.Since) < KeptFor)
            {
                return kept.Overview;
            }

            HomeOverview overview = Find(workspace, cancellation);
            _kept = (overview, workspace.Library.Revision, workspace.Catalog, clock.GetTimestamp());
            return overview;
        }
    }

    private HomeOverview Find(Workspace workspace, CancellationToken cancellation)
    {
        long now = workspace.Now.Instant;
        var lengths = new Dictionary<EntityKind, long>
        {
            [EntityKind.Account] = workspace.Reader.RefCount(EntityKind.Account),
            [EntityKind.Contact] = workspace.Reader.RefCount(EntityKind.Contact),
        };
        var known = new Dictionary<string, MemberSet>(StringComparer.Ordinal);
        MemberSet Members(LibraryEntry entry)
        {
            if (!known.TryGetValue(entry.Definition.Name, out MemberSet? members))
            {
                MemberSet found = memberships.Members(workspace, entry, at: null, cancellation).Members;
                known[entry.Definition.Name] = members = new MemberSet(found.Of, found.Refs.Resized(lengths[found.Of]));
            }

            return members;
        }

        IReadOnlyDictionary<string, SegmentMoves> day = activity.Since(now - Microseconds.PerDay, cancellation), week = activity.Since(now - (7 * Microseconds.PerDay), cancellation);
        long? Count(LibraryEntry entry) => memberships.Count(workspace, entry, cancellation);
        var attention = new AttentionFinder(workspace, Members, Count, cancellation).Find(freshness, week);
        return new HomeOverview(
            Microseconds.ToText(now),
            CountOf(workspace, "account"),
            CountOf(workspace, "contact"),
            workspace.Library.Segments.Count(),
            attention,
            [.. MovedSegments(workspace, Count, day, week)],
            MarketFunnel.Find(workspace.Library, Everybody(workspace, lengths[EntityKind.Account], cancellation), entry => Members(entry).Refs),
            freshness.NewestEvents(workspace, cancellation).Values.Max() is { } newest ? Microseconds.ToText(newest) : null);
    }

    private static long CountOf(Workspace workspace, string table) => workspace.Connection.QueryScalar<long>($"SELECT count(*) FROM {table}");

    private static Bitmap Everybody(Workspace workspace, long length, CancellationToken cancellation) => workspace.Engine()
        .Members(new Language.Bound.SegmentPlan(null, EntityKind.Account, new Language.Bound.BoundConstant(true), null, []), workspace.Now, cancellation).Refs.Resized(length);

    private static IEnumerable<MovedSegment> MovedSegments(
        Workspace workspace, Func<LibraryEntry, long?> count, IReadOnlyDictionary<string, SegmentMoves> day, IReadOnlyDictionary<string, SegmentMoves> week)
    {
        var none = new SegmentMoves(0, 0, 0);
        return workspace.Library.Segments
            .Where(entry => week.ContainsKey(entry.Definition.Name))
            .Select(entry => new MovedSegment(
                entry.Definition.Name,
                ((SegmentDefinition)entry.Definition).Title,
                Words.Of(entry.Definition.Of),
                count(entry),
                day.GetValueOrDefault(entry.Definition.Name, none),
                week[entry.Definition.Name]))
            .OrderByDescending(moved => moved.Day.Entered + moved.Day.Left).ThenByDescending(moved => moved.Week.Entered + moved.Week.Left);
    }
}
