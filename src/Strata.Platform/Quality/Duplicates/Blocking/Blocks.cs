namespace Strata.Platform.Quality.Duplicates.Blocking;

/// <summary>
/// Groups of records that share a key. A group has <see cref="Largest"/> records at most, so that the pairs grow with the records and not with
/// their square; what more share is passed over, and said.
/// </summary>
internal sealed class Blocks
{
    /// <summary>The most records of a block.</summary>
    public const int Largest = 50;

    private readonly int[] _members;
    private readonly int[] _starts;
    private readonly int[] _blocksOf;
    private readonly int[] _startsOf;

    private Blocks(int[] members, int[] starts, int[] blocksOf, int[] startsOf, long skipped) =>
        (_members, _starts, _blocksOf, _startsOf, Skipped) = (members, starts, blocksOf, startsOf, skipped);

    /// <summary>How many blocks there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How many keys more than <see cref="Largest"/> share.</summary>
    public long Skipped { get; }

    /// <summary>The records of a block, in their order.</summary>
    public ReadOnlySpan<int> Members(int block) => _members.AsSpan(_starts[block], _starts[block + 1] - _starts[block]);

    /// <summary>Makes the blocks.</summary>
    /// <param name="records">How many records there are.</param>
    /// <param name="addKeys">Adds the keys of a record to a list.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Blocks Build(int records, Action<int, List<ulong>> addKeys, CancellationToken cancellation)
    {
        var keys = new List<ulong>(records * 12);
        var owners = new List<int>(records * 12);
        var its = new List<ulong>();
        for (int record = 0; record < records; record++)
        {
            its.Clear();
            addKeys(record, its);
            foreach (ulong key in its)
            {
                keys.Add(key);
                owners.Add(record);
            }

            if ((record & 4095) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        ulong[] sorted = [.. keys];
        int[] members = [.. owners];
        keys = null!;
        owners = null!;
        Array.Sort(sorted, members);
        return Group(records, sorted, members, cancellation);
    }

    /// <summary>True where two share no block before this one, so that each pair is compared once.</summary>
    public bool IsFirstOf(int block, int one, int other)
    {
        ReadOnlySpan<int> its = BlocksOf(one), others = BlocksOf(other);
        for (int i = 0, j = 0; i < its.Length && j < others.Length;)
        {
            if (its[i] == others[j])
            {
                return its[i] == block;
            }

            if (its[i] < others[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    private ReadOnlySpan<int> BlocksOf(int record) => _blocksOf.AsSpan(_startsOf[record], _startsOf[record + 1] - _startsOf[record]);

    private static Blocks Group(int records, ulong[] keys, int[] members, CancellationToken cancellation)
    {
        var kept = new List<int>(members.Length);
        var starts = new List<int> { 0 };
        int[] counts = new int[records + 1];
        long skipped = 0;
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from]; to++)
            {
            }

            Span<int> block = members.AsSpan(from, to - from);
            block.Sort();
            int size = Once(block);
            if (size > Largest)
            {
                skipped++;
            }
            else if (size > 1)
            {
                foreach (int member in block[..size])
                {
                    kept.Add(member);
                    counts[member]++;
                }

                starts.Add(kept.Count);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        int[] startsOf = new int[records + 1];
        for (int record = 0; record < records; record++)
        {
            startsOf[record + 1] = startsOf[record] + counts[record];
        }

        int[] blocksOf = new int[kept.Count], next = [.. startsOf];
        for (int block = 0; block + 1 < starts.Count; block++)
        {
            for (int at = starts[block]; at < starts[block + 1]; at++)
            {
                blocksOf[next[kept[at]]++] = block;
            }
        }

        return new Blocks([.. kept], [.. starts], blocksOf, startsOf, skipped);
    }

    /// <summary>Moves each number of a sorted span to its front once; says how many.</summary>
    private static int Once(Span<int> sorted)
    {
        int size = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[size - 1])
            {
                sorted[size++] = sorted[i];
            }
        }

        return size;
    }
}
