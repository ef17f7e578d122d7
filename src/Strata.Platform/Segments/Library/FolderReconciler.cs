using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Catalog;
using Strata.Platform.Control;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>The change of a workspace by a folder of files: what the catalog names, and the definitions that name it.</summary>
public sealed class FolderReconciler
{
    private readonly Workspace _workspace;

    /// <summary>Works out the change.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="folder">What the files say.</param>
    /// <param name="removeOthers">True to take away what earlier folders said and this one does not.</param>
    /// <exception cref="UserErrorException">As for <see cref="CatalogReconciler"/> and <see cref="DefinitionReconciler"/>.</exception>
    public FolderReconciler(Workspace workspace, DefinitionFolder folder, bool removeOthers)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(folder);
        _workspace = workspace;
        Catalog = new CatalogReconciler(workspace, folder.Catalogs, removeOthers);
        Definitions = new DefinitionReconciler(workspace, folder.Definitions, removeOthers, Catalog.After);
        RefuseBroken();
    }

    /// <summary>The change of the catalog.</summary>
    public CatalogReconciler Catalog { get; }

    /// <summary>The change of the definitions.</summary>
    public DefinitionReconciler Definitions { get; }

    /// <summary>True where nothing changes.</summary>
    public bool IsEmpty => Catalog.Changes.Count + Definitions.Changes.Count == 0;

    /// <summary>Who would enter and leave, as <see cref="DefinitionReconciler.Differences"/> says.</summary>
    public IReadOnlyList<SegmentDifference> Differences(AsOf asOf, bool withIds, CancellationToken cancellation)
    {
        using IDisposable? preview = Catalog.Preview();
        return Definitions.Differences(asOf, withIds, cancellation);
    }

    /// <summary>Makes the change, as <see cref="DefinitionReconciler.Apply"/> does: the catalog first, then the definitions.</summary>
    public IReadOnlyList<SegmentDifference> Apply(string author, string? reason, AsOf asOf, CancellationToken cancellation)
    {
        IReadOnlyList<SegmentDifference> differences = Differences(asOf, withIds: false, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Catalog.Apply();
        Definitions.Store(author, reason, differences);
        return differences;
    }

    /// <summary>A definition that is not given must not become wrong because something that it names goes away.</summary>
    private void RefuseBroken()
    {
        UserError[] errors = [.. Definitions.Invalid
            .Where(invalid => _workspace.Library.Entries.Any(entry =>
                entry.IsValid && entry.Definition.GetType() == invalid.Definition.GetType() && ControlStore.KeyOf(entry.Definition.Name) == ControlStore.KeyOf(invalid.Definition.Name)))
            .SelectMany(invalid => invalid.Problems.Where(problem => problem.Code != "reference").Select(problem => new UserError(
                "reference",
                $"The {DefinitionWriter.KindOf(invalid.Definition)} '{invalid.Definition.Name}' uses what would go away from the catalog: {problem.Message}",
                Fix: "Change that definition too, or keep what it uses.")))];
        if (errors.Length > 0)
        {
            throw new UserErrorException(errors);
        }
    }
}
