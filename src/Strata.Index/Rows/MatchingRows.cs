using System.Numerics;
using Strata.Index.Memory;

namespace Strata.Index.Rows;

/// <summary>
/// The rows that satisfy a condition, by the entity they belong to: what an aggregate or a quantifier keeps of a leaf. Entities that
/// have such rows are numbered (their slot) in ascending order; the rows of a slot of events ascend by instant.
/// </summary>
internal sealed unsafe class MatchingRows : IDisposable
{
    private readonly MemoryBudget _budget;
    private readonly Dictionary<int, NativeArray<long>> _newest = [];
    private readonly Lock _lock = new();

    private MatchingRows(MemoryBudget budget, NativeArray<ulong> entities, NativeArray<int> ranks, NativeArray<int> starts, NativeArray<int> rows, NativeArray<long>? instants)
    {
        _budget = budget;
        Entities = entities;
        Ranks = ranks;
        Starts = starts;
        Rows = rows;
        Instants = instants;
        Newest = long.MinValue;
        if (instants is not null)
        {
            foreach (long instant in instants.Span)
            {
                Newest = Math.Max(Newest, instant);
            }
        }
    }

    /// <summary>The entities that have a row, as a bitmap.</summary>
    public NativeArray<ulong> Entities { get; }

    /// <summary>For each word of <see cref="Entities"/> how many entities are before it.</summary>
    public NativeArray<int> Ranks { get; }

    /// <summary>Where the rows of each slot start; one more for the end.</summary>
    public NativeArray<int> Starts { get; }

    /// <summary>The positions of the rows in their row set.</summary>
    public NativeArray<int> Rows { get; }

    /// <summary>The instants of the rows; null where they are not events.</summary>
    public NativeArray<long>? Instants { get; }

    /// <summary>The newest instant of all.</summary>
    public long Newest { get; }

    /// <summary>How many entities have a row.</summary>
    public int SlotCount => (int)Starts.Length - 1;

    /// <summary>The slot of an entity; −1 where it has no row.</summary>
    public int SlotOf(long entity)
    {
        ulong word = Entities[entity >> 6], bit = 1UL << (int)(entity & 63);
        return (word & bit) == 0 ? -1 : Ranks[entity >> 6] + BitOperations.PopCount(word & (bit - 1));
    }

    /// <summary>The part of a slot whose instants are from one bound to the other.</summary>
    public (int Start, int End) Window(int slot, long first, long last)
    {
        int start = Starts[slot], end = Starts[slot + 1];
        if (Instants is null)
        {
            return (start, end);
        }

        long* instants = Instants.Pointer;
        if (end - start > 16)
        {
            start = FirstFrom(instants, start, end, first);
            return (start, last == long.MaxValue ? end : FirstFrom(instants, start, end, last + 1));
        }

        while (start < end && instants[start] < first)
        {
            start++;
        }

        while (end > start && instants[end - 1] > last)
        {
            end--;
        }

        return (start, end);
    }

    /// <summary>For each slot the instant of its k-th newest row (k from 1), or <see cref="long.MinValue"/>: made once, then kept.</summary>
    public NativeArray<long> NewestOf(int k)
    {
        lock (_lock)
        {
            if (!_newest.TryGetValue(k, out NativeArray<long>? newest))
            {
                newest = new NativeArray<long>(_budget, SlotCount);
                for (int slot = 0; slot < SlotCount; slot++)
                {
                    int at = Starts[slot + 1] - k;
                    newest[slot] = at >= Starts[slot] ? Instants![at] : long.MinValue;
                }

                _newest[k] = newest;
            }

            return newest;
        }
    }

    /// <summary>Collects the rows of a bitmap by account.</summary>
    public static MatchingRows ByAccount(MemoryBudget budget, RowSet rows, NativeArray<ulong> matching, long accounts)
    {
        int count = CountRows(matching, rows.AccountOf!);
        var found = new NativeArray<int>(budget, count);
        int at = 0;
        ForEach(matching, row =>
        {
            if (rows.AccountOf![row] >= 0)
            {
                found[at++] = row;
            }
        });
        return Group(budget, rows, found, rows.AccountOf!, accounts);
    }

    /// <summary>Collects the events of a bitmap by the contact who did them.</summary>
    public static MatchingRows ByContact(MemoryBudget budget, RowSet rows, NativeArray<ulong> matching, long contacts)
    {
        NativeArray<int> contactOf = rows.ContactOf!;
        int count = CountRows(matching, contactOf);
        using var next = new NativeArray<int>(budget, contacts + 1);
        ForEach(matching, row =>
        {
            if (contactOf[row] >= 0)
            {
                next[contactOf[row] + 1]++;
            }
        });
        for (long contact = 0; contact < contacts; contact++)
        {
            next[contact + 1] += next[contact];
        }

        var found = new NativeArray<int>(budget, count);
        ForEach(matching, row =>
        {
            if (contactOf[row] >= 0)
            {
                found[next[contactOf[row]]++] = row;
            }
        });
        return Group(budget, rows, found, contactOf, contacts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeArray<long> newest in _newest.Values)
        {
            newest.Dispose();
        }

        Entities.Dispose();
        Ranks.Dispose();
        Starts.Dispose();
        Rows.Dispose();
        Instants?.Dispose();
    }

    private static MatchingRows Group(MemoryBudget budget, RowSet rows, NativeArray<int> found, NativeArray<int> ownerOf, long owners)
    {
        long words = (owners + 63) >> 6;
        var entities = new NativeArray<ulong>(budget, words);
        int slots = 0, last = -1;
        foreach (int row in found.Span)
        {
            int owner = ownerOf[row];
            if (owner != last)
            {
                slots++;
                last = owner;
                entities[owner >> 6] |= 1UL << (owner & 63);
            }
        }

        var ranks = new NativeArray<int>(budget, words);
        for (long word = 1; word < words; word++)
        {
            ranks[word] = ranks[word - 1] + BitOperations.PopCount(entities[word - 1]);
        }

        var starts = new NativeArray<int>(budget, slots + 1);
        last = -1;
        int slot = 0;
        for (int at = 0; at < found.Length; at++)
        {
            if (ownerOf[found[at]] != last)
            {
                last = ownerOf[found[at]];
                starts[slot++] = at;
            }
        }

        starts[slot] = (int)found.Length;
        NativeArray<long>? instants = rows.Instants is null ? null : InstantsOf(budget, rows.Instants, found, starts);
        return new MatchingRows(budget, entities, ranks, starts, found, instants);
    }

    /// <summary>The instants of the rows. Rows of one account ascend already; those of a contact who changed accounts may not.</summary>
    private static NativeArray<long> InstantsOf(MemoryBudget budget, NativeArray<long> all, NativeArray<int> found, NativeArray<int> starts)
    {
        var instants = new NativeArray<long>(budget, found.Length);
        for (int at = 0; at < found.Length; at++)
        {
            instants[at] = all[found[at]];
        }

        for (int slot = 0; slot + 1 < starts.Length; slot++)
        {
            int start = starts[slot], count = starts[slot + 1] - start;
            Span<long> own = instants.Slice(start, count);
            for (int i = 1; i < count; i++)
            {
                if (own[i] < own[i - 1])
                {
                    own.Sort(found.Slice(start, count));
                    break;
                }
            }
        }

        return instants;
    }

    private static int CountRows(NativeArray<ulong> matching, NativeArray<int> ownerOf)
    {
        int count = 0;
        ForEach(matching, row => count += ownerOf[row] >= 0 ? 1 : 0);
        return count;
    }

    private static void ForEach(NativeArray<ulong> bitmap, Action<int> visit)
    {
        for (long word = 0; word < bitmap.Length; word++)
        {
            for (ulong bits = bitmap[word]; bits != 0; bits &= bits - 1)
            {
                visit((int)(word << 6) + BitOperations.TrailingZeroCount(bits));
            }
        }
    }

    private static int FirstFrom(long* instants, int low, int high, long bound)
    {
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            if (instants[middle] < bound)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
