using System.Diagnostics;
using System.Diagnostics.Metrics;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Pipeline;
using Strata.Platform.Tracking;
using Strata.Server.Hosting;

namespace Strata.Server.Telemetry;

/// <summary>What a server counts of its own work, and the source of its traces. Numbers that are kept anyway are read when they are asked for.</summary>
internal sealed class ServerMetrics : IDisposable
{
    /// <summary>The name of the meter and of the source.</summary>
    public const string Name = "Strata";

    private static readonly Meter Process = new(Name);
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly (DropReason Reason, KeyValuePair<string, object?> Tag)[] Reasons =
    [
        (DropReason.Bot, new("reason", "bot")), (DropReason.NoConsent, new("reason", "no_consent")), (DropReason.PrivacySignal, new("reason", "privacy_signal")),
    ];

    /// <summary>Commands carried out for the local socket.</summary>
    public static Counter<long> Commands { get; } = Process.CreateCounter<long>("strata.commands", "{command}", "Commands carried out through the local socket");

    /// <summary>Traces.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The meter of this server.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>Shows how an intake is doing.</summary>
    public void Show(Intake intake)
    {
        IngestPipeline pipeline = intake.Pipeline;
        IngestStatistics statistics = pipeline.Statistics;
        long first = intake.Log.End;
        Meter.CreateObservableCounter("strata.messages.applied", () => statistics.Applied, "{message}", "Messages that were applied");
        Meter.CreateObservableCounter("strata.messages.duplicates", () => statistics.Duplicates, "{message}", "Messages whose id had been seen before");
        Meter.CreateObservableCounter("strata.messages.refused", () => statistics.Refused, "{message}", "Malformed messages");
        Meter.CreateObservableCounter(
            "strata.messages.dropped",
            () => Reasons.Select(one => new Measurement<long>(intake.Dropped(one.Reason), one.Tag)),
            "{message}",
            "Messages that were dropped, by reason: bot, no_consent or privacy_signal");
        Meter.CreateObservableGauge("strata.journal.lag", () => pipeline.Lag, "By", "Bytes that are durable and not applied yet");
        Meter.CreateObservableGauge("strata.time.ahead", () => (long)pipeline.Ahead.TotalSeconds, "s", "By how much the time of memberships is ahead of the clock");
        Meter.CreateObservableCounter("strata.visits.ended_early", () => intake.VisitsEndedEarly, "{visit}", "Visits that ended before half an hour without a word, as there was no room for more");
        Meter.CreateObservableCounter("strata.memberships.changes", () => intake.Log.End - first, "{change}", "Changes of membership that were told");
        Histogram<double> visible = Meter.CreateHistogram(
            "strata.visible.duration",
            "s",
            "From acknowledgement until memberships follow, once for each group of requests",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        statistics.BecameVisible = duration => visible.Record(duration.TotalSeconds);
    }

    /// <summary>Shows how webhooks are doing.</summary>
    public void Show(WebhookStatistics webhooks)
    {
        Meter.CreateObservableCounter("strata.webhooks.deliveries", () => webhooks.Delivered, "{change}", "Changes that webhooks took");
        Meter.CreateObservableCounter("strata.webhooks.failures", () => webhooks.Failed, "{attempt}", "Attempts to tell a webhook that failed");
        Meter.CreateObservableGauge("strata.webhooks.lag", () => webhooks.Lag, "{change}", "By how many changes the webhook that is furthest behind is so");
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}
