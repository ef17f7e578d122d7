using System.Diagnostics;
using System.Diagnostics.Metrics;
using Strata.Platform.Ingest;

namespace Strata.Server.Telemetry;

/// <summary>What the server counts of its own work, and the source of its traces.</summary>
internal static class ServerMetrics
{
    /// <summary>The name of the meter and of the source.</summary>
    public const string Name = "Strata";

    private static readonly Meter Meter = new(Name);

    /// <summary>Commands carried out for the local socket.</summary>
    public static Counter<long> Commands { get; } = Meter.CreateCounter<long>("strata.commands", "{command}", "Commands carried out through the local socket");

    /// <summary>Shows how an intake is doing, for as long as the process lives.</summary>
    public static void Show(IngestPipeline pipeline)
    {
        var intake = new WeakReference<IngestPipeline>(pipeline);
        Meter.CreateObservableCounter("strata.messages.applied", () => Of(one => one.Statistics.Applied), "{message}", "Messages that were applied");
        Meter.CreateObservableCounter("strata.messages.duplicates", () => Of(one => one.Statistics.Duplicates), "{message}", "Messages whose id had been seen before");
        Meter.CreateObservableCounter("strata.messages.refused", () => Of(one => one.Statistics.Refused), "{message}", "Malformed messages");
        Meter.CreateObservableGauge("strata.journal.lag", () => Of(one => one.Lag), "By", "Bytes that are durable and not applied yet");
        Meter.CreateObservableGauge("strata.time.ahead", () => Of(one => (long)one.Ahead.TotalSeconds), "s", "By how much the time of memberships is ahead of the clock");

        long Of(Func<IngestPipeline, long> value) => intake.TryGetTarget(out IngestPipeline? one) ? value(one) : 0;
    }

    /// <summary>Traces.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
