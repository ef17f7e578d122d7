using System.Net;
using System.Net.Http.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Tracking;

/// <summary>Libraries send several requests at a time, which come in any order: what was said of a person is the same in each.</summary>
public sealed class RequestOrderTests : TrackingServerTests
{
    private static readonly object[][] Requests =
    [
        [
            new { type = "track", messageId = "m1", anonymousId = "visitor", @event = "Seen Before" },
            new
            {
                type = "identify", messageId = "m2", anonymousId = "visitor", userId = "ada",
                traits = new { email = "ada@a01.example", name = "Ada Lee", jobTitle = "VP Finance" },
            },
            new { type = "group", messageId = "m3", userId = "ada", groupId = "a01", traits = new { industry = "SaaS" } },
        ],
        [
            new { type = "track", messageId = "m4", userId = "ada", @event = "Order Completed" },
            new { type = "page", messageId = "m5", userId = "ada", name = "Pricing" },
        ],
        [
            new { type = "screen", messageId = "m6", userId = "ada", name = "Settings" },
            new { type = "alias", messageId = "m7", userId = "ada", previousId = "old" },
        ],
    ];

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task What_is_said_of_a_person_is_the_same_in_any_order(int first, int second, int third)
    {
        HttpClient track = Server.As(KeyScope.Track);
        foreach (int request in new[] { first, second, third })
        {
            (await track.PostAsJsonAsync("/v1/batch", new { batch = Requests[request] })).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await Server.TextsAsync("SELECT concat_ws(' ', c.id, c.email, c.first_name, c.title, a.id) FROM contact c JOIN account a ON a.ref = c.account_ref"))
            .ShouldBe(["ada ada@a01.example Ada VP Finance a01"]);
        foreach (string type in new[] { "seen_before", "order_completed", "page_view", "screen_view" })
        {
            (await Server.TextsAsync(
                $"""
                SELECT concat_ws(' ', c.id, a.id) FROM event_{type} e
                LEFT JOIN contact c ON c.ref = e.contact_ref LEFT JOIN account a ON a.ref = e.account_ref
                """)).ShouldBe(["ada a01"], type);
        }

        (await Server.TextsAsync("SELECT _attribution FROM event_seen_before")).ShouldBe(["anonymous"]);
        (await Server.TextsAsync("SELECT concat_ws(' ', kind, key, c.id) FROM strata_link l JOIN contact c ON c.ref = l.contact_ref ORDER BY kind, key"))
            .ShouldBe(["anonymous old ada", "anonymous visitor ada", "user old ada"]);
    }
}
