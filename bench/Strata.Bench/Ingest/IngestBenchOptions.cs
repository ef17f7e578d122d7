namespace Strata.Bench.Ingest;

/// <summary>What is sent, and how fast.</summary>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Seconds">How long is sent.</param>
/// <param name="Rate">Events a second; 0 for as many as are taken.</param>
/// <param name="Connections">How many connections send.</param>
/// <param name="Segments">How many segments are kept live.</param>
public sealed record IngestBenchOptions(int Accounts, int Seconds, int Rate, int Connections, int Segments)
{
    /// <summary>How many events a request has.</summary>
    public const int EventsABatch = 100;

    /// <summary>How many requests of a connection are under way at once.</summary>
    public const int RequestsUnderWay = 2;
}
