using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.Identity;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Tracking;

/// <summary>Memberships follow when it turns out whose events were, and when that is taken back.</summary>
public sealed class StitchingTests : TrackingServerTests
{
    [Fact]
    public async Task The_past_of_a_visitor_brings_the_account_in_and_out_again()
    {
        HttpClient track = Server.As(KeyScope.Track), read = Server.As(KeyScope.Read);
        using var stream = new ChangeStream(read, "/v1/changes");
        await stream.OpenAsync();
        await SendAsync(track, Page("m1"), Page("m2"));
        await SendAsync(track, new { type = "identify", userId = "ada", anonymousId = "v1", messageId = "i1", traits = new { email = "ada@a05.example" } });
        (_, JsonElement entered) = await stream.NextAsync();
        (entered.GetProperty("id").GetString(), entered.GetProperty("event").GetString()).ShouldBe(("a05", "entered"));

        long events = await Server.WriteAsync(session => new LinkEditor(session).Undo(1).Events);
        events.ShouldBe(2);
        (_, JsonElement left) = await stream.NextAsync();
        (left.GetProperty("id").GetString(), left.GetProperty("event").GetString()).ShouldBe(("a05", "left"));
        (await Server.WriteAsync(session => new IdentityLookup(session).Explain("v1").Account)).ShouldBeNull();
    }

    [Fact]
    public async Task Settings_and_ranges_count_from_the_next_message_on()
    {
        HttpClient track = Server.As(KeyScope.Track);
        await SendAsync(track, Page("m1"));
        await Server.WriteAsync(session =>
        {
            session.Settings.Set("required_consent", "Analytics");
            return true;
        });
        await SendAsync(track, new { type = "page", messageId = "m2", anonymousId = "v1", name = "Pricing", context = new { userAgent = "Firefox" } });
        (await Server.TextsAsync("SELECT id FROM event_page_view")).ShouldBe(["m1"]);
    }

    private static object Page(string id) => new { type = "page", messageId = id, anonymousId = "v1", name = "Pricing" };

    private static async Task SendAsync(HttpClient track, params object[] messages) =>
        (await track.PostAsJsonAsync("/v1/batch", new { batch = messages })).StatusCode.ShouldBe(HttpStatusCode.OK);
}
