using System.Text;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>
/// The ids of all accounts, or all contacts, by their numbers: about 10 bytes each besides the id itself. A number keeps its id for ever,
/// also when the row is merged away. Used by one thread at a time.
/// </summary>
/// <param name="connection">The connection to read with.</param>
/// <param name="table"><c>account</c> or <c>contact</c>.</param>
internal sealed class EntityIds(DuckDbConnection connection, string table)
{
    private const int PageBytes = 1 << 20;
    private const int LengthBits = 16;
    private readonly Dictionary<long, string> _rare = [];
    private readonly List<byte[]> _pages = [];
    private int _pageEnd = PageBytes;

    /// <summary>By number: where the id stands, and its length; 0 where it is not known.</summary>
    private long[] _places = [];
    private long _next;

    /// <summary>Reads the ids of those who came since the last time.</summary>
    public void Load()
    {
        using DuckDbResult rows = connection.Query($"SELECT ref, id FROM {SqlIdentifier.Quote(table)} WHERE ref >= $1", [_next]);
        while (rows.ReadChunk())
        {
            ReadOnlySpan<long> references = rows.Column(0).Values<long>();
            DuckDbColumn ids = rows.Column(1);
            for (int row = 0; row < references.Length; row++)
            {
                Add(references[row], ids.Utf8(row));
            }
        }
    }

    /// <summary>Makes sure that ids are known, reading those that are not.</summary>
    public void Require(IEnumerable<long> references)
    {
        long[] unknown = Unknown(references);
        if (unknown.Length == 0)
        {
            return;
        }

        Load();
        unknown = Unknown(unknown);
        if (unknown.Length == 0)
        {
            return;
        }

        // Somebody who was merged away has no row any more; the ledger of merges knows the id.
        connection.Query(
            $"""
            WITH asked AS (SELECT unnest($1::BIGINT[]) AS ref)
            SELECT ref, id FROM {SqlIdentifier.Quote(table)} WHERE ref IN (FROM asked)
            UNION ALL
            SELECT other_ref, any_value(other_id) FROM strata_merge
            WHERE of = $2 AND other_ref IN (FROM asked) AND other_ref NOT IN (SELECT ref FROM {SqlIdentifier.Quote(table)}) GROUP BY other_ref
            """,
            [DuckDbValue.List(unknown), table],
            row => _rare[row.GetInt64(0)] = row.GetRequiredText(1));
    }

    /// <summary>Whether the id of a number is known.</summary>
    public bool Knows(long reference) => (reference < _places.Length && _places[reference] != 0) || _rare.ContainsKey(reference);

    /// <summary>The id of a number that is known.</summary>
    public string Of(long reference)
    {
        if (reference >= _places.Length || _places[reference] == 0)
        {
            return _rare[reference];
        }

        long place = _places[reference];
        long start = place >> LengthBits;
        return Encoding.UTF8.GetString(_pages[(int)(start / PageBytes)].AsSpan((int)(start % PageBytes), (int)(place & ((1 << LengthBits) - 1))));
    }

    private long[] Unknown(IEnumerable<long> references) =>
        [.. references.Where(reference => !Knows(reference)).Distinct()];

    private void Add(long reference, ReadOnlySpan<byte> id)
    {
        _next = Math.Max(_next, reference + 1);
        if (id.Length is 0 or >= 1 << LengthBits)
        {
            _rare[reference] = Encoding.UTF8.GetString(id);
            return;
        }

        if (_pageEnd + id.Length > PageBytes)
        {
            _pages.Add(new byte[PageBytes]);
            _pageEnd = 0;
        }

        if (reference >= _places.Length)
        {
            Array.Resize(ref _places, (int)Math.Max(reference + 1, _places.Length + (_places.Length / 2L)));
        }

        id.CopyTo(_pages[^1].AsSpan(_pageEnd));
        _places[reference] = ((((long)(_pages.Count - 1) * PageBytes) + _pageEnd) << LengthBits) | (uint)id.Length;
        _pageEnd += id.Length;
    }
}
