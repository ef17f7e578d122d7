namespace Strata.Bench.Ingest;

/// <summary>Memberships at an instant of a run, against a recompute in DuckDB from everything that was acknowledged until then.</summary>
/// <param name="At">The instant, in UTC microseconds.</param>
/// <param name="Members">How many memberships there are by the recompute.</param>
/// <param name="Wrong">How many are held that are not by the recompute, or the other way round.</param>
public sealed record SampledMemberships(long At, long Members, long Wrong);
