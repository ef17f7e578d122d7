using System.Buffers;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;

namespace Strata.Index.Plans;

/// <summary>Evaluates a node over a row set block by block, on several threads.</summary>
internal sealed class BlockRunner(int threads, CancellationToken cancellation)
{
    /// <summary>
    /// Words of a block: 131,072 rows. Their bits stay in the first levels of the cache, and what is read of each bitmap at a time, 16 KiB,
    /// is long enough for the memory to be read ahead.
    /// </summary>
    private const int BlockWords = 2048;

    /// <summary>Work of less than this many nanoseconds is done before another thread would have begun.</summary>
    private const double WorthSharing = 1_000_000;

    /// <summary>Takes the outcome of a block; called by several threads, each with blocks of its own.</summary>
    public delegate void BlockOutcome(long firstWord, ReadOnlySpan<ulong> mask);

    /// <summary>Evaluates every block.</summary>
    public void Run(RowSet rows, Node node, BlockOutcome take)
    {
        int blocks = (rows.WordCount + BlockWords - 1) / BlockWords;
        if (threads == 1 || rows.Count * (node.Cost + 0.01) < WorthSharing)
        {
            for (int block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                RunBlock(rows, node, block, take);
            }

            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block => RunBlock(rows, node, block, take));
    }

    /// <summary>How many rows satisfy.</summary>
    public long Count(RowSet rows, Node node)
    {
        long count = 0;
        Run(rows, node, (_, mask) => Interlocked.Add(ref count, Bitmaps.Bitmap.CountOf(mask)));
        return count;
    }

    /// <summary>The rows that satisfy, as a bitmap.</summary>
    public NativeArray<ulong> Bits(RowSet rows, Node node, MemoryBudget budget)
    {
        var bits = new NativeArray<ulong>(budget, rows.WordCount);
        Run(rows, node, (firstWord, mask) => mask.CopyTo(bits.Slice(firstWord, mask.Length)));
        return bits;
    }

    private static void RunBlock(RowSet rows, Node node, int block, BlockOutcome take)
    {
        long firstWord = (long)block * BlockWords;
        int words = (int)Math.Min(BlockWords, rows.WordCount - firstWord);
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(words);
        Span<ulong> mask = rented.AsSpan(0, words);
        rows.FillExisting(firstWord, mask);
        node.Filter(firstWord, mask);
        take(firstWord, mask);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}
