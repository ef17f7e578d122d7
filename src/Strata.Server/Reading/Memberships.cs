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

/// <summary>
/// Says who is in which segment: in the present from memory; in the past by the membership log as far as it reaches back, before that by
/// evaluation of the definition that stood then; in the future, and while a new definition is still being worked out, by evaluation. Answers
/// about other instants than the present are kept for a while, so that the pages of one listing are of one answer.
/// </summary>
internal sealed class Memberships(ILiveMemberships live, MembershipHistory history, TimeProvider clock)
{
    private const int MostKept = 16;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Segment, long Version, long At), (MembersThen Answer, long Since)> _kept = [];

    /// <summary>The members of a segment at T.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="at">T; null for the present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public MembersThen Members(Workspace workspace, LibraryEntry segment, AsOf? at, CancellationToken cancellation)
    {
        if (at is null)
        {
            MemberSet present = IsLive(segment) && live.Members(segment.Definition.Name) is { } members
                ? new MemberSet(segment.Definition.Of, members)
                : workspace.Engine().Members(workspace.Library.PlanOf(segment), workspace.Now, cancellation);
            return new MembersThen(present, segment.Stored.Version);
        }

        var key = (segment.Definition.Name, segment.Stored.Version, at.Instant);
        lock (_lock)
        {
            foreach (var old in _kept.Where(pair => clock.GetElapsedTime(pair.Value.Since) > KeptFor).Select(pair => pair.Key).ToList())
            {
                _kept.Remove(old);
            }

            if (_kept.TryGetValue(key, out (MembersThen Answer, long Since) kept))
            {
                return kept.Answer;
            }
        }

        MembersThen answer = MembersAt(workspace, segment, at, cancellation);
        lock (_lock)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Remove(_kept.MinBy(pair => pair.Value.Since).Key);
            }

            _kept[key] = (answer, clock.GetTimestamp());
        }

        return answer;
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
    public IReadOnlyList<SegmentThen> Of(Workspace workspace, IEntityData data, StateRow entity, EntityKind of, AsOf? at)
    {
        var evaluator = new EntityEvaluator(data, new SegmentRanks(workspace.Engine()));
        List<LibraryEntry> ofKind = [.. workspace.Library.Segments.Where(entry => entry.Definition.Of == of)];
        if (at is null)
        {
            HashSet<string> kept = [.. ofKind.Where(IsLive).Select(entry => entry.Definition.Name)];
            HashSet<string> members = [.. live.SegmentsOf(of, entity.Reference)];
            return [.. ofKind
                .Where(entry => kept.Contains(entry.Definition.Name)
                    ? members.Contains(entry.Definition.Name)
                    : HasMembers(entry) && evaluator.IsTrue(workspace.Library.PlanOf(entry).Membership, entity, workspace.Now))
                .Select(entry => new SegmentThen(entry, entry.Stored.Version))];
        }

        IReadOnlySet<string> told = history.SegmentsOf(of, entity.Reference, at.Instant);
        return [.. ofKind.Select(entry => Then(entry)).OfType<SegmentThen>()];

        SegmentThen? Then(LibraryEntry entry)
        {
            if (IsTold(entry, at))
            {
                return told.Contains(entry.Definition.Name) ? new SegmentThen(entry, VersionAsOf(workspace, entry, at)) : null;
            }

            if (!HasMembers(entry))
            {
                return null;
            }

            (SegmentPlan plan, long version) = PlanAsOf(workspace, entry, at);
            return evaluator.IsTrue(plan.Membership, entity, at) ? new SegmentThen(entry, version) : null;
        }
    }

    private MembersThen MembersAt(Workspace workspace, LibraryEntry segment, AsOf at, CancellationToken cancellation)
    {
        if (IsTold(segment, at))
        {
            Bitmap members = history.Members(segment.Definition.Name, segment.Definition.Of, at.Instant);
            return new MembersThen(new MemberSet(segment.Definition.Of, members), VersionAsOf(workspace, segment, at));
        }

        (SegmentPlan plan, long version) = PlanAsOf(workspace, segment, at);
        return new MembersThen(workspace.Engine().Members(plan, at, cancellation), version);
    }

    /// <summary>Whether the membership log says who was in a segment then.</summary>
    private bool IsTold(LibraryEntry segment, AsOf at) => at.Instant <= live.Now && history.Reaches(segment.Definition.Name, at.Instant);

    /// <summary>What stood then; today's definition where T is to come.</summary>
    private (SegmentPlan Plan, long Version) PlanAsOf(Workspace workspace, LibraryEntry segment, AsOf at) => at.Instant <= live.Now
        ? workspace.Library.PlanAsOf(segment, at.Instant)
        : (workspace.Library.PlanOf(segment), segment.Stored.Version);

    private static long VersionAsOf(Workspace workspace, LibraryEntry segment, AsOf at) =>
        workspace.Library.VersionAsOf(segment, at.Instant)?.Version ?? segment.Stored.Version;

    private static bool HasMembers(LibraryEntry segment) => segment.IsValid || segment.ValidRevision is not null;

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

/// <summary>Who is in a segment at some instant.</summary>
/// <param name="Members">The members.</param>
/// <param name="Version">The version of the definition that says so.</param>
internal sealed record MembersThen(MemberSet Members, long Version);

/// <summary>A segment that somebody is in at some instant.</summary>
/// <param name="Segment">The segment as it stands now.</param>
/// <param name="Version">The version of the definition that says so.</param>
internal sealed record SegmentThen(LibraryEntry Segment, long Version);
