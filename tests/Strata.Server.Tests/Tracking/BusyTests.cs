using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Tracking;

public sealed class BusyTests : TrackingServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_too_much_waits_to_be_applied_senders_are_told_when_to_come_again(bool isChunked)
    {
        HttpClient track = Server.As(KeyScope.Track);
        IngestPipeline pipeline = Server.Server.Services.GetRequiredService<IngestPipeline>();
        using (IngestTurn everything = await pipeline.TurnAsync(new IngestOptions().MemoryBytes))
        {
            everything.IsGiven.ShouldBeTrue();

            HttpResponseMessage busy = await SendAsync(track, isChunked);

            busy.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            busy.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            (await TestServer.JsonOf(busy)).GetProperty("code").GetString().ShouldBe("busy");
        }

        // Nothing of it was taken, so that the same may be sent again.
        pipeline.Statistics.Applied.ShouldBe(0);
        (await SendAsync(track, isChunked)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Server.TextsAsync("SELECT id FROM event_page_view")).ShouldBe(["m1"]);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient track, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/page")
        {
            Content = new StringContent("""{"messageId": "m1", "userId": "u1", "name": "Pricing"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        return await track.SendAsync(request);
    }
}
