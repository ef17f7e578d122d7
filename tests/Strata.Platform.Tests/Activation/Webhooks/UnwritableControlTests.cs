using Dapper;
using Microsoft.Data.Sqlite;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Control;

namespace Strata.Platform.Tests.Activation.Webhooks;

/// <summary>Nothing can be written to <c>control.db</c> for a while, as on a full disk.</summary>
public sealed class UnwritableControlTests : DispatchedTests
{
    private static readonly string[] Writes =
    [
        "INSERT ON webhook_parked", "UPDATE ON webhook_parked", "DELETE ON webhook_parked", "INSERT ON webhook_attempt", "UPDATE ON webhook",
    ];

    [Fact]
    public async Task Everything_is_sent_once_there_is_room_again()
    {
        bool isBack = false;
        using var receiver = new WebhookReceiver(_ => Volatile.Read(ref isBack) ? 200 : 500);
        Webhook webhook = Create(receiver);
        Fill();
        for (int i = 0; i < 200; i++)
        {
            Feed.Add($"entity{i % 50}", entered: i % 100 < 50);
        }

        await NoticeAsync("cannot be written");
        Volatile.Write(ref isBack, true);
        Empty();

        List<ReceivedWebhook> received = await receiver.NextAsync(200);
        received.Select(one => one.Offset).Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (long)i));
        received.GroupBy(one => one.Entity).ShouldAllBe(entity => entity.Select(one => one.Offset).SequenceEqual(entity.Select(one => one.Offset).Order()));
        await PositionAsync(webhook, 200);
        await NoticeAsync("can be written");
        while (Find(webhook)!.Waiting > 0)
        {
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task Positions_are_written_again_once_there_is_room()
    {
        using var receiver = new WebhookReceiver();
        Webhook webhook = Create(receiver);
        Fill();
        Feed.Add("a");
        await receiver.NextAsync();
        await NoticeAsync("cannot be written");
        Find(webhook)!.Webhook.Position.ShouldBe(0);

        Empty();

        await PositionAsync(webhook, 1);
    }

    [Fact]
    public async Task A_server_stops_in_good_order_without_room()
    {
        using var receiver = new WebhookReceiver(received => received.Entity == "stuck" ? 500 : 200);
        Webhook webhook = Create(receiver);
        Fill();
        Feed.Add("a");
        Feed.Add("stuck");
        await receiver.NextAsync();
        await NoticeAsync("cannot be written");

        await Dispatcher.DisposeAsync();

        // What could not be written down is sent once more.
        Find(webhook)!.Webhook.Position.ShouldBe(0);
        Empty();
        await StartAsync();
        (await receiver.NextAsync()).Offset.ShouldBe(0);
    }

    [Fact]
    public async Task No_more_attempts_wait_to_be_written_than_are_kept()
    {
        using var receiver = new WebhookReceiver();
        Webhook webhook = Create(receiver);
        await Dispatcher.DisposeAsync();
        var notices = new List<string>();
        using (var ledger = new WebhookLedger(ControlStore.Open(Host.Directory.FullPath), TimeProvider.System, notices.Add))
        {
            ledger.Open(webhook, new DeliveryProgress(0));
            Fill();
            for (int i = 0; i < WebhookStore.MostAttempts + 500; i++)
            {
                ledger.Note(webhook.Id, new WebhookAttempt(i, i, "delivered", 200, null, 1));
            }

            ledger.Flush();
            ledger.Flush();
            notices.ShouldHaveSingleItem();
            Empty();
            ledger.Flush();
        }

        Attempts(webhook)[0].Offset.ShouldBe(WebhookStore.MostAttempts + 499);
        using SqliteConnection control = Control();
        control.ExecuteScalar<long>("SELECT max(number) FROM webhook_attempt").ShouldBe(WebhookStore.MostAttempts);
        await StartAsync();
    }

    [Fact]
    public async Task A_fault_that_nobody_expected_is_told()
    {
        using var receiver = new WebhookReceiver();
        Webhook webhook = Create(receiver);
        await Dispatcher.DisposeAsync();
        using (SqliteConnection control = Control())
        {
            control.Execute("UPDATE webhook SET secret = 'whsec_%'");
        }

        await StartAsync();
        Feed.Add("a");

        await NoticeAsync("stopped by a fault");
        Notices.ShouldContain(notice => notice.Contains(webhook.Id, StringComparison.Ordinal));
    }

    private void Fill() => Change("CREATE TRIGGER full{0} BEFORE {1} BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");

    private void Empty() => Change("DROP TRIGGER full{0}");

    private void Change(string statement)
    {
        using SqliteConnection control = Control();
        using SqliteTransaction transaction = control.BeginTransaction();
        for (int i = 0; i < Writes.Length; i++)
        {
            control.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, i, Writes[i]), transaction: transaction);
        }

        transaction.Commit();
    }

    private SqliteConnection Control() => ControlDatabase.Open(Path.Combine(Host.Directory.FullPath, ControlDatabase.FileName));

    private async Task NoticeAsync(string text)
    {
        while (!Notices.Any(notice => notice.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }
    }

    private async Task PositionAsync(Webhook webhook, long position)
    {
        while (Find(webhook)!.Webhook.Position != position)
        {
            await Task.Delay(10);
        }
    }
}
