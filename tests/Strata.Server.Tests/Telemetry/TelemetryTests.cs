using System.Net;
using System.Text;
using Strata.Server.Tests.Webhooks;

namespace Strata.Server.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_and_traces_go_to_the_endpoint_that_is_named()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using (TestServer server = await TestServer.StartAsync(options => options with { Telemetry = new Uri(receiver.Url) }))
        {
            (await server.Http.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var sent = new StringBuilder();
        while (!sent.ToString().Contains("strata.messages.dropped", StringComparison.Ordinal))
        {
            sent.Append(Encoding.Latin1.GetString((await receiver.NextAsync()).Body));
        }

        sent.ToString().ShouldContain("strata.webhooks.deliveries");
        receiver.Paths.ShouldContain("/hook/v1/metrics");
        receiver.Paths.ShouldContain("/hook/v1/traces");
    }
}
