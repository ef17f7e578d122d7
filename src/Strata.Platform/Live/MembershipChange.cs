using Strata.Language.Catalog;

namespace Strata.Platform.Live;

/// <summary>Why a membership changed.</summary>
public enum MembershipCauseKind
{
    /// <summary>An event arrived, or one that is known came to its instant.</summary>
    Event,

    /// <summary>A field of the entity, or of something around it, changed.</summary>
    Field,

    /// <summary>Time passed: a window ran out, a date came.</summary>
    Expiry,

    /// <summary>The definition was made, changed or removed.</summary>
    Definition,

    /// <summary>Two accounts or contacts became one, or two again.</summary>
    Merge,

    /// <summary>A file was imported.</summary>
    Import,
}

/// <summary>What made a membership change.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Id">The id of the event or the import where there is one, else null.</param>
public readonly record struct MembershipCause(MembershipCauseKind Kind, string? Id = null);

/// <summary>An entity entered or left a segment.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Of">What the segment is made of.</param>
/// <param name="Ref">The entity's number in the warehouse.</param>
/// <param name="EntityId">The entity's id.</param>
/// <param name="Entered">True where it entered, false where it left.</param>
/// <param name="At">The instant as of which it is so, in UTC microseconds: of an expiry exactly the instant the window ran out.</param>
/// <param name="Cause">Why.</param>
public sealed record MembershipChange(
    string Segment, long Version, EntityKind Of, long Ref, string EntityId, bool Entered, long At, MembershipCause Cause);
