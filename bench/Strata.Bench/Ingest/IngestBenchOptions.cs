namespace Strata.Bench.Ingest;

/// <summary>What is sent, and how fast.</summary>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Seconds">How long is sent.</param>
/// <param name="Rate">Events a second; 0 for as many as are taken.</param>
/// <param name="Connections">How many connections send.</param>
/// <param name="Segments">How many segments are kept live.</param>
/// <param name="Samples">At how many instants during the run memberships are compared, besides its end.</param>
/// <param name="Peers">Whether Redis and PostgreSQL are given the same events for the same time.</param>
/// <param name="Postgres">Connection string of a PostgreSQL server on which a schema may be made and dropped; null to leave it out.</param>
public sealed record IngestBenchOptions(
    int Accounts, int Seconds, int Rate, int Connections, int Segments, int Samples = 3, bool Peers = false, string? Postgres = null)
{
    /// <summary>The most MiB that the server's warehouse may hold; null for what it takes by itself.</summary>
    public int? WarehouseMemory { get; init; }

    /// <summary>How many events a request has.</summary>
    public const int EventsABatch = 100;

    /// <summary>How many requests of a connection are under way at once.</summary>
    public const int RequestsUnderWay = 2;
}
