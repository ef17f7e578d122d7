using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Explain;

/// <summary>A segment that somebody is not in, but nearly.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Changes">The least that would have to happen.</param>
public sealed record NearMiss(string Segment, string Title, long Version, IReadOnlyList<NeededChange> Changes)
{
    /// <summary>
    /// Finds them among segments: those that so many changes lead to, the fewest changes first. Of each clause only what it takes is worked
    /// out, and not since when it holds, which is what makes a whole explanation long.
    /// </summary>
    /// <param name="workspace">The data.</param>
    /// <param name="data">What is known of the entity; what one segment reads is there for the next.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="segments">Segments of its kind that it is not in.</param>
    /// <param name="asOf">T.</param>
    /// <param name="mostChanges">How many changes at the most.</param>
    public static IReadOnlyList<NearMiss> Find(
        Workspace workspace, IEntityData data, StateRow entity, IEnumerable<LibraryEntry> segments, AsOf asOf, int mostChanges)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(segments);
        var finder = new ChangeFinder(new ExplainedInstant(new EntityEvaluator(data, new SegmentRanks(workspace.Engine())), data, asOf));
        var found = new List<(NearMiss Miss, double Size)>();
        foreach (LibraryEntry entry in segments)
        {
            IReadOnlyList<Step>? steps = finder.Membership(workspace.Library.PlanOf(entry), entity, wanted: true);
            if (steps is { Count: > 0 } && steps.Count <= mostChanges)
            {
                var segment = (SegmentDefinition)entry.Definition;
                found.Add((new NearMiss(segment.Name, segment.Title, entry.Stored.Version, [.. steps.Select(step => step.Change)]), steps.Sum(step => step.Size)));
            }
        }

        return [.. found.OrderBy(one => one.Miss.Changes.Count).ThenBy(one => one.Size).Select(one => one.Miss)];
    }
}
