using System.Collections.ObjectModel;
using System.Globalization;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Schema;

/// <summary>
/// The durable truth: a DuckDB database that has the tables of a catalog. Thread-safe, except that <see cref="Extend"/> is called by
/// one thread at a time.
/// </summary>
public sealed class WarehouseStore : IDisposable
{
    /// <summary>
    /// The format of new files. The engine's default is one that versions of years ago can read, whose text columns take about half as
    /// long again to write.
    /// </summary>
    private const string StorageVersion = "v1.5.0";

    /// <summary>
    /// So much is in the log before the engine brings it into the tables. Each time it packs the last, not yet full parts of tables again:
    /// where events come in all the time, at its usual 16 MiB that was half of what storing them cost. After a fault the log is read again,
    /// for about 0.1 s of a processor a MiB.
    /// </summary>
    private const string CheckpointThreshold = "128MiB";

    private volatile DataCatalog _catalog;

    private WarehouseStore(DuckDbDatabase database, DataCatalog shipped, DataCatalog catalog)
    {
        Database = database;
        Shipped = shipped;
        _catalog = catalog;
    }

    /// <summary>The database.</summary>
    public DuckDbDatabase Database { get; }

    /// <summary>The catalog without what was added to it.</summary>
    public DataCatalog Shipped { get; }

    /// <summary>What definitions may name here: the shipped catalog and what was added to it.</summary>
    public DataCatalog Catalog => _catalog;

    /// <summary>Opens the warehouse of a data directory; creates both where they are missing, and upgrades an older schema.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="engineOptions">The engine's settings by name (<c>threads</c>, <c>memory_limit</c> …), or null for its defaults.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>data-directory</c>: another process uses the directory, the warehouse is newer than this version, damaged or something
    /// else's, or the directory cannot be written.
    /// </exception>
    public static WarehouseStore Open(DataDirectory directory, IReadOnlyDictionary<string, string>? engineOptions = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        directory.Create();
        Dictionary<string, string> options = new(engineOptions ?? ReadOnlyDictionary<string, string>.Empty, StringComparer.Ordinal);
        options.TryAdd("storage_compatibility_version", StorageVersion);
        options.TryAdd("checkpoint_threshold", CheckpointThreshold);
        return Prepare(DuckDbDatabase.Open(directory.WarehouseFile, options), directory.WarehouseFile, ShippedCatalog.Load());
    }

    /// <summary>Whether <see cref="Open"/> failed because another process uses the directory.</summary>
    public static bool IsInUse(UserErrorException fault) => fault?.InnerException is DuckDbException inner && DuckDbOpenErrors.IsLock(inner);

    /// <summary>Opens an empty warehouse in memory.</summary>
    /// <param name="catalog">Its catalog; null for the shipped one.</param>
    /// <param name="engineOptions">The engine's settings by name, or null for its defaults.</param>
    public static WarehouseStore OpenInMemory(DataCatalog? catalog = null, IReadOnlyDictionary<string, string>? engineOptions = null) =>
        Prepare(DuckDbDatabase.OpenInMemory(engineOptions), "The database in memory", catalog ?? ShippedCatalog.Load());

    /// <summary>Opens a connection; each thread uses its own.</summary>
    public DuckDbConnection Connect() => Database.Connect();

    /// <summary>Has the engine hold no more than this; what does not fit goes through files.</summary>
    /// <param name="mebibytes">How much, at least 1.</param>
    public void LimitMemory(int mebibytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mebibytes, 1);
        using DuckDbConnection connection = Connect();
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"SET GLOBAL memory_limit = '{mebibytes}MiB'"));
    }

    /// <summary>Adds to the catalog, durably, and creates the tables and columns that it needs. Adding the same again changes nothing.</summary>
    /// <param name="additions">What to add.</param>
    /// <exception cref="UserErrorException">Code <c>format</c>: the additions contradict the catalog; nothing was added.</exception>
    public void Extend(CatalogAdditions additions)
    {
        ArgumentNullException.ThrowIfNull(additions);
        if (additions.IsEmpty)
        {
            return;
        }

        DataCatalog extended = additions.ApplyTo(_catalog);
        using DuckDbConnection connection = Connect();

        // Tables first: were the second step lost, they would only stand there unused.
        CatalogTables.Ensure(connection, extended);
        using (DuckDbTransaction transaction = connection.BeginTransaction())
        {
            CatalogStore.Add(connection, additions);
            transaction.Commit();
        }

        _catalog = extended;
    }

    /// <summary>
    /// As <see cref="Extend"/>, within the caller's transaction: after the commit, <see cref="Adopt"/> makes the catalog given back
    /// the store's own.
    /// </summary>
    /// <param name="connection">The connection that holds the transaction.</param>
    /// <param name="additions">What to add.</param>
    /// <returns>The catalog with the additions.</returns>
    public DataCatalog ExtendWithin(DuckDbConnection connection, CatalogAdditions additions)
    {
        ArgumentNullException.ThrowIfNull(additions);
        if (additions.IsEmpty)
        {
            return _catalog;
        }

        DataCatalog extended = additions.ApplyTo(_catalog);
        CatalogTables.EnsureWithin(connection, extended);
        CatalogStore.Add(connection, additions);
        return extended;
    }

    /// <summary>Everything that was added to the catalog.</summary>
    public static CatalogAdditions AdditionsOf(DuckDbConnection connection) => CatalogStore.Read(connection);

    /// <summary>Of these, what files of definitions said at the last time.</summary>
    public static CatalogAdditions AdditionsOfFiles(DuckDbConnection connection) => CatalogFile.Read(MetaTable.Read(connection, MetaTable.CatalogFiles) ?? "");

    /// <summary>
    /// Makes these all additions there are, within the caller's transaction: creates what they need, takes away the tables and columns
    /// that nothing names any more. After the commit, <see cref="Adopt"/> makes the catalog given back the store's own.
    /// </summary>
    /// <param name="connection">The connection that holds the transaction.</param>
    /// <param name="additions">All additions.</param>
    /// <param name="ofFiles">Of these, what files of definitions say.</param>
    /// <returns>The catalog with the additions.</returns>
    public DataCatalog RedefineWithin(DuckDbConnection connection, CatalogAdditions additions, CatalogAdditions ofFiles)
    {
        ArgumentNullException.ThrowIfNull(additions);
        DataCatalog redefined = additions.ApplyTo(Shipped);
        CatalogTables.DropWithin(connection, _catalog, redefined);
        CatalogTables.EnsureWithin(connection, redefined);
        CatalogStore.Replace(connection, additions);
        MetaTable.Write(connection, MetaTable.CatalogFiles, CatalogFile.Write(ofFiles));
        return redefined;
    }

    /// <summary>Takes over the catalog that <see cref="ExtendWithin"/> gave, once its transaction is committed.</summary>
    public void Adopt(DataCatalog catalog) => _catalog = catalog;

    /// <summary>Closes the database once every connection is disposed.</summary>
    public void Dispose() => Database.Dispose();

    internal static WarehouseStore Prepare(DuckDbDatabase database, string place, DataCatalog shipped)
    {
        try
        {
            using DuckDbConnection connection = database.Connect();
            SchemaVersion.Upgrade(connection, Migration.All, place);
            DataCatalog catalog = CatalogStore.Read(connection).ApplyTo(shipped);
            CatalogTables.Ensure(connection, catalog);
            FoldAmendments(connection);
            return new WarehouseStore(database, shipped, catalog);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A server that was killed leaves some: who opens the directory next finds them in the tables of events.</summary>
    private static void FoldAmendments(DuckDbConnection connection)
    {
        if (EventAmendments.AreWaiting(connection))
        {
            using DuckDbTransaction transaction = connection.BeginTransaction();
            EventAmendments.FoldAll(connection);
            transaction.Commit();
        }
    }
}
