using System.Buffers.Text;

namespace Strata.Bench.Ingest.Peers;

/// <summary>Everything of a batch is one round trip, and what follows from it another.</summary>
/// <param name="connection">The connection.</param>
/// <param name="sender">The number of the sender, whose accounts are nobody else's.</param>
internal sealed class RedisSession(RespConnection connection, int sender) : IPeerSession
{
    /// <inheritdoc/>
    public void Take(IReadOnlyList<PeerEvent> events, List<HeldLeaf> held)
    {
        foreach (PeerEvent view in events)
        {
            foreach (int leaf in BenchLeaf.OfPage[view.Page])
            {
                Add(view, leaf);
            }
        }

        connection.Send();
        foreach (PeerEvent view in events)
        {
            foreach (int leaf in BenchLeaf.OfPage[view.Page])
            {
                connection.ReadNumber();
                connection.ReadNumber();
                if (ReadOldest(BenchLeaf.All[leaf].Least) is { } oldest)
                {
                    held.Add(new HeldLeaf(leaf, view.Account, oldest + BenchLeaf.All[leaf].Length));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Write(IReadOnlyList<HeldLeaf> held, IReadOnlyList<PeerChange> changes)
    {
        foreach (HeldLeaf leaf in held)
        {
            connection.Begin(4);
            connection.Part("ZADD"u8);
            connection.Part("due:"u8, sender, 0);
            connection.Part(leaf.Until);
            connection.Part(default, leaf.Leaf, leaf.Account);
        }

        foreach (PeerChange change in changes)
        {
            connection.Begin(3);
            connection.Part(change.Entered ? "SADD"u8 : "SREM"u8);
            connection.Part("segment:"u8, change.Segment, 0);
            connection.Part(change.Account);
        }

        connection.Send();
        for (int answers = held.Count + changes.Count; answers > 0; answers--)
        {
            connection.Skip();
        }
    }

    /// <inheritdoc/>
    public void TakeExpired(long now, List<HeldLeaf> expired)
    {
        connection.Begin(4);
        connection.Part("ZRANGEBYSCORE"u8);
        connection.Part("due:"u8, sender, 0);
        connection.Part("-inf"u8);
        connection.Part(now);
        connection.Begin(4);
        connection.Part("ZREMRANGEBYSCORE"u8);
        connection.Part("due:"u8, sender, 0);
        connection.Part("-inf"u8);
        connection.Part(now);
        connection.Send();
        for (int left = connection.ReadList(); left > 0; left--)
        {
            ReadOnlySpan<byte> name = connection.ReadPart();
            _ = Utf8Parser.TryParse(name, out int leaf, out int used);
            _ = Utf8Parser.TryParse(name[(used + 1)..], out int account, out used);
            expired.Add(new HeldLeaf(leaf, account, now));
        }

        connection.ReadNumber();
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    /// <summary>Adds an event, keeps as many as the leaf needs, and asks for those.</summary>
    private void Add(in PeerEvent view, int leaf)
    {
        connection.Begin(4);
        connection.Part("ZADD"u8);
        connection.Part("leaf:"u8, leaf, view.Account);
        connection.Part(view.At);
        connection.Part("node-next-"u8, sender, view.Id);
        connection.Begin(4);
        connection.Part("ZREMRANGEBYRANK"u8);
        connection.Part("leaf:"u8, leaf, view.Account);
        connection.Part(0);
        connection.Part(-1 - BenchLeaf.All[leaf].Least);
        connection.Begin(5);
        connection.Part("ZRANGE"u8);
        connection.Part("leaf:"u8, leaf, view.Account);
        connection.Part(0);
        connection.Part(-1);
        connection.Part("WITHSCORES"u8);
    }

    /// <summary>The oldest of the instants that are kept; null where there are fewer than the leaf needs.</summary>
    private long? ReadOldest(int least)
    {
        int parts = connection.ReadList();
        long? oldest = null;
        for (int i = 0; i < parts; i++)
        {
            ReadOnlySpan<byte> part = connection.ReadPart();
            if (i == 1 && Utf8Parser.TryParse(part, out long score, out _))
            {
                oldest = score;
            }
        }

        return parts == 2 * least ? oldest : null;
    }
}
