using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Strata.Platform.Keys;
using Strata.Platform.Live;

namespace Strata.Server.Tests.Tracking;

public sealed class ZoneTests
{
    [Fact]
    public async Task Memberships_follow_the_zone_while_the_server_runs()
    {
        var clock = new MovedClock(new DateTimeOffset(2026, 3, 10, 10, 30, 0, TimeSpan.Zero));
        await using TestServer server = await TestServer.StartAsync(options => options with { Clock = clock });
        await server.SeedAsync("segment: today\nof: accounts\nwhere: count(page_view) in this day >= 1\n");
        var live = server.Server.Services.GetRequiredService<ILiveMemberships>();
        (await server.As(KeyScope.Track).PostAsJsonAsync("/v1/page", new { messageId = "m1", userId = "u1", context = new { groupId = "a03" } })).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Now += TimeSpan.FromHours(1);
        await IsAsync(1);

        // There it is half past midnight by now, and the page was viewed the day before.
        await server.WriteAsync(session =>
        {
            session.Settings.Set("zone", "Pacific/Auckland");
            return true;
        });
        await IsAsync(0);
        await server.WriteAsync(session =>
        {
            session.Settings.Set("zone", "Europe/Berlin");
            return true;
        });
        await IsAsync(1);

        async Task IsAsync(long members)
        {
            // Segments are evaluated anew beside what they were.
            for (int i = 0; i < 3000 && live.Segments.Single().Count != members; i++)
            {
                await Task.Delay(10);
            }

            live.Segments.Single().Count.ShouldBe(members);
        }
    }
}
