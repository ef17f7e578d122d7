using System.Globalization;
using System.Text.Json;
using Strata.Language;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Tests.Activation.Webhooks;

public sealed class WebhookDispatcherTests : DispatchedTests
{
    [Fact]
    public async Task A_change_is_sent_signed_by_the_standard()
    {
        using var receiver = new WebhookReceiver();
        Webhook webhook = Create(receiver);

        Feed.Add("acme");
        ReceivedWebhook received = await receiver.NextAsync();

        received.Id.ShouldBe($"msg_{webhook.Id}_0");
        long timestamp = long.Parse(received.Timestamp, CultureInfo.InvariantCulture);
        DateTimeOffset.FromUnixTimeSeconds(timestamp).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        received.Signature.ShouldBe(WebhookSignature.Sign(webhook.Secret, received.Id, timestamp, received.Body));
        JsonElement body = JsonDocument.Parse(received.Body).RootElement;
        body.GetProperty("type").GetString().ShouldBe("segment.entered");
        body.GetProperty("data").GetProperty("segment").GetString().ShouldBe("large");
        body.GetProperty("data").GetProperty("cause").GetProperty("id").GetString().ShouldBe("e1");
    }

    [Fact]
    public async Task Only_what_it_wants_is_sent()
    {
        using var receiver = new WebhookReceiver();
        using (Workspace session = Host.OpenSession())
        {
            session.Webhooks.Create(receiver.Url, ["LARGE"], left: false);
        }

        Feed.Add("a", entered: false);
        Feed.Add("b", segment: "other");
        Feed.Add("c");

        (await receiver.NextAsync()).Offset.ShouldBe(2);
        receiver.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task What_fails_is_sent_again_and_nobody_else_waits_for_it()
    {
        int refusals = 0;
        var opened = new TaskCompletionSource();
        using var receiver = new WebhookReceiver(received =>
        {
            if (received.Entity == "stuck" && !opened.Task.IsCompleted)
            {
                // As many as show that it is tried again; in between others are taken, so that the destination counts as well.
                return Interlocked.Increment(ref refusals) > 0 ? 500 : 200;
            }

            return 200;
        });
        Create(receiver);

        Feed.Add("stuck");
        Feed.Add("stuck", entered: false);
        for (int i = 0; i < 20; i++)
        {
            Feed.Add($"other{i}");
            (await receiver.NextAsync()).Entity.ShouldBe($"other{i}");
        }

        opened.SetResult();
        (await receiver.NextAsync()).Offset.ShouldBe(0);
        (await receiver.NextAsync()).Offset.ShouldBe(1);
        refusals.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_destination_that_is_down_gets_everything_in_order_once_it_is_back()
    {
        var back = new TaskCompletionSource();
        using var receiver = new WebhookReceiver(_ => back.Task.IsCompleted ? 200 : 503);
        Webhook webhook = Create(receiver);
        for (int i = 0; i < 200; i++)
        {
            Feed.Add($"entity{i % 7}", entered: i % 14 < 7);
        }

        while (Attempts(webhook).Count < 5)
        {
            await Task.Delay(20);
        }

        back.SetResult();
        List<ReceivedWebhook> received = await receiver.NextAsync(200);

        received.Select(one => one.Offset).Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (long)i));
        foreach (IGrouping<string, ReceivedWebhook> entity in received.GroupBy(one => one.Entity))
        {
            entity.Select(one => one.Offset).ShouldBeInOrder();
        }
    }

    [Fact]
    public async Task One_that_hangs_holds_up_nobody_else()
    {
        var never = new TaskCompletionSource<int>();
        using var hanging = new WebhookReceiver(_ => never.Task);
        using var receiver = new WebhookReceiver();
        Create(hanging);
        Create(receiver);
        for (int i = 0; i < 500; i++)
        {
            Feed.Add($"entity{i}");
        }

        (await receiver.NextAsync(500)).Count.ShouldBe(500);
        never.SetResult(200);
    }

    [Fact]
    public async Task Nothing_is_missed_over_a_restart()
    {
        var back = new TaskCompletionSource();
        using var receiver = new WebhookReceiver(received => received.Entity == "stuck" && !back.Task.IsCompleted ? 500 : 200);
        Create(receiver);
        Feed.Add("stuck");
        Feed.Add("a");
        await receiver.NextAsync();
        await Dispatcher.DisposeAsync();
        Feed.Add("stuck", entered: false);
        Feed.Add("b");
        back.SetResult();
        await StartAsync();

        // Whatever was on its way when the dispatcher stopped, here the change of a, may come once more: at least once is the promise.
        var received = new List<ReceivedWebhook>();
        while (!((long[])[0, 2, 3]).All(offset => received.Exists(one => one.Offset == offset)))
        {
            received.AddRange(await receiver.NextAsync(1));
        }

        received.Where(one => one.Entity == "stuck").Select(one => one.Offset).ShouldBe([0L, 2L]);
        received.Count(one => one.Offset == 1).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task What_was_sent_is_sent_again_from_an_offset()
    {
        using var receiver = new WebhookReceiver();
        Webhook webhook = Create(receiver);
        for (int i = 0; i < 5; i++)
        {
            Feed.Add("a");
        }

        await receiver.NextAsync(5);
        using (Workspace session = Host.OpenSession())
        {
            session.Webhooks.Replay(webhook.Id, 3);
            Should.Throw<UserErrorException>(() => session.Webhooks.Replay(webhook.Id, 6)).Errors[0].Code.ShouldBe("argument");
        }

        (await receiver.NextAsync(2)).Select(one => one.Offset).ShouldBe([3L, 4L]);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_sent_nothing_more()
    {
        using var receiver = new WebhookReceiver(_ => 410);
        Webhook webhook = Create(receiver);
        Feed.Add("a");

        while (Find(webhook)!.Webhook.DisabledAt is null)
        {
            await Task.Delay(10);
        }

        Find(webhook)!.Webhook.DisabledReason!.ShouldContain("410");
        Notices.ShouldHaveSingleItem().ShouldContain(webhook.Id);
    }

    [Fact]
    public async Task What_fails_for_too_long_is_given_up_with_notice()
    {
        await RestartAsync(Options with { GiveUpAfter = TimeSpan.FromMilliseconds(50) });
        using var receiver = new WebhookReceiver(received => received.Entity == "bad" ? 422 : 200);
        Webhook webhook = Create(receiver);
        Feed.Add("bad");
        while (Find(webhook)!.Dead == 0)
        {
            Feed.Add("good");
            await receiver.NextAsync();
        }

        Find(webhook)!.Webhook.DisabledAt.ShouldBeNull();
        while (Attempts(webhook).All(attempt => attempt.Outcome != "dead"))
        {
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        using var receiver = new WebhookReceiver(_ => 302);
        Webhook webhook = Create(receiver);
        Feed.Add("a");

        while (Attempts(webhook).Count == 0)
        {
            await Task.Delay(20);
        }

        Attempts(webhook)[^1].Status.ShouldBe(302);
        Attempts(webhook)[^1].Outcome.ShouldBe("failed");
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        using var receiver = new WebhookReceiver();
        string url = receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Webhook webhook;
        using (Workspace session = Host.OpenSession())
        {
            // The name is checked when the webhook is made, and again, by the address, whenever it is connected to.
            webhook = session.Webhooks.Create(url, []);
            session.Settings.Set(WorkspaceSettings.WebhooksInside, "no");
            Should.Throw<UserErrorException>(() => session.Webhooks.Create(url, [])).Errors[0].Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => session.Webhooks.Create(receiver.Url, [])).Errors[0].Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => session.Webhooks.Create("ftp://example.com", [])).Errors[0].Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => session.Webhooks.Create("https://user:word@example.com", [])).Errors[0].Code.ShouldBe("argument");
            Should.Throw<UserErrorException>(() => session.Webhooks.Create("https://[::1]/", [])).Errors[0].Code.ShouldBe("argument");
        }

        await RestartAsync(Options with { AllowsInside = false });
        Feed.Add("a");
        while (Attempts(webhook).Count == 0)
        {
            await Task.Delay(20);
        }

        Attempts(webhook)[^1].Error!.ShouldContain("public internet");
        receiver.HasMore.ShouldBeFalse();
    }
}
