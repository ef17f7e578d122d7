using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Proposals;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>How segments and segmentations are changed through the interface: at once, or as a proposal.</summary>
internal static class DefinitionChanges
{
    /// <summary>Makes a change, or proposes it where changes need approval.</summary>
    /// <param name="workspace">The workspace of the exclusive writer.</param>
    /// <param name="target">What is changed.</param>
    /// <param name="definition">As it is to be; null to take it away.</param>
    /// <param name="baseVersion">The version that the change starts from; 0 for a new one.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why; null or blank where nobody said.</param>
    /// <param name="cancellation">Stops the work before anything is stored.</param>
    public static SavedChange Make(
        Workspace workspace, EditTarget target, WrittenDefinition? definition, long baseVersion, string author, string? reason, CancellationToken cancellation)
    {
        string? given = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (workspace.Settings.NeedsApproval)
        {
            return new SavedChange(null, IsChanged: false, null, ProposalItem.Of(new ProposalDesk(workspace, cancellation).Propose(target, definition, baseVersion, author, given), workspace));
        }

        var editor = new SegmentEditor(workspace, cancellation);
        return SavedChange.Of(definition is null ? editor.Remove(target, baseVersion, author, given) : editor.Save(definition, baseVersion, author, given));
    }

    /// <summary>Stores several definitions, or proposes them together where changes need approval.</summary>
    /// <param name="workspace">The workspace of the exclusive writer.</param>
    /// <param name="name">What they give, for a person.</param>
    /// <param name="definitions">The definitions; not empty.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops the work before anything is stored.</param>
    /// <returns>The proposal; null where they are stored.</returns>
    public static ProposalItem? MakeSet(
        Workspace workspace, string name, IReadOnlyList<WrittenDefinition> definitions, string author, string? reason, CancellationToken cancellation)
    {
        if (workspace.Settings.NeedsApproval)
        {
            return ProposalItem.Of(new ProposalDesk(workspace, cancellation).ProposeSet(name, definitions, author, reason), workspace);
        }

        new DefinitionReconciler(workspace, definitions, removeOthers: false).Apply(author, reason, workspace.Now, cancellation);
        return null;
    }
}

/// <summary>What became of a change.</summary>
/// <param name="Version">The version that stands after it; missing where it was taken away, or where it is proposed.</param>
/// <param name="IsChanged">False where it said already what it says, or where it is proposed.</param>
/// <param name="Delta">What it did to the members of the segment.</param>
/// <param name="Proposal">The proposal that waits for approval; missing where none is needed.</param>
internal sealed record SavedChange(VersionItem? Version, bool IsChanged, MembershipDelta? Delta, ProposalItem? Proposal)
{
    public static SavedChange Of(StoredChange change) => new(change.Version is { } version ? VersionItem.Of(version) : null, change.IsChanged, change.Delta, null);
}
