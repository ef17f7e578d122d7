using System.Net;
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

        receiver.Paths.ShouldContain("/hook/v1/metrics");
        receiver.Paths.ShouldContain("/hook/v1/traces");
    }
}
