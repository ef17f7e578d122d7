using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Proposals;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>What somebody should see to about a segment.</summary>
internal enum SegmentStatus
{
    /// <summary>It cannot be evaluated as it stands, and keeps the members of its last valid version.</summary>
    Invalid,

    /// <summary>It could not be evaluated for everybody: its memberships are as they were before, and it is tried again. The log says why.</summary>
    NotLive,

    /// <summary>It is too small for every channel.</summary>
    TooSmall,

    /// <summary>Nobody looked at it for as long as its definition allows.</summary>
    ReviewDue,

    /// <summary>A change of it waits for approval.</summary>
    Proposed,
}

/// <summary>A segment in a list.</summary>
/// <param name="Name">Its name, by which it is asked for.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Size">How many members it has now; missing where it never was valid.</param>
/// <param name="TooSmallFor">The channels for which it is too small.</param>
/// <param name="IsValid">Whether it can be evaluated as it stands; where not, it keeps the members of its last valid version.</param>
/// <param name="Status">What somebody should see to; empty where nothing is.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Objective">What it is for.</param>
/// <param name="Description">Why it exists.</param>
/// <param name="ChangedAt">When its definition was last changed.</param>
/// <param name="ReviewDueAt">Until when somebody should look at it again; missing where nobody said that they should.</param>
internal sealed record SegmentSummary(
    string Name,
    string Title,
    string Of,
    long Version,
    long? Size,
    IReadOnlyList<Channel>? TooSmallFor,
    bool IsValid,
    IReadOnlyList<SegmentStatus> Status,
    string? Owner,
    string? Objective,
    string? Description,
    string ChangedAt,
    string? ReviewDueAt);

/// <summary>Describes segments of a workspace; what is asked of all of them together is read once.</summary>
internal sealed class SegmentSummaries(Workspace workspace)
{
    private readonly IReadOnlyDictionary<string, long> _reviews = new SegmentReviews(workspace.Control).All();
    private readonly HashSet<string> _proposed = [.. new ProposalDesk(workspace, CancellationToken.None).All(ProposalState.Waiting, 1000).Where(one => one.Target.IsSegment).Select(one => ControlStore.KeyOf(one.Target.Name))];
    private readonly AsOf _now = workspace.Now;

    /// <summary>Describes a segment.</summary>
    /// <param name="entry">The segment.</param>
    /// <param name="size">How many members it has; null where it never was valid.</param>
    public SegmentSummary Describe(LibraryEntry entry, long? size)
    {
        var segment = (SegmentDefinition)entry.Definition;
        IReadOnlyList<Channel>? small = size is { } known ? SizeGuard.TooSmallFor(segment.Minimum, known) : null;
        long? due = SegmentReviews.DueAt(entry, _reviews, _now.Zone);
        return new SegmentSummary(
            segment.Name,
            segment.Title,
            Words.Of(segment.Of),
            entry.Stored.Version,
            size,
            small,
            entry.IsValid,
            [.. StatusOf(entry, small, due)],
            segment.Owner,
            segment.Objective,
            segment.Description,
            Microseconds.ToText(entry.Stored.At),
            due is { } at ? Microseconds.ToText(at) : null);
    }

    private IEnumerable<SegmentStatus> StatusOf(LibraryEntry entry, IReadOnlyList<Channel>? small, long? due)
    {
        if (!entry.IsValid)
        {
            yield return SegmentStatus.Invalid;
        }

        if (workspace.LiveFailureOf(entry.Definition.Name) is not null)
        {
            yield return SegmentStatus.NotLive;
        }

        if (small?.Count == Enum.GetValues<Channel>().Length)
        {
            yield return SegmentStatus.TooSmall;
        }

        if (due <= _now.Instant)
        {
            yield return SegmentStatus.ReviewDue;
        }

        if (_proposed.Contains(ControlStore.KeyOf(entry.Definition.Name)))
        {
            yield return SegmentStatus.Proposed;
        }
    }
}
