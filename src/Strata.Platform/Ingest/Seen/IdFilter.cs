using Strata.Index.Memory;

namespace Strata.Platform.Ingest.Seen;

/// <summary>
/// Says of an id that it was never added, or that it may have been: a Bloom filter whose bits of one id lie in one cache line. It grows by
/// further ones of twice the room as long as memory allows, two bytes an id; after that it errs more often and never wrongly denies.
/// One thread adds while others ask.
/// </summary>
/// <param name="expected">For how many ids room is made at once.</param>
/// <param name="mostBytes">How many bytes it may take at most.</param>
internal sealed class IdFilter(long expected, long mostBytes)
{
    private const int BitsAnId = 16;
    private const int Probes = 7;
    private const int BlockWords = 8;
    private volatile Layer[] _layers = [new(expected)];

    /// <summary>How many bytes it takes.</summary>
    public long Bytes => _layers.Sum(layer => layer.Bytes);

    /// <summary>Adds an id.</summary>
    public void Add(UInt128 id)
    {
        Layer last = _layers[^1];
        if (last.IsFull && Bytes + (last.Bytes * 2) <= mostBytes)
        {
            last = new Layer(last.Room * 2);
            _layers = [.. _layers, last];
        }

        last.Add(id);
    }

    /// <summary>False where the id was never added.</summary>
    public bool MayContain(UInt128 id)
    {
        foreach (Layer layer in _layers)
        {
            if (layer.MayContain(id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Fetches what says it of an id into the processor's cache.</summary>
    public void Prefetch(UInt128 id)
    {
        foreach (Layer layer in _layers)
        {
            layer.Prefetch(id);
        }
    }

    private sealed class Layer
    {
        private readonly ulong[] _words;
        private readonly uint _blocks;
        private long _count;

        public Layer(long room)
        {
            Room = Math.Max(room, 4_096);
            _blocks = (uint)Math.Min((Room * BitsAnId / (BlockWords * 64)) + 1, Array.MaxLength / BlockWords);
            _words = LargeArray.Of<ulong>(checked((int)(_blocks * (long)BlockWords)));
        }

        public long Room { get; }

        public bool IsFull => _count >= Room;

        public long Bytes => _words.LongLength * 8;

        public void Add(UInt128 id)
        {
            long block = BlockOf(id);
            ulong bits = (ulong)(id >> 64);
            for (int i = 0; i < Probes; i++, bits >>= 9)
            {
                Volatile.Write(ref _words[block + ((long)(bits >> 6) & 7)], _words[block + ((long)(bits >> 6) & 7)] | (1UL << (int)(bits & 63)));
            }

            _count++;
        }

        public bool MayContain(UInt128 id)
        {
            long block = BlockOf(id);
            ulong bits = (ulong)(id >> 64);
            for (int i = 0; i < Probes; i++, bits >>= 9)
            {
                if ((_words[block + ((long)(bits >> 6) & 7)] & (1UL << (int)(bits & 63))) == 0)
                {
                    return false;
                }
            }

            return true;
        }

        public void Prefetch(UInt128 id) => CacheLine.Prefetch(ref _words[BlockOf(id)]);

        private long BlockOf(UInt128 id) => (long)(((ulong)(uint)((ulong)id >> 32) * _blocks) >> 32) * BlockWords;
    }
}
