using Strata.Language;
using Strata.Language.Definitions;
using Strata.Platform.Control;

namespace Strata.Platform.Segments.Library;

/// <summary>What happens to a definition.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It says something else than before.</summary>
    Changed,

    /// <summary>It goes away.</summary>
    Removed,
}

/// <summary>A change of one definition.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Before">The definition as it was; null for a new one.</param>
/// <param name="After">The definition as it will be, with its text; null for one that goes away.</param>
public sealed record DefinitionChange(ChangeKind Kind, Definition? Before, Definitions.WrittenDefinition? After)
{
    /// <summary>The definition, as it will be or else as it was.</summary>
    public Definition Definition => After?.Definition ?? Before!;
}

/// <summary>A segment whose members a change may alter, itself or through what it refers to.</summary>
/// <param name="Segment">The segment as it will be, or as it was where it goes away.</param>
/// <param name="Change">What happens to its own definition; null where only something that it refers to changes.</param>
/// <param name="Delta">The change of its members.</param>
/// <param name="Entering">Ids that enter, ascending.</param>
/// <param name="Leaving">Ids that leave, ascending.</param>
public sealed record SegmentDifference(
    SegmentDefinition Segment, ChangeKind? Change, MembershipDelta Delta, IReadOnlyList<string> Entering, IReadOnlyList<string> Leaving);

/// <summary>A definition that will be invalid after a change.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Problems">Why.</param>
/// <param name="HasLastMembers">True where an earlier version was valid, whose members it keeps.</param>
public sealed record InvalidDefinition(Definition Definition, IReadOnlyList<UserError> Problems, bool HasLastMembers);
