namespace Strata.Bench.Webhooks;

/// <summary>What <see cref="WebhookBench"/> measured.</summary>
/// <param name="Events">How many events were sent, each of which made an account enter a segment.</param>
/// <param name="Seconds">How long was sent.</param>
/// <param name="Received">How many webhooks came.</param>
/// <param name="Missing">Entries that no webhook told of.</param>
/// <param name="P50">The median, in milliseconds, from when a request was due until its webhook was received.</param>
/// <param name="P99">99 of 100, in milliseconds.</param>
/// <param name="Max">The slowest, in milliseconds.</param>
public sealed record WebhookBenchReport(long Events, double Seconds, long Received, long Missing, double P50, double P99, double Max);
