namespace Strata.Bench;

/// <summary>What <c>strata bench counts</c> found.</summary>
/// <param name="Peers">The peers in the order of their times; the first is DuckDB.</param>
/// <param name="Results">One a question.</param>
/// <param name="Runs">How many times each side was asked.</param>
/// <param name="MemoryMib">The most that the index held.</param>
/// <param name="BuildSeconds">From nothing in memory to the first answer of the layered question.</param>
/// <param name="ReadySeconds">The same after a restart.</param>
/// <param name="DataSeconds">How long making the data took.</param>
/// <param name="BandwidthGibPerSecond">What this machine's memory gives two threads that read.</param>
public sealed record CountReport(
    IReadOnlyList<CountPeer> Peers,
    IReadOnlyList<CountResult> Results,
    int Runs,
    double MemoryMib,
    double BuildSeconds,
    double ReadySeconds,
    double DataSeconds,
    double BandwidthGibPerSecond);

/// <summary>Whom the index was measured against.</summary>
/// <param name="Key">Its name in JSON: <c>duckdb</c>, <c>postgres</c>, <c>chdb</c>.</param>
/// <param name="Name">Its name to people.</param>
/// <param name="Version">Its version.</param>
/// <param name="LoadSeconds">How long loading and indexing the same rows took; null for DuckDB, where they were made.</param>
public sealed record CountPeer(string Key, string Name, string Version, double? LoadSeconds);

/// <summary>One question.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">The answer, which all gave.</param>
/// <param name="IndexMs">Median of the index.</param>
/// <param name="PeerMs">Median of each peer, in the order of <see cref="CountReport.Peers"/>.</param>
/// <param name="BytesTouched">How many bytes of memory the index touches, what a cold leaf reads to be made aside.</param>
public sealed record CountResult(string Name, long Count, double IndexMs, IReadOnlyList<double> PeerMs, double BytesTouched)
{
    /// <summary>How long reading those bytes takes at the speed of this machine's memory: what no evaluation in memory can be faster than.</summary>
    public double LimitMs(double bandwidthGibPerSecond) => BytesTouched / bandwidthGibPerSecond / (1L << 30) * 1000;

    /// <summary>How many times faster the index is than the peer of this number.</summary>
    /// <param name="peer">From 0, which is DuckDB.</param>
    public double Ratio(int peer) => PeerMs[peer] / IndexMs;
}
