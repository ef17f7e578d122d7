using System.Diagnostics;
using System.Diagnostics.Metrics;
using Strata.Server.Hosting;

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
    public static void Show(Intake shown)
    {
        var intake = new WeakReference<Intake>(shown);
        Meter.CreateObservableCounter("strata.messages.applied", () => Of(one => one.Pipeline.Statistics.Applied), "{message}", "Messages that were applied");
        Meter.CreateObservableCounter("strata.messages.duplicates", () => Of(one => one.Pipeline.Statistics.Duplicates), "{message}", "Messages whose id had been seen before");
        Meter.CreateObservableCounter("strata.messages.refused", () => Of(one => one.Pipeline.Statistics.Refused), "{message}", "Malformed messages");
        Meter.CreateObservableGauge("strata.journal.lag", () => Of(one => one.Pipeline.Lag), "By", "Bytes that are durable and not applied yet");
        Meter.CreateObservableCounter("strata.visits.ended_early", () => Of(one => one.VisitsEndedEarly), "{visit}", "Visits that ended before half an hour without a word, as there was no room for more");

        long Of(Func<Intake, long> value) => intake.TryGetTarget(out Intake? one) ? value(one) : 0;
    }

    /// <summary>Traces.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
