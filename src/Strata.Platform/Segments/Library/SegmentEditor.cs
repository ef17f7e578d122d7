using Strata.Language;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>Somebody else stored a version since the one that a change starts from.</summary>
/// <param name="name">The segment's name.</param>
/// <param name="startedFrom">The version that the change starts from; 0 for none.</param>
/// <param name="current">The version that stands; null where the segment is no more.</param>
public sealed class VersionConflictException(string name, long startedFrom, StoredVersion? current)
    : Exception(current is null
        ? $"'{name}' was taken away since you began to change it."
        : startedFrom == 0 ? $"There is a segment '{name}' already." : $"{current.Author} stored version {current.Version} of '{name}' since you began to change version {startedFrom}.")
{
    /// <summary>The version that the change starts from; 0 for none.</summary>
    public long StartedFrom => startedFrom;

    /// <summary>The version that stands; null where the segment is no more.</summary>
    public StoredVersion? Current => current;
}

/// <summary>What became of a change of a segment.</summary>
/// <param name="Version">The version that stands after it; null where the segment was taken away.</param>
/// <param name="IsChanged">False where it said already what it says.</param>
/// <param name="Delta">What the change did to the members; null where nothing changed.</param>
public sealed record StoredChange(StoredVersion? Version, bool IsChanged, MembershipDelta? Delta);

/// <summary>Changes single segments, as <c>strata apply</c> changes a folder of definitions: each change is a version with author, time and reason.</summary>
/// <param name="workspace">The workspace; where a server runs, the one of its exclusive writer.</param>
/// <param name="cancellation">Stops the work before anything is stored.</param>
public sealed class SegmentEditor(Workspace workspace, CancellationToken cancellation)
{
    /// <summary>Stores a segment.</summary>
    /// <param name="definition">The segment.</param>
    /// <param name="startedFrom">The version that it was made from; 0 for a new one.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why; null where nobody said.</param>
    /// <exception cref="VersionConflictException">Another version stands.</exception>
    /// <exception cref="UserErrorException">It is wrong.</exception>
    public StoredChange Save(WrittenDefinition definition, long startedFrom, string author, string? reason)
    {
        ArgumentNullException.ThrowIfNull(definition);
        string name = definition.Definition.Name;
        RequireVersion(name, startedFrom);
        return Apply(name, new DefinitionReconciler(workspace, [definition], removeOthers: false), author, reason);
    }

    /// <summary>Takes a segment away.</summary>
    /// <exception cref="VersionConflictException">Another version stands.</exception>
    /// <exception cref="UserErrorException">Code <c>reference</c>: it is used.</exception>
    public StoredChange Remove(string name, long startedFrom, string author, string? reason)
    {
        RequireVersion(name, startedFrom);
        return Apply(name, Removal(name), author, reason);
    }

    /// <summary>What a change would do to the members.</summary>
    /// <param name="name">The segment's name.</param>
    /// <param name="definition">The segment as it would be; null where it would be taken away.</param>
    /// <exception cref="UserErrorException">It is wrong, or used where it would be taken away.</exception>
    public MembershipDelta? Preview(string name, WrittenDefinition? definition)
    {
        DefinitionReconciler change = definition is null ? Removal(name) : new DefinitionReconciler(workspace, [definition], removeOthers: false);
        return DeltaOf(name, change.Differences(workspace.Now, withIds: false, cancellation));
    }

    /// <summary>Makes sure that nobody stored another version meanwhile.</summary>
    /// <exception cref="VersionConflictException">Somebody did.</exception>
    public void RequireVersion(string name, long startedFrom)
    {
        StoredVersion? current = workspace.Library.FindSegment(name)?.Stored;
        if ((current?.Version ?? 0) != startedFrom)
        {
            throw new VersionConflictException(name, startedFrom, current);
        }
    }

    private StoredChange Apply(string name, DefinitionReconciler change, string author, string? reason)
    {
        AsOf now = workspace.Now;
        bool isChanged = change.Changes.Count > 0;
        IReadOnlyList<SegmentDifference> differences = isChanged ? change.Apply(author, reason, now, cancellation) : [];
        return new StoredChange(workspace.Library.FindSegment(name)?.Stored, isChanged, DeltaOf(name, differences));
    }

    private DefinitionReconciler Removal(string name) => new(
        workspace,
        [.. workspace.Library.Entries.Where(entry => !IsOne(entry.Definition, name)).Select(entry => new WrittenDefinition(entry.Definition, entry.Stored.Text))],
        removeOthers: true);

    private static MembershipDelta? DeltaOf(string name, IEnumerable<SegmentDifference> differences) =>
        differences.FirstOrDefault(difference => IsOne(difference.Segment, name))?.Delta;

    private static bool IsOne(Definition definition, string name) =>
        definition is SegmentDefinition && ControlStore.KeyOf(definition.Name) == ControlStore.KeyOf(name);
}
