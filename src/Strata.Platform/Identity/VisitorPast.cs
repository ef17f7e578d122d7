using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Identity;

/// <summary>
/// Which visitors left events behind while nobody knew them, and since when: only their past has to be looked for when they are
/// identified. Bounded; of visitors beyond that anything is possible. Used by one thread at a time.
/// </summary>
internal sealed class VisitorPast
{
    private const int Most = 2_000_000;
    private readonly KeyMap<long> _first = new();
    private bool _isComplete = true;

    /// <summary>Reads the visitors of the warehouse.</summary>
    public void Load(DuckDbConnection connection, DataCatalog catalog)
    {
        _first.Clear();
        _isComplete = true;
        foreach (RowType type in catalog.Events.Values)
        {
            using DuckDbResult rows = connection.Query(
                $"""
                SELECT _anonymous_id, min(ts) FROM {SqlIdentifier.Quote(TableNames.Table(type))}
                WHERE _anonymous_id IS NOT NULL AND contact_ref IS NULL AND contact_key IS NULL GROUP BY 1
                """,
                []);
            while (rows.ReadChunk())
            {
                ReadOnlySpan<long> first = rows.Column(1).Values<long>();
                for (int row = 0; row < first.Length; row++)
                {
                    Note(VisitorLinks.KeyOf(rows.Column(0).Utf8(row)), first[row]);
                }
            }
        }
    }

    /// <summary>An event of a visitor whom nobody knows.</summary>
    /// <param name="visitor">What stands for the visitor (<see cref="VisitorLinks.KeyOf(string)"/>).</param>
    /// <param name="instant">When it happened, in UTC microseconds.</param>
    public void Note(UInt128 visitor, long instant)
    {
        if (_first.Count >= Most && !_first.TryGetValue(visitor, out _))
        {
            _isComplete = false;
            return;
        }

        ref long first = ref _first.GetOrAdd(visitor, out bool isNew);
        first = isNew ? instant : Math.Min(first, instant);
    }

    /// <summary>Fetches what is known of a visitor into the processor's cache.</summary>
    public void Prefetch(UInt128 visitor) => _first.Prefetch(visitor);

    /// <summary>True where there may be events of the visitor.</summary>
    /// <param name="anonymousId">The visitor.</param>
    /// <param name="since">None of them is older, in UTC microseconds; 0 where that is not known.</param>
    public bool MayHave(string anonymousId, out long since) => _first.TryGetValue(VisitorLinks.KeyOf(anonymousId), out since) || !_isComplete;

    /// <summary>The visitor's past belongs to somebody now.</summary>
    public void Forget(string anonymousId) => _first.Remove(VisitorLinks.KeyOf(anonymousId));
}
