using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Tests.Webhooks;

namespace Strata.Server.Tests.Telemetry;

public sealed class MetricTests() : ServedTests(KeyScope.Write, "segment: looked\nof: accounts\nwhere: any(page_view) in last 30 days\n")
{
    private const string Robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);
    private double _visible;

    [Fact]
    public async Task The_server_counts_what_it_does()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using (Workspace session = Server.Server.Host.OpenSession())
        {
            session.Settings.Set(WorkspaceSettings.WebhooksInside, "yes");
        }

        (await Http.PostAsJsonAsync("/v1/webhooks", new { url = receiver.Url })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Http.PostAsJsonAsync("/v1/webhooks", new { url = "http://127.0.0.1:9/" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        using MeterListener listener = Listen();

        await SendAsync(new { type = "page", messageId = "1", userId = "u", context = new { groupId = "a02" } }, HttpStatusCode.OK);
        await SendAsync(new { type = "page", messageId = "1", userId = "u", context = new { groupId = "a02" } }, HttpStatusCode.OK);
        await SendAsync(new { type = "page", messageId = "2", userId = "u", context = new { groupId = "a03", userAgent = Robot } }, HttpStatusCode.OK);
        await SendAsync(new { type = "page", messageId = "3" }, HttpStatusCode.BadRequest);
        await receiver.NextAsync();

        string[] counted =
        [
            "strata.messages.applied 2", "strata.messages.duplicates 1", "strata.messages.refused 1", "strata.messages.dropped bot 1", "strata.messages.dropped no_consent 0",
            "strata.messages.dropped privacy_signal 0", "strata.journal.lag 0", "strata.memberships.changes 1", "strata.webhooks.deliveries 1", "strata.webhooks.lag 0",
        ];
        while (counted.Except(Read(listener), StringComparer.Ordinal).Any() || _values["strata.webhooks.failures"] < 1)
        {
            await Task.Delay(20);
        }

        // A request without a message that could be taken makes nothing visible.
        _values["strata.visible.duration"].ShouldBe(3);
        _visible.ShouldBeGreaterThan(0);
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter == Server.Server.Metrics.Meter)
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _values[tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}"] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            _values.AddOrUpdate(instrument.Name, 1, (_, before) => before + 1);
            _visible += value;
        });
        listener.Start();
        return listener;
    }

    private IEnumerable<string> Read(MeterListener listener)
    {
        listener.RecordObservableInstruments();
        return _values.Select(value => FormattableString.Invariant($"{value.Key} {value.Value}"));
    }

    private async Task SendAsync(object message, HttpStatusCode status) => (await Http.PostAsJsonAsync("/v1/batch", new { batch = new[] { message } })).StatusCode.ShouldBe(status);
}
