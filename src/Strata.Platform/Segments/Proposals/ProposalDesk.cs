using Strata.Language;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Proposals;

/// <summary>
/// Where changes of segments and segmentations wait for approval, while the setting <c>approval</c> is on. Nobody approves what they proposed themselves.
/// </summary>
/// <param name="workspace">The workspace; where a server runs, the one of its exclusive writer for everything but listing.</param>
/// <param name="cancellation">Stops the work before anything is stored.</param>
public sealed class ProposalDesk(Workspace workspace, CancellationToken cancellation)
{
    private readonly ProposalStore _store = new(workspace.Control);

    /// <summary>Those in a state, or all; the newest first.</summary>
    public IReadOnlyList<Proposal> All(ProposalState? state, int limit) => _store.All(state, limit);

    /// <summary>The proposal of that number; null where there is none.</summary>
    public Proposal? Find(long id) => _store.Find(id);

    /// <summary>Proposes a change.</summary>
    /// <param name="target">What would be changed.</param>
    /// <param name="definition">As it would be; null to take it away.</param>
    /// <param name="startedFrom">The version that the change starts from; 0 for a new one.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why; null where nobody said.</param>
    /// <exception cref="VersionConflictException">Another version stands.</exception>
    /// <exception cref="UserErrorException">It is wrong, so that nobody could approve it.</exception>
    public Proposal Propose(EditTarget target, WrittenDefinition? definition, long startedFrom, string author, string? reason)
    {
        var editor = new SegmentEditor(workspace, cancellation);
        editor.RequireVersion(target, startedFrom);
        var proposal = new Proposal
        {
            Id = 0,
            Target = target,
            Definition = definition is null ? null : DefinitionWriter.Write(definition.Definition),
            StartedFrom = startedFrom,
            Author = author,
            Reason = reason,
            At = workspace.Now.Instant,
            Delta = editor.Preview(target, definition),
        };
        return proposal with { Id = _store.Add(proposal) };
    }

    /// <summary>Proposes several definitions together: they are approved, and stored, all or none.</summary>
    /// <param name="name">What they give, for a person.</param>
    /// <param name="definitions">The definitions as they would be.</param>
    /// <param name="author">Who.</param>
    /// <param name="reason">Why; null where nobody said.</param>
    /// <exception cref="UserErrorException">One is wrong, so that nobody could approve them.</exception>
    public Proposal ProposeSet(string name, IReadOnlyList<WrittenDefinition> definitions, string author, string? reason)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        _ = new DefinitionReconciler(workspace, definitions, removeOthers: false);
        var proposal = new Proposal
        {
            Id = 0,
            Target = EditTarget.Set(name),
            Definition = string.Join("---\n", definitions.Select(written => DefinitionWriter.Write(written.Definition))),
            StartedFrom = workspace.Control.LatestRevision(),
            Author = author,
            Reason = reason,
            At = workspace.Now.Instant,
        };
        return proposal with { Id = _store.Add(proposal) };
    }

    /// <summary>What stands of that which a proposal would change, as YAML, null for nothing; and whether that is another version than the one it starts from.</summary>
    public (string? Standing, bool IsOther) StandingOf(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (!proposal.Target.IsSet)
        {
            StoredVersion? stored = proposal.Target.Find(workspace.Library)?.Stored;
            return (stored?.Canonical, (stored?.Version ?? 0) != proposal.StartedFrom);
        }

        IReadOnlyList<WrittenDefinition> definitions = DefinitionsOf(proposal);
        string[] standing = [.. definitions.Select(written => NewestOf(written)).Where(version => version is { Deleted: false }).Select(version => version!.Canonical)];
        return (standing.Length == 0 ? null : string.Join("---\n", standing), definitions.Any(written => NewestOf(written)?.Revision > proposal.StartedFrom));
    }

    /// <summary>Makes a proposed change, in its author's name.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="approver">Who approves it: not its author.</param>
    /// <param name="comment">What they say; null for nothing.</param>
    /// <exception cref="VersionConflictException">Another version stands than the one it starts from.</exception>
    /// <exception cref="UserErrorException">Code <c>approval</c>: it is their own, or was decided already.</exception>
    public StoredChange Approve(Proposal proposal, string approver, string? comment)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (string.Equals(proposal.Author, approver, StringComparison.Ordinal))
        {
            throw new UserErrorException("approval", "Nobody approves what they proposed themselves.", fix: "Ask another approver.");
        }

        RequireWaiting(proposal);
        var editor = new SegmentEditor(workspace, cancellation);
        string reason = proposal.Reason is { } given ? $"{given} (approved by {approver})" : $"approved by {approver}";
        StoredChange change = proposal.Target.IsSet ? StoreSet(proposal, reason)
            : proposal.Definition is { } text
            ? editor.Save(DefinitionFiles.ReadText(text)[0], proposal.StartedFrom, proposal.Author, reason)
            : editor.Remove(proposal.Target, proposal.StartedFrom, proposal.Author, reason);
        _store.Decide(proposal.Id, ProposalState.Approved, approver, workspace.Now.Instant, comment);
        return change;
    }

    /// <summary>Rejects a proposed change; its author may do so too, to take it back.</summary>
    /// <exception cref="UserErrorException">Code <c>approval</c>: it was decided already.</exception>
    public void Reject(Proposal proposal, string by, string? comment)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (!_store.Decide(proposal.Id, ProposalState.Rejected, by, workspace.Now.Instant, comment))
        {
            RequireWaiting(_store.Find(proposal.Id)!);
        }
    }

    private static IReadOnlyList<WrittenDefinition> DefinitionsOf(Proposal proposal) => DefinitionFiles.ReadText(proposal.Definition!);

    private StoredVersion? NewestOf(WrittenDefinition written) => VersionsOf(written) is [.., var newest] ? newest : null;

    private IReadOnlyList<StoredVersion> VersionsOf(WrittenDefinition written) =>
        workspace.Control.History(DefinitionWriter.KindOf(written.Definition), written.Definition.Name);

    private StoredChange StoreSet(Proposal proposal, string reason)
    {
        IReadOnlyList<WrittenDefinition> definitions = DefinitionsOf(proposal);
        foreach (WrittenDefinition written in definitions)
        {
            if (NewestOf(written) is { } newest && newest.Revision > proposal.StartedFrom)
            {
                StoredVersion? before = VersionsOf(written).LastOrDefault(version => version.Revision <= proposal.StartedFrom);
                throw new VersionConflictException(written.Definition.Name, before is { Deleted: false } ? before.Version : 0, newest.Deleted ? null : newest);
            }
        }

        var change = new DefinitionReconciler(workspace, definitions, removeOthers: false);
        change.Apply(proposal.Author, reason, workspace.Now, cancellation);
        return new StoredChange(null, change.Changes.Count > 0, null);
    }

    private static void RequireWaiting(Proposal proposal)
    {
        if (proposal.State != ProposalState.Waiting)
        {
            throw new UserErrorException("approval", $"{proposal.DecidedBy} decided about this proposal already: it was {(proposal.State == ProposalState.Approved ? "approved" : "rejected")}.");
        }
    }
}
