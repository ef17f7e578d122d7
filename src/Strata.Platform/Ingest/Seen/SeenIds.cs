using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Seen;

/// <summary>
/// Which ids of messages and events were seen, ever: an id counts once, across types, imports and restarts. The newest are an exact set in
/// memory; the others are in files, which are asked only where a filter in memory does not deny the id at once. The files are a cache
/// of the warehouse's tables and are made anew from them where they do not fit.
/// </summary>
/// <remarks>
/// <see cref="Add"/>, <see cref="TakeBack"/>, <see cref="Rotate"/> and <see cref="ReadNew"/> are called by the thread that applies; <see cref="Seal"/> by the
/// one that writes the warehouse, between its transactions.
/// </remarks>
internal sealed class SeenIds : IDisposable
{
    /// <summary>So many ids make a file, or somewhat more: those that come until everything is handed over the next time.</summary>
    private const int SealedAtOnce = 1 << 20;

    private readonly string _directory;
    private readonly int _sealedAtOnce;
    private readonly Dictionary<string, TableExtent> _covered = new(StringComparer.Ordinal);
    private readonly IdRuns _runs;
    private readonly IdFilter _filter;
    private IdSet _recent;
    private Dictionary<string, TableExtent>? _coveredBySealing;
    private volatile IdSet? _sealing;
    private IdSet? _spare;

    /// <summary>Reads what is known of the warehouse's ids.</summary>
    /// <param name="directory">Where the files lie; created where it is missing.</param>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="catalog">Its catalog.</param>
    /// <param name="filterBytes">How much memory the filter may take.</param>
    /// <param name="sealedAtOnce">How many ids make a file.</param>
    public SeenIds(
        string directory, DuckDbConnection connection, DataCatalog catalog, long filterBytes = 1L << 30, int sealedAtOnce = SealedAtOnce)
    {
        _directory = directory;
        _sealedAtOnce = sealedAtOnce;
        Directory.CreateDirectory(directory);
        _recent = new IdSet(RoomFor(sealedAtOnce));
        _runs = new IdRuns(directory);
        SeenState state = SeenState.Read(directory);
        if (!Fits(state, connection))
        {
            state = SeenState.Empty;
        }

        _filter = new IdFilter(Math.Max(4L << 20, EventsIn(connection, catalog) * 2), filterBytes);
        try
        {
            _runs.Open(state.Runs, Remember);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            state = SeenState.Empty;
            _runs.Dispose();
            _runs = new IdRuns(directory);
            _runs.Open([], Remember);
            _filter = new IdFilter(Math.Max(4L << 20, EventsIn(connection, catalog) * 2), filterBytes);
        }

        foreach ((string table, TableExtent extent) in state.Tables)
        {
            _covered[table] = extent;
        }

        ReadNew(connection, catalog);
    }

    /// <summary>How many ids are known.</summary>
    public long Count => _recent.Count + (_sealing?.Count ?? 0) + _runs.Count;

    /// <summary>Adds an id; false where it was seen before.</summary>
    /// <param name="hash">What stands for it (<see cref="KeyHash"/>, without a seed).</param>
    public bool Add(UInt128 hash) =>
        _sealing?.Contains(hash) != true && !(_filter.MayContain(hash) && _runs.Contains(hash)) && _recent.Add(hash);

    /// <summary>Forgets an id that <see cref="Add"/> has just added: what it stands for was not taken, and may come again.</summary>
    public void TakeBack(UInt128 hash) => _recent.Remove(hash);

    /// <summary>Fetches what says whether an id was seen into the processor's cache.</summary>
    public void Prefetch(UInt128 hash)
    {
        _recent.Prefetch(hash);
        _sealing?.Prefetch(hash);
        _filter.Prefetch(hash);
    }

    /// <summary>
    /// Called when everything added so far is handed over to be written: where it is much, it goes to a file once it is written.
    /// </summary>
    public void Rotate()
    {
        if (_recent.Count >= _sealedAtOnce && _sealing is null)
        {
            _sealing = _recent;
            _recent = Interlocked.Exchange(ref _spare, null) ?? new IdSet(RoomFor(_sealedAtOnce));
        }
    }

    /// <summary>Notes rows that were appended to a table.</summary>
    public void Appended(string table, int rows)
    {
        lock (_covered)
        {
            TableExtent before = _covered.GetValueOrDefault(table);
            _covered[table] = new TableExtent(before.Next + rows, before.Count + rows);
        }
    }

    /// <summary>
    /// Called when everything that was handed over is written: brings what was rotated into a file. Where that fails, it is tried again the
    /// next time; of what comes until then no file has the ids, so that only what was written before the first try is covered.
    /// </summary>
    public void Seal()
    {
        if (_sealing is not { } ids)
        {
            return;
        }

        Dictionary<string, TableExtent> covered = _coveredBySealing ??= Covered();
        SealSorted(ids.Sorted());
        _sealing = null;
        _coveredBySealing = null;
        ids.Clear();
        _spare = ids;
        Keep(covered);
    }

    /// <summary>Reads the ids of rows that others wrote; everything added before must be written.</summary>
    public void ReadNew(DuckDbConnection connection, DataCatalog catalog)
    {
        foreach (string table in Tables(catalog))
        {
            TableExtent before = _covered.GetValueOrDefault(table), now = ExtentOf(connection, table, from: 0);
            if (now == before)
            {
                continue;
            }

            // Rows that were taken out may have been numbered anew: then nothing says which are new.
            long from = ExtentOf(connection, table, from: 0, before: before.Next).Count == before.Count ? before.Next : 0;
            Read(connection, table, from);
            lock (_covered)
            {
                _covered[table] = now;
            }
        }
    }

    /// <summary>Brings everything into files, to start from; everything added must be written.</summary>
    public void Checkpoint()
    {
        Seal();
        if (_recent.Count > 0)
        {
            SealSorted(_recent.Sorted());
            _recent.Clear();
        }

        Keep(Covered());
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    /// <summary>A set that has to grow takes three times its memory for a while.</summary>
    private static int RoomFor(int sealedAtOnce) => sealedAtOnce + (sealedAtOnce / 2);

    private static IEnumerable<string> Tables(DataCatalog catalog) => catalog.Events.Values.Select(TableNames.Table).Append("strata_message");

    private static long EventsIn(DuckDbConnection connection, DataCatalog catalog) => Tables(catalog).Sum(table => ExtentOf(connection, table, 0).Count);

    private static bool Fits(SeenState state, DuckDbConnection connection)
    {
        HashSet<string> tables =
            [.. connection.Query("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary", [], row => row.GetRequiredText(0))];
        return state.Tables.All(table =>
            tables.Contains(table.Key) && ExtentOf(connection, table.Key, 0, before: table.Value.Next).Count == table.Value.Count);
    }

    private static TableExtent ExtentOf(DuckDbConnection connection, string table, long from, long before = long.MaxValue) => connection.Query(
        $"SELECT CAST(coalesce(max(rowid) + 1, 0) AS BIGINT), CAST(count(*) AS BIGINT) FROM {SqlIdentifier.Quote(table)} WHERE rowid >= $1 AND rowid < $2",
        [from, before],
        row => new TableExtent(row.GetInt64(0), row.GetInt64(1)))[0];

    private void Read(DuckDbConnection connection, string table, long from)
    {
        using DuckDbResult rows = connection.Query($"SELECT id FROM {SqlIdentifier.Quote(table)} WHERE rowid >= $1", [from]);
        while (rows.ReadChunk())
        {
            DuckDbColumn ids = rows.Column(0);
            for (int row = 0; row < rows.RowCount; row++)
            {
                UInt128 hash = KeyHash.Of(ids.Utf8(row));
                if (from > 0 || !_filter.MayContain(hash) || !_runs.Contains(hash))
                {
                    _recent.Add(hash);
                }
            }

            if (_recent.Count >= _sealedAtOnce)
            {
                SealSorted(_recent.Sorted());
                _recent.Clear();
                _runs.Merge();
            }
        }
    }

    private void SealSorted(UInt128[] ids)
    {
        _runs.Add(ids);
        Remember(ids);
    }

    private void Remember(ReadOnlySpan<UInt128> ids)
    {
        foreach (UInt128 id in ids)
        {
            _filter.Add(id);
        }
    }

    private Dictionary<string, TableExtent> Covered()
    {
        lock (_covered)
        {
            return new Dictionary<string, TableExtent>(_covered, StringComparer.Ordinal);
        }
    }

    private void Keep(Dictionary<string, TableExtent> covered)
    {
        _runs.Merge();
        new SeenState(_runs.Names, covered).Write(_directory);
        _runs.RemoveRetired();
    }
}
