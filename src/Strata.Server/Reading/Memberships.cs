using Strata.Index.Bitmaps;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Live;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>Says who is in which segment: in the present from memory, in the past, and while a new
/// definition is still being worked out, by evaluation. Evaluations of the past are kept for a while, so that the pages of one listing are of one answer.</summary>
internal sealed class Memberships(ILiveMemberships live, TimeProvider clock)
{
    private const int MostKept = 16;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Segment, long Version, long At), (MemberSet Members, long Since)> _kept = [];

    /// <summary>The members of a segment at T.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="at">T; null for the present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public MemberSet Members(Workspace workspace, LibraryEntry segment, AsOf? at, CancellationToken cancellation)
    {
        if (at is null && IsLive(segment) && live.Members(segment.Definition.Name) is { } present)
        {
            return new MemberSet(segment.Definition.Of, present);
        }

        SegmentPlan plan = workspace.Library.PlanOf(segment);
        if (at is null)
        {
            return workspace.Engine().Members(plan, workspace.Now, cancellation);
        }

        var key = (segment.Definition.Name, segment.Stored.Version, at.Instant);
        lock (_lock)
        {
            foreach (var old in _kept.Where(pair => clock.GetElapsedTime(pair.Value.Since) > KeptFor).Select(pair => pair.Key).ToList())
            {
                _kept.Remove(old);
            }

            if (_kept.TryGetValue(key, out (MemberSet Members, long Since) kept))
            {
                return kept.Members;
            }
        }

        MemberSet members = workspace.Engine().Members(plan, at, cancellation);
        lock (_lock)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Remove(_kept.MinBy(pair => pair.Value.Since).Key);
            }

            _kept[key] = (members, clock.GetTimestamp());
        }

        return members;
    }

    /// <summary>How many members a segment has now; null where it cannot be evaluated.</summary>
    public long? Count(Workspace workspace, LibraryEntry segment, CancellationToken cancellation) =>
        live.Segments.FirstOrDefault(one => Is(one, segment)) is { } kept ? kept.Count
            : segment.IsValid || segment.ValidRevision is not null ? workspace.Engine().Count(workspace.Library.PlanOf(segment), workspace.Now, cancellation)
            : null;

    /// <summary>The segments that an entity is in at T, by name.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="data">Where the entity is from.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="of">What it is.</param>
    /// <param name="at">T; null for the present.</param>
    public IReadOnlyList<LibraryEntry> Of(Workspace workspace, IEntityData data, StateRow entity, EntityKind of, AsOf? at)
    {
        AsOf instant = at ?? workspace.Now;
        HashSet<string> kept = at is null ? [.. live.Segments.Where(one => workspace.Library.Segments.Any(entry => Is(one, entry))).Select(one => one.Name)] : [];
        HashSet<string> members = at is null ? [.. live.SegmentsOf(of, entity.Reference)] : [];
        var evaluator = new EntityEvaluator(data, new SegmentRanks(workspace.Engine()));
        return [.. workspace.Library.Segments.Where(entry => entry.Definition.Of == of
            && (kept.Contains(entry.Definition.Name)
                ? members.Contains(entry.Definition.Name)
                : (entry.IsValid || entry.ValidRevision is not null) && evaluator.IsTrue(workspace.Library.PlanOf(entry).Membership, entity, instant)))];
    }

    /// <summary>Whether the segment is kept live as it stands; not while a new definition of it is being worked out.</summary>
    private bool IsLive(LibraryEntry segment) => live.Segments.Any(one => Is(one, segment));

    private static bool Is(LiveSegment kept, LibraryEntry segment) => kept.Version == segment.Stored.Version && kept.Name == segment.Definition.Name;

    /// <summary>A part of a set: up to so many members whose refs come after one.</summary>
    /// <returns>The part, and the ref after which the next one begins; null where there is no more.</returns>
    public static (MemberSet Page, long? Next) Part(MemberSet members, long after, int limit)
    {
        var page = new Bitmap(members.Refs.Length);
        int count = 0;
        long last = after;
        foreach (long reference in members.Refs.PositionsFrom(after + 1))
        {
            if (count == limit)
            {
                return (new MemberSet(members.Of, page), last);
            }

            page.Add(reference);
            last = reference;
            count++;
        }

        return (new MemberSet(members.Of, page), null);
    }
}
