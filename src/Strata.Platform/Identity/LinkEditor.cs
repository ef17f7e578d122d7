using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Identity;

/// <summary>Takes back what was concluded about ids of the tracking API.</summary>
/// <param name="workspace">The workspace.</param>
public sealed class LinkEditor(Workspace workspace)
{
    /// <summary>Undoes a link: the events of the past go back to whom they belonged to. All or nothing.</summary>
    /// <returns>The link, undone, how many events it had, and whom that touches.</returns>
    /// <exception cref="UserErrorException">
    /// Code <c>argument</c>: there is no such link, it is undone already, or its contact or account was merged into another since.
    /// </exception>
    public (LinkRecord Link, long Events, EntityChanges Changes) Undo(long id, CancellationToken cancellation = default)
    {
        DuckDbConnection connection = workspace.Connection;
        LinkRecord link = LinkLedger.Find(connection, id)
            ?? throw new UserErrorException("argument", $"There is no link {id}.", fix: "See them with 'strata links'.");
        if (link.UndoneAt is not null)
        {
            throw new UserErrorException("argument", $"Link {id} is undone already.", fix: "See which hold with 'strata links'.");
        }

        RefuseMerged(link);
        EventLinks.Prepare(connection);
        using DuckDbTransaction transaction = connection.BeginTransaction();
        long at = workspace.Now.Instant;
        LinkOutcome outcome = new EventLinks(connection, workspace.Catalog, cancellation).Undo(link, at);
        transaction.Commit();
        IEnumerable<long> account = link.Account is { } linked ? [linked] : [];
        var changes = new EntityChanges(
            [.. outcome.Accounts.Union(account)],
            link.Contact is { } contact ? [contact] : [],
            EventsMoved: true,
            new MembershipCause(MembershipCauseKind.Merge, link.Cause))
        {
            Unlinked = link.Kind == LinkKind.Anonymous ? [link.Key] : [],
        };
        workspace.NoteWritten(changes);
        return (link with { UndoneAt = at }, outcome.Events, changes);
    }

    private void RefuseMerged(LinkRecord link)
    {
        MergeRecord? merge = MergeLedger.All(workspace.Connection).FirstOrDefault(merge => merge.UndoneAt is null
            && merge.OtherRef == (merge.Of == EntityKind.Contact ? link.Contact : link.Account));
        if (merge is not null)
        {
            throw new UserErrorException(
                "argument",
                $"Link {link.Id} names {merge.OtherId}, which is merged into {merge.KeepId}.",
                fix: $"Undo that first: strata unmerge {merge.Id}.");
        }
    }
}
