using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>
/// Applies staged, typed rows to the warehouse: upsert by key with history, precedence of sources field by field, accounts and
/// contacts resolved, events counted once. Works within the caller's transaction, so that a load is all or nothing with whatever
/// else belongs to it. Used by one thread at a time, on the connection given.
/// </summary>
/// <param name="connection">A connection to the warehouse whose tables fit <paramref name="catalog"/>.</param>
/// <param name="catalog">What the rows may be.</param>
/// <param name="source">Who says the rows; declared with <see cref="Sources.Declare"/>.</param>
/// <param name="cancellation">Interrupts the running statement.</param>
public sealed class WarehouseLoader(
    DuckDbConnection connection, DataCatalog catalog, string source, CancellationToken cancellation = default)
{
    private LoadContext? _last;

    /// <summary>Applies accounts, contacts or rows of a collection; earlier rows that waited for them are attached.</summary>
    public LoadResult Apply(StagingTable staging)
    {
        LoadContext context = Begin(staging);
        LoadResult result = new RowUpsert(context).Apply();
        var attachment = new Attachment(context, catalog);
        result = staging.Type.Kind switch
        {
            RowKind.Account when result.Inserted + result.Updated > 0 => result with { Attached = attachment.ToAccounts() },
            RowKind.Contact when result.Inserted + result.Updated > 0 => result with { Attached = attachment.ToContacts() },
            _ => result,
        };
        return Recorded(context, result);
    }

    /// <summary>Applies events of one or several types.</summary>
    public LoadResult Apply(EventStaging events)
    {
        var staging = new StagingTable(events.Name, events.Slices[0].Type, [], new HashSet<string>(StringComparer.Ordinal));
        LoadContext context = Begin(staging);
        return Recorded(context, new EventLoad(context, catalog, events).Apply());
    }

    /// <summary>Applies observations of single fields; the temporary table's columns are those of <c>HistoryLoad</c>.</summary>
    /// <param name="type">The rows that the observations are about.</param>
    /// <param name="staging">The temporary table: <c>key, field, observed_at, value, folded</c>.</param>
    public LoadResult ApplyHistory(RowType type, string staging)
    {
        var table = new StagingTable(staging, type, [], new HashSet<string>(StringComparer.Ordinal));
        LoadContext context = Begin(table);
        return Recorded(context, new HistoryLoad(context, type, staging).Apply());
    }

    /// <summary>
    /// Whom the rows of the last load are about: accounts, contacts or rows of a collection that were applied with <see cref="Apply(StagingTable)"/>.
    /// Rows that said what was known already count too.
    /// </summary>
    public TouchedRefs Touched() => TouchedRefs.Of(_last ?? throw new InvalidOperationException("Nothing was loaded."));

    /// <summary>What the last load found, refused rows and warnings, in the order of the rows.</summary>
    public IReadOnlyList<LoadProblem> Problems(int limit = 1_000_000) => _last?.Problems(limit) ?? [];

    private LoadResult Recorded(LoadContext context, LoadResult result)
    {
        context.Changes.Record(connection, catalog);
        return result;
    }

    private LoadContext Begin(StagingTable staging)
    {
        cancellation.ThrowIfCancellationRequested();
        return _last = new LoadContext(connection, staging, source, cancellation);
    }
}
