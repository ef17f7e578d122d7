using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Control;
using Strata.Platform.Live;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Targeting;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Attention;

/// <summary>Finds the definitions that need attention, the most urgent first.</summary>
/// <param name="workspace">The data.</param>
/// <param name="members">The members of a valid segment now, all sets of one length for an entity; they are not changed.</param>
/// <param name="count">How many members a segment has now; null where it never was valid.</param>
/// <param name="cancellation">Stops the work.</param>
public sealed class AttentionFinder(Workspace workspace, Func<LibraryEntry, MemberSet> members, Func<LibraryEntry, long?> count, CancellationToken cancellation)
{
    /// <summary>A segment of which less than this share moved within a week is not called changed.</summary>
    public const double LeastChange = 0.2;

    /// <summary>The segmentation whose groups are plays that sales works.</summary>
    private const string SalesPlays = "sales_play";

    /// <summary>What segments are made for whose members are to be approached.</summary>
    private static readonly string[] Approaching = ["engagement", "acceleration", "opportunity"];

    /// <summary>Looks at every definition.</summary>
    /// <param name="freshness">Says which data no longer comes.</param>
    /// <param name="lastWeek">Who entered and left in the last seven days.</param>
    public IReadOnlyList<AttentionItem> Find(DataFreshness freshness, IReadOnlyDictionary<string, SegmentMoves> lastWeek)
    {
        ArgumentNullException.ThrowIfNull(freshness);
        ArgumentNullException.ThrowIfNull(lastWeek);
        IReadOnlyDictionary<string, long?> newest = freshness.NewestEvents(workspace, cancellation);
        Dictionary<string, long> runs = new ModelStore(workspace.Control).Runs().ToDictionary(run => run.Score, run => run.At, StringComparer.Ordinal);
        var items = new List<AttentionItem>();
        items.AddRange(workspace.Library.Entries.Where(entry => !entry.IsValid).Select(entry => Item(AttentionKind.Invalid, entry) with
        {
            Problems = [.. entry.Problems.Select(problem => problem.Message)],
        }));
        LibraryEntry[] valid = [.. workspace.Library.Segments.Where(entry => entry.IsValid)];
        items.AddRange(Conflicts(valid));
        foreach (LibraryEntry entry in valid)
        {
            items.AddRange(OfSegment(entry, newest, runs, lastWeek.GetValueOrDefault(entry.Definition.Name)));
        }

        return [.. items.OrderBy(item => item.Kind)];
    }

    private IEnumerable<AttentionItem> OfSegment(
        LibraryEntry entry, IReadOnlyDictionary<string, long?> newest, IReadOnlyDictionary<string, long> runs, SegmentMoves? moves)
    {
        var segment = (SegmentDefinition)entry.Definition;
        long now = workspace.Now.Instant;
        if (DataFreshness.StaleSources(workspace.Library.PlanOf(entry).Membership, newest, runs, now) is { Count: > 0 } stale)
        {
            yield return Item(AttentionKind.Stale, entry) with { Sources = stale };
        }

        // Whom a suppression keeps away is right however few there are.
        long? size = count(entry);
        if (!Suppressions.Is(entry) && size is { } known && SizeGuard.TooSmallFor(segment.Minimum, known) is { Count: > 0 } channels)
        {
            yield return Item(AttentionKind.TooSmall, entry) with { TooSmallFor = channels };
        }

        if (DueAt(segment, entry.Stored) is { } due && due <= now)
        {
            yield return Item(AttentionKind.ReviewDue, entry) with { Since = Microseconds.ToText(due) };
        }

        if (moves is not null && moves.Entered + moves.Left >= Math.Max(1, LeastChange * (size ?? 0)))
        {
            yield return Item(AttentionKind.Changed, entry) with { Moves = moves };
        }
    }

    /// <summary>When a segment is to be looked at again, by when it was last stored; null where nobody said.</summary>
    private long? DueAt(SegmentDefinition segment, StoredVersion stored) => segment.ReviewEvery is { } every
        ? Calendar.Shift(new AsOf(stored.At, workspace.Settings.Zone), every, 1)
        : null;

    private IEnumerable<AttentionItem> Conflicts(IReadOnlyList<LibraryEntry> valid)
    {
        LibraryEntry[] suppressions = Suppressions.Of(workspace.Library, EntityKind.Account, named: null);
        if (suppressions.Length == 0)
        {
            yield break;
        }

        MemberSet[] suppressed = [.. suppressions.Select(members)];
        foreach (LibraryEntry entry in valid.Where(IsWorked))
        {
            Bitmap worked = members(entry).Refs;
            IReadOnlyList<SuppressionConflict> found = SuppressionConflict.Find([("", worked)], suppressions, suppressed);
            if (found.Count > 0)
            {
                yield return Item(AttentionKind.Conflict, entry) with { Conflicts = [.. found.Select(conflict => new ConflictCount(conflict.Suppression, null, conflict.Count))] };
            }
        }

        if (workspace.Library.FindSegmentation(SalesPlays) is { IsValid: true, Definition.Of: EntityKind.Account } plays)
        {
            var partitions = new PartitionReader(workspace.Engine(), workspace.Library.SegmentationPlanOf(plays), cancellation);
            Partition now = partitions.At(workspace.Now);
            var groups = partitions.Values.Zip(now.Groups.Select(group => group.Resized(suppressed[0].Refs.Length))).Take(partitions.Values.Count - 1);
            IReadOnlyList<SuppressionConflict> found = SuppressionConflict.Find(groups, suppressions, suppressed);
            if (found.Count > 0)
            {
                yield return Item(AttentionKind.Conflict, plays) with { Conflicts = [.. found.Select(conflict => new ConflictCount(conflict.Suppression, conflict.Group, conflict.Count))] };
            }
        }
    }

    private static bool IsWorked(LibraryEntry entry) => entry.Definition is SegmentDefinition { Of: EntityKind.Account } segment
        && Approaching.Contains(segment.Objective, StringComparer.OrdinalIgnoreCase) && !Suppressions.Is(entry);

    private AttentionItem Item(AttentionKind kind, LibraryEntry entry)
    {
        var segment = entry.Definition as SegmentDefinition;
        return new AttentionItem(kind, entry.Stored.Kind, entry.Definition.Name, segment?.Title ?? entry.Definition.Name, segment?.Owner, segment is null ? null : count(entry));
    }
}
