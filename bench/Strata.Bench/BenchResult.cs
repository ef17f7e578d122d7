namespace Strata.Bench;

/// <summary>One question asked of Strata and of its peer in the same run.</summary>
/// <param name="Name">The question.</param>
/// <param name="Count">The answer, which both gave.</param>
/// <param name="StrataMs">Median time of Strata in milliseconds.</param>
/// <param name="PeerMs">Median time of the peer in milliseconds.</param>
public sealed record BenchResult(string Name, long Count, double StrataMs, double PeerMs)
{
    /// <summary>Strata's time ÷ the peer's: below 1 Strata is faster.</summary>
    public double Ratio => StrataMs / PeerMs;
}

/// <summary>A whole run.</summary>
/// <param name="Peer">The peer and its version.</param>
/// <param name="Results">One a question.</param>
/// <param name="BuildSeconds">How long making the data took.</param>
/// <param name="Runs">How many times each side was asked; the first of each is not counted.</param>
public sealed record BenchReport(string Peer, IReadOnlyList<BenchResult> Results, double BuildSeconds, int Runs);
