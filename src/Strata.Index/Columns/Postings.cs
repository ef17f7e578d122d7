using Strata.Index.Checkpoints;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>
/// For each code the entities that have it: a bitmap for a common code, an ascending list for a rare one. Of the rows of a collection it
/// gives the accounts that have some row with the code.
/// </summary>
internal sealed class Postings : IDisposable
{
    /// <summary>A list of 32-bit numbers is larger than a bitmap from this share on: 1 in 32.</summary>
    private const int Rare = 32;

    private readonly MemoryBudget _budget;
    private readonly long _universe;
    private long _charged;
    private readonly long[] _starts;
    private readonly long[] _lengths;
    private readonly NativeArray<int> _lists;
    private readonly NativeArray<ulong>?[] _bitmaps;

    /// <summary>Builds them in two passes over the codes.</summary>
    /// <param name="budget">What memory is charged to.</param>
    /// <param name="codeCount">The greatest code; they start at 1.</param>
    /// <param name="codes">The code of each row; 0 for none.</param>
    /// <param name="entityOf">The entity of each row, ascending; null where rows are entities.</param>
    /// <param name="universe">How many entities there are.</param>
    public Postings(MemoryBudget budget, int codeCount, NativeArray<int> codes, NativeArray<int>? entityOf, long universe)
    {
        _budget = budget;
        _universe = universe;
        _lengths = CountEntities(codeCount, codes, entityOf);
        _starts = new long[codeCount + 1];
        _bitmaps = new NativeArray<ulong>?[codeCount + 1];
        Charge();
        long listed = 0;
        for (int code = 1; code <= codeCount; code++)
        {
            if (_lengths[code] * Rare >= universe)
            {
                _bitmaps[code] = new NativeArray<ulong>(budget, (universe + 63) >> 6);
            }
            else
            {
                _starts[code] = listed;
                listed += _lengths[code];
            }
        }

        _lists = new NativeArray<int>(budget, listed);
        Fill(codes, entityOf);
    }

    private Postings(CheckpointReader reader, MemoryBudget budget)
    {
        _budget = budget;
        _universe = reader.Number();
        _lengths = reader.Managed<long>();
        _starts = reader.Managed<long>();
        _lists = reader.Required<int>();
        _bitmaps = new NativeArray<ulong>?[_lengths.Length];
        for (long common = reader.Number(); common > 0; common--)
        {
            _bitmaps[reader.Number()] = reader.Required<ulong>();
        }

        Charge();
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static Postings Read(CheckpointReader reader, MemoryBudget budget) => new(reader, budget);

    /// <summary>Writes them for <see cref="Read"/>.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Number(_universe);
        writer.Managed<long>(_lengths);
        writer.Managed<long>(_starts);
        writer.Array(_lists);
        writer.Number(_bitmaps.Count(bitmap => bitmap is not null));
        for (int code = 0; code < _bitmaps.Length; code++)
        {
            if (_bitmaps[code] is { } bitmap)
            {
                writer.Number(code);
                writer.Array(bitmap);
            }
        }
    }

    /// <summary>The entities that have one of the codes.</summary>
    public Node Among(IReadOnlyList<int> codes)
    {
        int[] common = [.. codes.Where(code => _bitmaps[code] is not null)];
        if (common.Length < 2)
        {
            return OrNode.Of(codes.Select(Of));
        }

        double share = Math.Min(1, common.Sum(code => _lengths[code]) / (double)_universe);
        return OrNode.Of(codes.Except(common).Select(Of).Append(new UnionNode([.. common.Select(code => _bitmaps[code]!)], share)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _budget.Give(Interlocked.Exchange(ref _charged, 0));
        _lists.Dispose();
        foreach (NativeArray<ulong>? bitmap in _bitmaps)
        {
            bitmap?.Dispose();
        }
    }

    /// <summary>For each code its length, its start and its bitmap.</summary>
    private void Charge()
    {
        long bytes = _lengths.Length * 24L;
        _budget.Take(bytes);
        _charged = bytes;
    }

    private Node Of(int code) => _bitmaps[code] is { } bitmap
        ? new BitsNode(bitmap, (double)_lengths[code] / _universe)
        : _lengths[code] == 0 ? ConstantNode.False : new PositionsNode(_lists, _starts[code], _lengths[code], _universe);

    private static long[] CountEntities(int codeCount, NativeArray<int> codes, NativeArray<int>? entityOf)
    {
        var counts = new long[codeCount + 1];
        if (entityOf is null)
        {
            for (long row = 0; row < codes.Length; row++)
            {
                counts[codes[row]]++;
            }

            return counts;
        }

        // An entity counts once however many of its rows have the code; its rows are together.
        var last = new int[codeCount + 1];
        Array.Fill(last, -1);
        for (long row = 0; row < codes.Length; row++)
        {
            int code = codes[row], entity = entityOf[row];
            if (entity >= 0 && last[code] != entity)
            {
                last[code] = entity;
                counts[code]++;
            }
        }

        return counts;
    }

    private void Fill(NativeArray<int> codes, NativeArray<int>? entityOf)
    {
        var next = (long[])_starts.Clone();
        for (long row = 0; row < codes.Length; row++)
        {
            int code = codes[row];
            int entity = entityOf is null ? (int)row : entityOf[row];
            if (code == 0 || entity < 0)
            {
                continue;
            }

            if (_bitmaps[code] is { } bitmap)
            {
                bitmap[entity >> 6] |= 1UL << (entity & 63);
            }
            else if (next[code] == _starts[code] || _lists[next[code] - 1] != entity)
            {
                _lists[next[code]++] = entity;
            }
        }
    }
}
