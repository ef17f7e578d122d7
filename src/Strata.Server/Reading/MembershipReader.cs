using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Live;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>A segment that somebody is in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Objective">What it is for.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="EnteredAt">When it was entered, as far as the membership log tells; missing where that began later.</param>
/// <param name="Cause">Why it was entered, of <see cref="MembershipMove.Cause"/>.</param>
internal sealed record SegmentHeld(string Name, string Title, long Version, string? Objective, string? Owner, string? EnteredAt, MembershipCauseKind? Cause);

/// <summary>A segment that somebody entered or left.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="Title">The name shown to people; its name where it is gone.</param>
/// <param name="Entered">True where it was entered, false where it was left.</param>
/// <param name="At">When.</param>
/// <param name="Cause">Why.</param>
/// <param name="CauseId">The id of the event or import where there is one.</param>
internal sealed record MembershipMove(string Segment, string Title, bool Entered, string At, MembershipCauseKind Cause, string? CauseId);

/// <summary>Where somebody stands with segments.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="At">The instant that is spoken of.</param>
/// <param name="Segments">Those that it is in, the one entered last first.</param>
/// <param name="Nearly">Those that it is not in by one or two clauses, the nearest first; suppressions aside.</param>
/// <param name="Changes">What it entered and left, the newest first.</param>
internal sealed record EntityMemberships(
    string Id, string At, IReadOnlyList<SegmentHeld> Segments, IReadOnlyList<NearMiss> Nearly, IReadOnlyList<MembershipMove> Changes);

/// <summary>Reads where somebody stands with segments.</summary>
internal sealed class MembershipReader(Memberships memberships, MembershipActivity activity)
{
    private const int MostMissing = 2;

    /// <summary>Reads it as of now.</summary>
    public EntityMemberships Read(Workspace workspace, EntityReader reader, EntityKind of, StateRow entity, int changes)
    {
        AsOf now = workspace.Now;
        IReadOnlyList<SegmentThen> held = memberships.Of(workspace, reader, entity, of, at: null);
        HashSet<string> isIn = [.. held.Select(one => one.Segment.Definition.Name)];
        IReadOnlyList<LoggedChange> moves = activity.Of(of, entity.Reference, changes);
        var entered = moves.Where(move => move.Change.Entered).GroupBy(move => move.Change.Segment, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Change, StringComparer.Ordinal);
        IEnumerable<LibraryEntry> others = workspace.Library.Segments
            .Where(entry => entry.Definition.Of == of && entry.IsValid && !isIn.Contains(entry.Definition.Name) && !Suppressions.Is(entry));
        return new EntityMemberships(
            entity.Id,
            Microseconds.ToText(now.Instant),
            [.. held.Select(one => HeldOf(one, entered.GetValueOrDefault(one.Segment.Definition.Name))).OrderByDescending(one => one.EnteredAt, StringComparer.Ordinal)],
            NearMiss.Find(workspace, reader, entity, others, now, MostMissing),
            [.. moves.Select(move => MoveOf(workspace, move.Change))]);
    }

    private static SegmentHeld HeldOf(SegmentThen held, MembershipChange? entered)
    {
        var segment = (SegmentDefinition)held.Segment.Definition;
        return new SegmentHeld(
            segment.Name, segment.Title, held.Version, segment.Objective, segment.Owner, entered is null ? null : Microseconds.ToText(entered.At), entered?.Cause.Kind);
    }

    private static MembershipMove MoveOf(Workspace workspace, MembershipChange change) => new(
        change.Segment,
        (workspace.Library.FindSegment(change.Segment)?.Definition as SegmentDefinition)?.Title ?? change.Segment,
        change.Entered,
        Microseconds.ToText(change.At),
        change.Cause.Kind,
        change.Cause.Id);
}
