namespace Strata.Platform.Ingest.Seen;

/// <summary>Brings the ids of several files into one ascending sequence.</summary>
internal static class IdMerge
{
    private const int BlockIds = 65_536;

    /// <summary>The ids of all, ascending, each once; a block is valid until the next.</summary>
    public static IEnumerable<ReadOnlyMemory<UInt128>> Of(IReadOnlyList<IdRun> runs)
    {
        var heads = new PriorityQueue<Cursor, UInt128>();
        foreach (IdRun run in runs)
        {
            var cursor = new Cursor(run.Ids().GetEnumerator());
            if (cursor.Next() is { } first)
            {
                heads.Enqueue(cursor, first);
            }
        }

        var block = new UInt128[BlockIds];
        int count = 0;
        UInt128 last = UInt128.Zero;
        while (heads.TryDequeue(out Cursor? cursor, out UInt128 id))
        {
            if (cursor.Next() is { } next)
            {
                heads.Enqueue(cursor, next);
            }

            if (id == last)
            {
                continue;
            }

            block[count++] = last = id;
            if (count == block.Length)
            {
                yield return block;
                count = 0;
            }
        }

        yield return block.AsMemory(0, count);
    }

    private sealed class Cursor(IEnumerator<ReadOnlyMemory<UInt128>> blocks)
    {
        private ReadOnlyMemory<UInt128> _block;
        private int _at;

        public UInt128? Next()
        {
            while (_at == _block.Length)
            {
                if (!blocks.MoveNext())
                {
                    return null;
                }

                _block = blocks.Current;
                _at = 0;
            }

            return _block.Span[_at++];
        }
    }
}
