namespace Strata.Bench.Peers;

/// <summary>The peers beside DuckDB that <c>strata bench counts</c> asks.</summary>
/// <param name="Postgres">Connection string of a PostgreSQL server on which a schema may be made and dropped; null to leave it out.</param>
/// <param name="Chdb">Path of <c>libchdb.so</c>, ClickHouse as a library; null to leave it out.</param>
public sealed record CountPeerOptions(string? Postgres = null, string? Chdb = null);
