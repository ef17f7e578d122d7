namespace Strata.Bench.Ingest;

/// <summary>What the process that sends found.</summary>
/// <param name="Seconds">How long it sent.</param>
/// <param name="Acknowledged">For each connection, how many events were acknowledged: those numbered below.</param>
/// <param name="Busy">How many requests were refused for the time being.</param>
/// <param name="AckP50">From sending a request to its answer, in milliseconds: half of them at most.</param>
/// <param name="AckP99">99 of 100 at most.</param>
/// <param name="AckMax">The longest.</param>
/// <param name="Samples">Instants in UTC microseconds at which everything that was sent was acknowledged.</param>
public sealed record LoadResult(double Seconds, long[] Acknowledged, long Busy, double AckP50, double AckP99, double AckMax, long[] Samples);
