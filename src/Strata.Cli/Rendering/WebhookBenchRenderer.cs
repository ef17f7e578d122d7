using System.Globalization;
using Strata.Bench.Webhooks;
using Strata.Cli.Hosting;

namespace Strata.Cli.Rendering;

/// <summary>Prints what <see cref="WebhookBench"/> measured.</summary>
internal static class WebhookBenchRenderer
{
    /// <summary>Prints the report.</summary>
    public static void Write(CliContext context, WebhookBenchReport report)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                events = report.Events,
                events_per_second = Math.Round(report.Events / report.Seconds),
                received = report.Received,
                missing = report.Missing,
                ms = new { p50 = Math.Round(report.P50, 2), p99 = Math.Round(report.P99, 2), max = Math.Round(report.Max, 2) },
            });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Events:N0} events at {report.Events / report.Seconds:N0} a second, {report.Received:N0} webhooks, {report.Missing} missing: from request to webhook p50 {report.P50:N1} ms, p99 {report.P99:N1} ms, max {report.Max:N1} ms."));
    }
}
