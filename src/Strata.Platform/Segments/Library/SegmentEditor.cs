using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>Somebody else stored a version since the one that a change starts from.</summary>
/// <param name="name">The name of the segment or segmentation.</param>
/// <param name="startedFrom">The version that the change starts from; 0 for none.</param>
/// <param name="current">The version that stands; null where there is none any more.</param>
public sealed class VersionConflictException(string name, long startedFrom, StoredVersion? current)
    : Exception(current is null
        ? $"'{name}' was taken away since you began to change it."
        : startedFrom == 0 ? $"There is a {current.Kind} '{name}' already." : $"{current.Author} stored version {current.Version} of '{name}' since you began to change version {startedFrom}.")
{
    /// <summary>The version that the change starts from; 0 for none.</summary>
    public long StartedFrom => startedFrom;

    /// <summary>The version that stands; null where there is none any more.</summary>
    public StoredVersion? Current => current;
}

/// <summary>What became of a change of a segment or segmentation.</summary>
/// <param name="Version">The version that stands after it; null where it was taken away.</param>
/// <param name="IsChanged">False where it said already what it says.</param>
/// <param name="Delta">What the change did to the segment's members; null where nothing changed, and for a segmentation.</param>
public sealed record StoredChange(StoredVersion? Version, bool IsChanged, MembershipDelta? Delta);

/// <summary>Changes single segments and segmentations, as <c>strata apply</c> changes a folder of definitions: each change is a version with author, time and reason.</summary>
/// <param name="workspace">The workspace; where a server runs, the one of its exclusive writer.</param>
/// <param name="cancellation">Stops the work before anything is stored.</param>
public sealed class SegmentEditor(Workspace workspace, CancellationToken cancellation)
{
    /// <summary>Stores a segment or segmentation.</summary>
    /// <param name="definition">The segment or segmentation.</param>
    /// <param name="startedFrom">The version that it was made from; 0 for a new one.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why; null where nobody said.</param>
    /// <exception cref="VersionConflictException">Another version stands.</exception>
    /// <exception cref="UserErrorException">It is wrong.</exception>
    public StoredChange Save(WrittenDefinition definition, long startedFrom, string author, string? reason)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var target = EditTarget.Of(definition.Definition);
        RequireVersion(target, startedFrom);
        return Apply(target, new DefinitionReconciler(workspace, [definition], removeOthers: false), author, reason);
    }

    /// <summary>Takes a segment or segmentation away.</summary>
    /// <exception cref="VersionConflictException">Another version stands.</exception>
    /// <exception cref="UserErrorException">Code <c>reference</c>: it is used.</exception>
    public StoredChange Remove(EditTarget target, long startedFrom, string author, string? reason)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireVersion(target, startedFrom);
        return Apply(target, Removal(target), author, reason);
    }

    /// <summary>What a change would do to the members of a segment; null for a segmentation, which has none.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="definition">As it would be; null where it would be taken away.</param>
    /// <exception cref="UserErrorException">It is wrong, or used where it would be taken away.</exception>
    public MembershipDelta? Preview(EditTarget target, WrittenDefinition? definition)
    {
        ArgumentNullException.ThrowIfNull(target);
        DefinitionReconciler change = definition is null ? Removal(target) : new DefinitionReconciler(workspace, [definition], removeOthers: false);
        return DeltaOf(target, change.Differences(workspace.Now, withIds: false, cancellation));
    }

    /// <summary>Makes sure that nobody stored another version meanwhile.</summary>
    /// <exception cref="VersionConflictException">Somebody did.</exception>
    public void RequireVersion(EditTarget target, long startedFrom)
    {
        ArgumentNullException.ThrowIfNull(target);
        StoredVersion? current = target.Find(workspace.Library)?.Stored;
        if ((current?.Version ?? 0) != startedFrom)
        {
            throw new VersionConflictException(target.Name, startedFrom, current);
        }
    }

    private StoredChange Apply(EditTarget target, DefinitionReconciler change, string author, string? reason)
    {
        AsOf now = workspace.Now;
        bool isChanged = change.Changes.Count > 0;
        IReadOnlyList<SegmentDifference> differences = isChanged ? change.Apply(author, reason, now, cancellation) : [];
        return new StoredChange(target.Find(workspace.Library)?.Stored, isChanged, DeltaOf(target, differences));
    }

    private DefinitionReconciler Removal(EditTarget target) => new(
        workspace,
        [.. workspace.Library.Entries.Where(entry => !target.Is(entry.Definition)).Select(entry => new WrittenDefinition(entry.Definition, entry.Stored.Text))],
        removeOthers: true);

    private static MembershipDelta? DeltaOf(EditTarget target, IEnumerable<SegmentDifference> differences) =>
        differences.FirstOrDefault(difference => target.Is(difference.Segment))?.Delta;
}
