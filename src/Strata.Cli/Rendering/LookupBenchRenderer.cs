using System.Globalization;
using Strata.Bench.Lookup;
using Strata.Cli.Hosting;

namespace Strata.Cli.Rendering;

/// <summary>Prints what <see cref="LookupBench"/> measured.</summary>
internal static class LookupBenchRenderer
{
    /// <summary>Prints the report.</summary>
    public static void Write(CliContext context, LookupBenchReport report)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                report.Accounts,
                report.Segments,
                requests_per_second = Math.Round(report.Answered),
                seconds = Math.Round(report.Seconds, 1),
                ms = new { p50 = Math.Round(report.P50, 3), p99 = Math.Round(report.P99, 3), max = Math.Round(report.Max, 3) },
                us_per_request = Costs(report.AnswerCost),
                control_ms = new { p50 = Math.Round(report.ControlP50, 3), p99 = Math.Round(report.ControlP99, 3), max = Math.Round(report.ControlMax, 3) },
                control_us_per_request = Costs(report.ControlCost),
                report.Wrong,
                finds_per_second_per_core = Math.Round(report.FindsPerSecond),
                answers_per_second_per_core = Math.Round(report.AnswersPerSecond),
                memory_mib = report.MemoryMib,
                busy_identified = report.Busy.Identified,
                busy_requests_per_second = Math.Round(report.Busy.Answered),
                busy_ms = new { p50 = Math.Round(report.Busy.P50, 3), p99 = Math.Round(report.Busy.P99, 3), max = Math.Round(report.Busy.Max, 3) },
                busy_us_per_request = Costs(report.Busy.Cost),
            });
            return;
        }

        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Answered:N0} of {report.Rate:N0} requests a second answered for {report.Seconds:N0} s over loopback, {report.Wrong} wrong: p50 {report.P50:N2} ms, p99 {report.P99:N2} ms, max {report.Max:N1} ms."));
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Asked for nothing at the same rate: p50 {report.ControlP50:N2} ms, p99 {report.ControlP99:N2} ms, max {report.ControlMax:N1} ms."));
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A look-up takes {report.AnswerCost.Server:N1} µs of a processor in the server and {report.AnswerCost.Sender:N1} in the sender; nothing takes {report.ControlCost.Server:N1} and {report.ControlCost.Sender:N1}."));
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"While {report.Busy.Identified:N0} visitors were identified, by domain, e-mail, address and visitor in turn: {report.Busy.Answered:N0} requests a second, p50 {report.Busy.P50:N2} ms, p99 {report.Busy.P99:N2} ms, max {report.Busy.Max:N1} ms; {report.Busy.Cost.Server:N1} µs in the server with what came in."));
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"In process, a core: {report.FindsPerSecond:N0} look-ups a second (account, {report.Segments} segments, tier), {report.AnswersPerSecond:N0} whole answers as JSON."));
        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Accounts:N0} accounts; the server held {report.MemoryMib:N0} MiB."));
    }

    private static object Costs(Cost cost) => new { server = Math.Round(cost.Server, 1), sender = Math.Round(cost.Sender, 1) };
}
