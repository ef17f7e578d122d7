using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Catalog;

/// <summary>
/// A change of a workspace's catalog by files of definitions, worked out but not yet made. Fields and types that imports made known stay
/// whatever the files say; a type never changes; what is in use is not taken away.
/// </summary>
public sealed class CatalogReconciler
{
    private readonly Workspace _workspace;
    private readonly CatalogAdditions _additions;
    private readonly CatalogAdditions _withEverything;
    private readonly CatalogAdditions _ofFiles;
    private readonly bool _filesSayMore;

    /// <summary>Works out the change.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalogs">What the files say.</param>
    /// <param name="removeOthers">True to take away what earlier files said and these do not.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>format</c>: a type or a key would change, or something does not fit; code <c>reference</c>: something would go away that
    /// has values in the data.
    /// </exception>
    public CatalogReconciler(Workspace workspace, IReadOnlyList<WrittenCatalog> catalogs, bool removeOthers)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalogs);
        _workspace = workspace;
        RefuseFaults(catalogs);
        CatalogAdditions given = catalogs.Aggregate(CatalogAdditions.None, (all, next) => all.Plus(next.Additions));
        CatalogAdditions earlier = WarehouseStore.AdditionsOfFiles(workspace.Connection);
        CatalogAdditions notGiven = earlier.Minus(given);
        CatalogAdditions stored = WarehouseStore.AdditionsOf(workspace.Connection);
        CatalogAdditions onlyGiven = stored.Minus(notGiven).Plus(given);
        _withEverything = stored.Plus(given);
        _additions = removeOthers ? onlyGiven : _withEverything;
        _ofFiles = removeOthers ? given : earlier.Plus(given);
        _filesSayMore = CatalogFile.Write(_ofFiles) != CatalogFile.Write(earlier);
        After = _additions.ApplyTo(workspace.Warehouse.Shipped);
        Changes = CatalogChange.Between(workspace.Catalog, After);
        NotGiven = removeOthers ? [] : [.. CatalogChange.Between(After, onlyGiven.ApplyTo(workspace.Warehouse.Shipped))];
        RefuseRemovalOfUsed();
    }

    /// <summary>The catalog after the change.</summary>
    public DataCatalog After { get; }

    /// <summary>What changes.</summary>
    public IReadOnlyList<CatalogChange> Changes { get; }

    /// <summary>What would change if what earlier files said and these do not did not stay.</summary>
    public IReadOnlyList<CatalogChange> NotGiven { get; }

    /// <summary>
    /// Makes what is added and changed known for as long as the result is not disposed, so that definitions before and after can be
    /// compared; null where there is nothing to make known.
    /// </summary>
    public IDisposable? Preview()
    {
        if (Changes.All(change => change.Kind == ChangeKind.Removed))
        {
            return null;
        }

        var preview = new PreviewedChange(_workspace);
        _workspace.PreviewCatalog(_workspace.Warehouse.RedefineWithin(_workspace.Connection, _withEverything, _ofFiles));
        return preview;
    }

    /// <summary>Makes the change, all or nothing.</summary>
    public void Apply()
    {
        if (Changes.Count == 0 && !_filesSayMore)
        {
            return;
        }

        using DuckDbTransaction transaction = _workspace.Connection.BeginTransaction();
        DataCatalog after = _workspace.Warehouse.RedefineWithin(_workspace.Connection, _additions, _ofFiles);
        transaction.Commit();
        _workspace.AdoptCatalog(after);
    }

    private void RefuseFaults(IReadOnlyList<WrittenCatalog> catalogs)
    {
        var faults = new List<UserError>();
        DataCatalog catalog = _workspace.Catalog;
        foreach (WrittenCatalog written in catalogs)
        {
            try
            {
                catalog = written.Additions.ApplyTo(catalog);
            }
            catch (UserErrorException exception)
            {
                faults.AddRange(exception.Errors.Select(error => error with { Where = error.Where ?? written.Where }));
            }
        }

        if (faults.Count > 0)
        {
            throw new UserErrorException(faults);
        }
    }

    private void RefuseRemovalOfUsed()
    {
        var errors = new List<UserError>();
        foreach (CatalogChange change in Changes.Where(change => change.Kind == ChangeKind.Removed))
        {
            long used = Uses(change);
            if (used > 0)
            {
                string what = change.What == "field" ? $"{used:N0} value{(used == 1 ? "" : "s")}" : $"{used:N0} row{(used == 1 ? "" : "s")}";
                errors.Add(new UserError(
                    "reference",
                    $"The {change.What} {change.Name} cannot be taken away: the data has {what} of it.",
                    Fix: "Keep it in the files, or apply without --prune."));
            }
        }

        if (errors.Count > 0)
        {
            throw new UserErrorException(errors);
        }
    }

    /// <summary>Values and changes of a field, or rows of a collection or event.</summary>
    private long Uses(CatalogChange change)
    {
        DataCatalog catalog = _workspace.Catalog;
        string[] parts = change.Name.Split('.');
        RowType? row = change.What == "event" ? catalog.FindEvent(change.Name) : catalog.RowTypes.FirstOrDefault(type => type.Name == parts[0] && type.Find(parts[^1]) is not null)
            ?? catalog.FindCollection(parts[0]);
        if (row is null || change.What == "taxonomy")
        {
            return 0;
        }

        string table = SqlIdentifier.Quote(TableNames.Table(row));
        if (change.What != "field")
        {
            return Count($"SELECT CAST(count(*) AS BIGINT) FROM {table}");
        }

        long values = Count($"SELECT CAST(count({SqlIdentifier.Quote(parts[^1])}) AS BIGINT) FROM {table}");
        return row.Kind == RowKind.Event || values > 0
            ? values
            : Count($"SELECT CAST(count(*) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.History(row))} WHERE field = $1", parts[^1]);
    }

    private long Count(string sql, params ReadOnlySpan<DuckDbValue> values) => _workspace.Connection.QueryScalar<long>(sql, values);

    /// <summary>Undoes the change when it is disposed.</summary>
    private sealed class PreviewedChange(Workspace workspace) : IDisposable
    {
        private readonly DuckDbTransaction _transaction = workspace.Connection.BeginTransaction();

        public void Dispose()
        {
            _transaction.Dispose();
            workspace.PreviewCatalog(null);
        }
    }
}
