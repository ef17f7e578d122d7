using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Platform.Entities;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Identity;

/// <summary>Says that two accounts, or two contacts, of a workspace are one, and takes it back. Each is all or nothing.</summary>
public sealed class EntityMerger
{
    private readonly Workspace _workspace;

    /// <summary>Creates a merger of a workspace's accounts and contacts.</summary>
    public EntityMerger(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        _workspace = workspace;
    }

    /// <summary>Merges one into another.</summary>
    /// <param name="of">What both are.</param>
    /// <param name="keep">The one that stays: its id, domain or e-mail, or name.</param>
    /// <param name="other">The one that is merged into it, named alike.</param>
    /// <param name="author">Who says so.</param>
    /// <param name="dryRun">True to see what it would do, and do nothing.</param>
    /// <param name="cancellation">Stops it; nothing was done then.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>argument</c>: one of them is not known or not clear, is of the other kind, is merged already, or both are the same.
    /// </exception>
    public MergeOutcome Merge(EntityKind of, string keep, string other, string author, bool dryRun, CancellationToken cancellation = default)
    {
        StateRow kept = Find(of, keep);
        RefuseMerged(of, other, kept);
        StateRow gone = Find(of, other);
        if (kept.Reference == gone.Reference)
        {
            throw new UserErrorException("argument", $"'{keep}' and '{other}' are the same {Noun(of)}, {kept.Id}.", fix: $"Name two {Noun(of)}s.");
        }

        EntityMerge.Prepare(_workspace.Connection);
        EntityChanges before = Involved(of, kept.Reference, gone.Reference);
        using DuckDbTransaction transaction = _workspace.Connection.BeginTransaction();
        MergeOutcome outcome = new EntityMerge(_workspace.Connection, _workspace.Catalog, cancellation)
            .Merge(of, kept.Reference, gone.Reference, _workspace.Now.Instant, author);
        if (!dryRun)
        {
            transaction.Commit();
            _workspace.NoteWritten(before.And(Involved(of, kept.Reference, gone.Reference)));
        }

        return outcome;
    }

    /// <summary>Undoes a merge.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such merge, it is undone, or later merges build on it.</exception>
    public MergeRecord Undo(long id, CancellationToken cancellation = default)
    {
        MergeRecord merge = MergeLedger.Find(_workspace.Connection, id)
            ?? throw new UserErrorException("argument", $"There is no merge {id}.", fix: "See them with 'strata merges'.");
        if (merge.UndoneAt is not null)
        {
            throw new UserErrorException("argument", $"Merge {id} is undone already.", fix: "See which hold with 'strata merges'.");
        }

        IReadOnlyList<MergeRecord> later = MergeLedger.BuiltOn(_workspace.Connection, id);
        if (later.Count > 0)
        {
            throw new UserErrorException(
                "argument",
                $"Merge {id} cannot be undone before {string.Join(", ", later.Select(one => one.Id))}: later merges concern the same {(later.Any(one => one.Of != merge.Of) ? "accounts or contacts" : $"{Noun(merge.Of)}s")}.",
                fix: $"Undo first: {string.Join(", then ", later.Select(one => $"strata unmerge {one.Id}"))}.");
        }

        EntityMerge.Prepare(_workspace.Connection);
        EntityChanges before = Involved(merge.Of, merge.KeepRef, merge.OtherRef);
        using DuckDbTransaction transaction = _workspace.Connection.BeginTransaction();
        long at = _workspace.Now.Instant;
        new EntityMerge(_workspace.Connection, _workspace.Catalog, cancellation).Undo(merge, at);
        transaction.Commit();
        _workspace.NoteWritten(before.And(Involved(merge.Of, merge.KeepRef, merge.OtherRef)));
        return merge with { UndoneAt = at };
    }

    private EntityChanges Involved(EntityKind of, long keep, long other) =>
        InvolvedEntities.Of(_workspace.Connection, _workspace.Catalog, of, keep, other);

    private StateRow Find(EntityKind of, string text)
    {
        var finder = new EntityFinder(_workspace.Connection, new EntityReader(_workspace.Connection, _workspace.Catalog));
        try
        {
            return finder.Find(of, text);
        }
        catch (UserErrorException) when (finder.TryFind(Opposite(of), text))
        {
            throw new UserErrorException(
                "argument",
                $"'{text}' is not {(of == EntityKind.Account ? "an account but a contact" : "a contact but an account")}.",
                fix: $"Merge accounts with accounts, and contacts with contacts: --of {Noun(Opposite(of))}s where both are.");
        }
    }

    /// <summary>A name that only a merge left behind does not name a second one to merge.</summary>
    private void RefuseMerged(EntityKind of, string text, StateRow kept)
    {
        var finder = new EntityFinder(_workspace.Connection, new EntityReader(_workspace.Connection, _workspace.Catalog));
        if (finder.TryFind(of, text, throughMerges: false) || MergeLedger.HoldingFor(_workspace.Connection, of, text, TextFolding.Fold(text)) is not { } merge)
        {
            return;
        }

        throw new UserErrorException(
            "argument",
            $"'{text}' is merged into {merge.KeepId} already (merge {merge.Id}).",
            fix: string.Equals(merge.KeepId, kept.Id, StringComparison.Ordinal)
                ? $"Nothing is left to do; 'strata unmerge {merge.Id}' takes it back."
                : $"Merge {merge.KeepId} instead, or undo the first with 'strata unmerge {merge.Id}'.");
    }

    private static EntityKind Opposite(EntityKind of) => of == EntityKind.Account ? EntityKind.Contact : EntityKind.Account;

    private static string Noun(EntityKind of) => of == EntityKind.Account ? "account" : "contact";
}
