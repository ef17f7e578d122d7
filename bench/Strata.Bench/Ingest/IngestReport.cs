using Strata.Bench.Ingest.Peers;

namespace Strata.Bench.Ingest;

/// <summary>Percentiles of a duration, in milliseconds.</summary>
/// <param name="P50">Half at most.</param>
/// <param name="P99">99 of 100 at most.</param>
/// <param name="Max">The longest.</param>
public sealed record Percentiles(double P50, double P99, double Max);

/// <summary>What a run of <see cref="IngestBench"/> found.</summary>
/// <param name="EventsPerSecond">Events that were acknowledged and applied to memberships while it was sent, a second.</param>
/// <param name="Seconds">How long was sent.</param>
/// <param name="Acknowledged">Events that were acknowledged in all.</param>
/// <param name="Ack">From sending a request to its answer.</param>
/// <param name="Visible">From an event's being durable until memberships follow.</param>
/// <param name="Lost">Events that were acknowledged and are not stored.</param>
/// <param name="Duplicated">Events that are stored more than once.</param>
/// <param name="Samples">Memberships by the log at instants during the run, and at its end.</param>
/// <param name="MembershipChanges">How many changes of membership were logged.</param>
/// <param name="Busy">Requests that were refused for the time being.</param>
/// <param name="MemoryMib">How much memory the server held, at even distances over the run; never empty.</param>
/// <param name="DiskMib">What the data directory takes after the run.</param>
/// <param name="ServerCpu">Processors that the server kept busy.</param>
/// <param name="LoadCpu">Processors that the sender kept busy.</param>
/// <param name="Peers">What others did with the same events; empty where nobody was asked.</param>
public sealed record IngestReport(
    double EventsPerSecond,
    double Seconds,
    long Acknowledged,
    Percentiles Ack,
    Percentiles Visible,
    long Lost,
    long Duplicated,
    IReadOnlyList<SampledMemberships> Samples,
    long MembershipChanges,
    long Busy,
    IReadOnlyList<long> MemoryMib,
    long DiskMib,
    double ServerCpu,
    double LoadCpu,
    IReadOnlyList<PeerReport> Peers)
{
    /// <summary>How many memberships were wrong at all those instants together.</summary>
    public long WrongMemberships => Samples.Sum(sample => sample.Wrong);
}
