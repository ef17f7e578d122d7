namespace Strata.Bench.Ingest.Peers;

/// <summary>What a peer did with the same events in the same time.</summary>
/// <param name="Key">Its name in the output.</param>
/// <param name="Name">Its name and version.</param>
/// <param name="Missing">Why it did not take part; null where it did.</param>
/// <param name="EventsPerSecond">Events that it took in, with the memberships that follow, a second.</param>
/// <param name="Written">From making a batch until its events and memberships are written.</param>
/// <param name="Samples">Its memberships at instants during the run, and at its end.</param>
/// <param name="MemoryMib">The most memory that it held; null where that cannot be said.</param>
/// <param name="DiskMib">What it takes on disk.</param>
public sealed record PeerReport(
    string Key, string Name, string? Missing, double EventsPerSecond, Percentiles Written, IReadOnlyList<SampledMemberships> Samples, long? MemoryMib, long DiskMib)
{
    /// <summary>A peer that is not there.</summary>
    public static PeerReport Without(string key, string name, string missing) => new(key, name, missing, 0, new Percentiles(0, 0, 0), [], null, 0);

    /// <summary>How many memberships were wrong at all those instants together.</summary>
    public long WrongMemberships => Samples.Sum(sample => sample.Wrong);
}
