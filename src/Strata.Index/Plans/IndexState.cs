using Strata.Index.Checkpoints;
using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Rows;
using Strata.Index.Source;
using Strata.Language.Catalog;

namespace Strata.Index.Plans;

/// <summary>
/// What the index holds between evaluations: the row sets, and what was worked out from them. One evaluation at a time. What an
/// evaluation has not used may be dropped when memory runs short.
/// </summary>
internal sealed partial class IndexState : IDisposable
{
    private readonly Dictionary<string, RowSet> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Kept> _kept = [];
    private readonly HashSet<object> _seen = [];
    private long _evaluation;

    public IndexState(IIndexSource source, DataCatalog catalog, IndexOptions options)
    {
        Source = source;
        Catalog = catalog;
        Options = options;
        Budget = new MemoryBudget(options.MemoryLimit) { OnPressure = DropUnused };
        _checkpoints = options.CheckpointDirectory is { } directory ? new CheckpointStore(directory, options.Threads) : null;
    }

    public IIndexSource Source { get; }

    public DataCatalog Catalog { get; }

    public IndexOptions Options { get; }

    public MemoryBudget Budget { get; }

    /// <summary>Begins an evaluation: drops what is not of the source's present version.</summary>
    public void Begin()
    {
        _evaluation++;
        List<RowSet> stale = [.. _rows.Values.Where(rows => Source.VersionOf(rows.Type) != rows.Version)];
        if (stale.Count == 0)
        {
            return;
        }

        // Positions of entities stand in every other row set.
        HashSet<RowSet> dropped = stale.Exists(rows => rows.IsEntity) ? [.. _rows.Values] : [.. stale];
        DropKept(kept => kept.Of is null || dropped.Contains(kept.Of));
        _seen.Clear();
        foreach (RowSet rows in dropped)
        {
            _rows.Remove(Key(rows.Type));
            rows.Dispose();
        }
    }

    /// <summary>The rows of a type, loaded at the first use.</summary>
    public RowSet RowsOf(RowType type, CancellationToken cancellation)
    {
        if (!_rows.TryGetValue(Key(type), out RowSet? rows))
        {
            var loader = new RowSetLoader(Source, Budget, cancellation);
            RowSet? accounts = type.Kind == RowKind.Account ? null : RowsOf(Catalog.Account, cancellation);
            RowSet? contacts = type.Kind == RowKind.Event ? RowsOf(Catalog.Contact, cancellation) : null;
            long version = Source.VersionOf(type);
            rows = Restore(
                CheckpointKey.Rows(type, version, contacts),
                reader => RowSet.Read(reader, Budget, type, version, accounts),
                () => accounts is null ? loader.Accounts(type)
                    : contacts is null ? loader.OfAccounts(type, accounts)
                    : loader.Events(type, accounts, contacts),
                (built, writer) => built.Write(writer),
                cancellation);
            _rows[Key(type)] = rows;
        }

        return rows;
    }

    /// <summary>What was kept under a key, or null.</summary>
    public T? Find<T>(object key)
        where T : class, IDisposable
    {
        if (!_kept.TryGetValue(key, out Kept? kept))
        {
            return null;
        }

        kept.LastUsed = _evaluation;
        return (T)kept.Value;
    }

    /// <summary>Keeps something until the data changes or memory runs short.</summary>
    /// <param name="key">What it is found by.</param>
    /// <param name="value">What is kept; disposed when it is dropped.</param>
    /// <param name="of">The row set that alone it depends on; null where it may depend on any.</param>
    public T Keep<T>(object key, T value, RowSet? of = null)
        where T : class, IDisposable
    {
        _kept[key] = new Kept(value, of) { LastUsed = _evaluation };
        return value;
    }

    /// <summary>The values of a field, loaded at the first use.</summary>
    public Column ColumnOf(RowSet rows, FieldDefinition field, CancellationToken cancellation)
    {
        var key = new FieldKey("column", rows.Type.Kind, rows.Type.Name, field.Name);
        return Find<Column>(key) ?? Keep(key, Make(), rows);

        Column Make() => Restore(
            CheckpointKey.Column(rows, field),
            reader => Column.Read(reader, Budget, field.Type),
            () => new ColumnLoader(Source, Budget, cancellation).Load(rows, field),
            (built, writer) => built.Write(writer),
            cancellation);
    }

    /// <summary>The accounts that have each category of a field of a collection or of the contacts; made at the first use.</summary>
    public Postings AccountPostingsOf(RowSet rows, FieldDefinition field, CodeColumn column, CancellationToken cancellation)
    {
        var key = new FieldKey("accounts", rows.Type.Kind, rows.Type.Name, field.Name);
        return Find<Postings>(key) ?? Keep(key, Make(), rows);

        Postings Make() => Restore(
            CheckpointKey.Accounts(rows, field), reader => Postings.Read(reader, Budget), Build, (built, writer) => built.Write(writer), cancellation);

        Postings Build()
        {
            using NativeArray<int> codes = column.Codes(Budget);
            return new Postings(Budget, column.Dictionary.Count, codes, rows.AccountOf, rows.AccountOffsets!.Length - 1);
        }
    }

    /// <summary>True from the second time on that a key is asked about.</summary>
    public bool WasSeen(object key)
    {
        if (_seen.Count > 100_000)
        {
            _seen.Clear();
        }

        return !_seen.Add(key);
    }

    /// <summary>Drops outcomes of leaves and, where asked, the rows that match them.</summary>
    public void Forget(bool leafRows)
    {
        DropKept(kept => kept.Of is null && (leafRows || kept.Value is not MatchingRows));
        _seen.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropKept(_ => true);
        foreach (RowSet rows in _rows.Values)
        {
            rows.Dispose();
        }

        _rows.Clear();
    }

    /// <summary>Two row types may have one name: an event may be named as a collection in another catalog.</summary>
    private static string Key(RowType type) => $"{type.Kind}:{type.Name}";

    private void DropUnused(long bytes)
    {
        long aim = Math.Max(0, Budget.Used - bytes);
        foreach (KeyValuePair<object, Kept> pair in _kept.OrderBy(pair => pair.Value.LastUsed).ToList())
        {
            if (pair.Value.LastUsed == _evaluation || Budget.Used <= aim)
            {
                return;
            }

            _kept.Remove(pair.Key);
            pair.Value.Value.Dispose();
        }
    }

    private void DropKept(Func<Kept, bool> drops)
    {
        foreach (KeyValuePair<object, Kept> pair in _kept.Where(pair => drops(pair.Value)).ToList())
        {
            _kept.Remove(pair.Key);
            pair.Value.Value.Dispose();
        }
    }

    private sealed record FieldKey(string What, RowKind Kind, string Type, string Field);

    private sealed class Kept(IDisposable value, RowSet? of)
    {
        public RowSet? Of => of;

        public IDisposable Value => value;

        public long LastUsed { get; set; }
    }
}
