using Strata.Platform.Segments.Sizing;

namespace Strata.Platform.Attention;

/// <summary>Why a definition needs attention.</summary>
public enum AttentionKind
{
    /// <summary>It cannot be evaluated as it stands, and keeps its last members.</summary>
    Invalid,

    /// <summary>Members of what is worked are in a suppression too.</summary>
    Conflict,

    /// <summary>It reads data that no longer comes.</summary>
    Stale,

    /// <summary>It has too few members for a channel.</summary>
    TooSmall,

    /// <summary>It was to be looked at again by now.</summary>
    ReviewDue,

    /// <summary>Many of its members are others than a week ago.</summary>
    Changed,
}

/// <summary>How many members of something are in a suppression.</summary>
/// <param name="Suppression">The segment that says whom not to approach.</param>
/// <param name="Group">The group of a segmentation; null where it is about a segment.</param>
/// <param name="Count">How many.</param>
public sealed record ConflictCount(string Suppression, string? Group, long Count);

/// <summary>Something that data no longer comes from.</summary>
/// <param name="Name">An event type, or a score.</param>
/// <param name="LastAt">When the newest came: ISO 8601 in UTC; null where none ever did.</param>
public sealed record StaleSource(string Name, string? LastAt);

/// <summary>A definition that needs attention, with what there is to know of it: only what belongs to the kind is there.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Definition"><c>segment</c>, <c>segmentation</c>, <c>trait</c> or <c>list</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Size">How many members it has; null where that is not known.</param>
/// <param name="Problems">What is wrong with it (invalid).</param>
/// <param name="Conflicts">Who of it is suppressed, the most first (conflict).</param>
/// <param name="Sources">What it reads that data no longer comes from (stale).</param>
/// <param name="TooSmallFor">The channels that it is too small for (too small).</param>
/// <param name="Since">Since when: when a review was due, or the definition was last stored (review due); ISO 8601 in UTC.</param>
/// <param name="Moves">Who entered and left in the last seven days (changed).</param>
public sealed record AttentionItem(
    AttentionKind Kind,
    string Definition,
    string Name,
    string Title,
    string? Owner,
    long? Size,
    IReadOnlyList<string>? Problems = null,
    IReadOnlyList<ConflictCount>? Conflicts = null,
    IReadOnlyList<StaleSource>? Sources = null,
    IReadOnlyList<Channel>? TooSmallFor = null,
    string? Since = null,
    Live.SegmentMoves? Moves = null);
