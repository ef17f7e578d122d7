using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task While_it_starts_it_answers_what_it_does_and_nothing_else()
    {
        var watch = new Watch(new Uri($"http://127.0.0.1:{FreePort()}"));
        await using TestServer server = await TestServer.StartAsync(options => options with { Urls = [watch.Address.OriginalString], Starting = watch });

        watch.Seen.Select(seen => seen.Step).Distinct().ShouldBe([StartStep.Opening, StartStep.Segments, StartStep.Keys, StartStep.Journal, StartStep.Webhooks], "in this order");
        watch.Ready!.Value.GetProperty("status").GetString().ShouldBe("not ready");
        watch.Ready!.Value.GetProperty("starting").GetProperty("step").GetString().ShouldBe("keys");
        watch.Live.ShouldBe(HttpStatusCode.OK);
        watch.Session.ShouldBe((HttpStatusCode.ServiceUnavailable, "starting"));
        watch.Page.ShouldBe((HttpStatusCode.NotFound, "web-app"), "files of the app are served, where it was built");
        (await server.Http.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetAsync("/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Asks a server while it starts: it goes on when this returns.</summary>
    private sealed class Watch(Uri address) : IProgress<StartProgress>
    {
        public Uri Address => address;

        public List<StartProgress> Seen { get; } = [];

        public JsonElement? Ready { get; private set; }

        public HttpStatusCode Live { get; private set; }

        public (HttpStatusCode Status, string? Code) Session { get; private set; }

        public (HttpStatusCode Status, string? Code) Page { get; private set; }

        public void Report(StartProgress value)
        {
            Seen.Add(value);
            if (value.Step == StartStep.Keys)
            {
                using var http = new HttpClient { BaseAddress = address };
                Ready = Ask(http, "/readyz").Body;
                Live = Ask(http, "/healthz").Status;
                (HttpStatusCode status, JsonElement body) = Ask(http, "/v1/session");
                Session = (status, body.GetProperty("code").GetString());
                (status, body) = Ask(http, "/");
                Page = (status, body.GetProperty("code").GetString());
            }
        }

        private static (HttpStatusCode Status, JsonElement Body) Ask(HttpClient http, string path)
        {
            using HttpResponseMessage response = http.Send(new HttpRequestMessage(HttpMethod.Get, path));
            return (response.StatusCode, JsonDocument.Parse(response.Content.ReadAsStream()).RootElement);
        }
    }
}
