using Strata.Index.Bitmaps;

namespace Strata.Bench.Ingest.Peers;

/// <summary>A store in which somebody who knows it keeps the leaves and the members of the segments.</summary>
internal interface IIngestPeer : IDisposable
{
    /// <summary>Its name in the output.</summary>
    string Key { get; }

    /// <summary>Its name and version.</summary>
    string Name { get; }

    /// <summary>How much memory it holds, in MiB; null where that cannot be said.</summary>
    long? MemoryMib { get; }

    /// <summary>What it takes on disk, in MiB.</summary>
    long DiskMib { get; }

    /// <summary>A connection for one of those who send.</summary>
    /// <param name="sender">Its number.</param>
    IPeerSession Connect(int sender);

    /// <summary>Who is in each segment by what it holds, by the segment's number.</summary>
    /// <param name="segments">How many segments there are.</param>
    /// <param name="accounts">How many accounts there are.</param>
    IReadOnlyList<Bitmap> Members(int segments, int accounts);
}

/// <summary>A connection to a peer, used by one thread.</summary>
internal interface IPeerSession : IDisposable
{
    /// <summary>Takes events in.</summary>
    /// <param name="events">The events.</param>
    /// <param name="held">Gets the leaves that they touched and that hold.</param>
    void Take(IReadOnlyList<PeerEvent> events, List<HeldLeaf> held);

    /// <summary>Stores until when leaves hold and who came and went; when it returns, whatever it was given is as durable as it gets.</summary>
    /// <param name="held">What <see cref="Take"/> gave; empty after <see cref="TakeExpired"/>.</param>
    /// <param name="changes">The changes of membership.</param>
    void Write(IReadOnlyList<HeldLeaf> held, IReadOnlyList<PeerChange> changes);

    /// <summary>Gives the leaves of this connection's accounts that held until an instant and no longer, and forgets them.</summary>
    void TakeExpired(long now, List<HeldLeaf> expired);
}

/// <summary>A page view.</summary>
/// <param name="Id">Its number; an id is made of it and of the sender's.</param>
/// <param name="Account">The account.</param>
/// <param name="Page">The page.</param>
/// <param name="At">When, in UTC microseconds.</param>
internal readonly record struct PeerEvent(long Id, int Account, int Page, long At);

/// <summary>A leaf that holds for an account.</summary>
/// <param name="Leaf">The leaf's number.</param>
/// <param name="Account">The account.</param>
/// <param name="Until">Until when, in UTC microseconds, exclusive.</param>
internal readonly record struct HeldLeaf(int Leaf, int Account, long Until);

/// <summary>A change of membership.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Account">The account.</param>
/// <param name="Entered">True where it came, false where it went.</param>
internal readonly record struct PeerChange(int Segment, int Account, bool Entered);
