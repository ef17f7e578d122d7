using System.Collections.Concurrent;
using Strata.Index.Bitmaps;
using Strata.Language.Time;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Live;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Activation.Webhooks;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>
/// A process that finds out who people are, and keeps segments by what they do, is killed at random moments and started again: every
/// acknowledged event is there once, everybody is who they were said to be, memberships are those of a recompute, and a webhook was told of
/// every change of them.
/// </summary>
public sealed class TrackingKillTests : IDisposable
{
    private const int Senders = 3;

    private const string Definitions =
        """
        segment: looked-at-pricing
        of: accounts
        where: any(page_view where page = "Pricing") in last 30 days
        ---
        segment: busy
        of: accounts
        where: count(page_view) in last 30 days >= 20 and distinct(page_view.contact) in last 30 days >= 1
        ---
        segment: large
        of: accounts
        where: employees >= 150 and not any(page_view where page = "Docs") in last 1 minute
        ---
        segment: stayed-on-pricing
        of: accounts
        where: count(page_view where page = "Pricing" and seconds >= 1.9) in last 30 days >= 1
        ---
        segment: left-at-once
        of: accounts
        where: any(page_view where seconds < 20) in last 30 days
        ---
        segment: known-visitors
        of: contacts
        where: email is known and count(page_view) in last 30 days >= 3
        """;

    /// <summary>Segments that a company enters and leaves, one after the other, with each use of the product.</summary>
    private static readonly string Uses = string.Concat(Enumerable.Range(1, 6).Select(uses =>
        $"\n---\nsegment: used-{uses}-times\nof: accounts\nwhere: count(usage) in last 30 days >= {uses} and count(usage) in last 30 days < {uses + 1}\n"));

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _acknowledged = new int[Senders];

    [Fact]
    public async Task Everybody_is_who_they_were_said_to_be_and_memberships_are_right()
    {
        int run = 0;
        var refused = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        using var receiver = new WebhookReceiver(received => TakeAsync(received));
        await using (var first = new TrackedIngest(_folder.PathOf("data")))
        {
            await first.Define(Definitions + Uses);
            await first.Pipeline.RunAsync(session =>
            {
                session.Settings.Set(WorkspaceSettings.WebhooksInside, "yes");
                return session.Webhooks.Create(receiver.Url, []);
            });
        }

        var random = new Random(2);
        for (; run < KilledProcess.Runs; run++)
        {
            await KilledProcess.RunAsync(
                "track", _folder.PathOf("data"), _acknowledged, () => run % 2 == 0 ? Task.Delay(random.Next(1, 600)) : receiver.MoreAsync(random.Next(1, 100)));
        }

        _acknowledged.Sum().ShouldBeGreaterThan(KilledProcess.Runs);
        await using var ingest = new TrackedIngest(_folder.PathOf("data"));
        await ingest.Pipeline.Recovered;
        await ingest.Pipeline.RunAsync(session =>
        {
            EventsAreThereOnce(session.Connection);
            PeopleAreKnown(session.Connection);
            LogIsWhole(session.Connection);
            return true;
        });
        await ingest.Pipeline.RunAsync(session =>
        {
            MembershipsAreRight(session, ingest);
            return true;
        });
        await EverythingIsToldAsync(ingest, receiver);

        // One change in seven is refused at first, so that what waits to be sent again meets a kill as well, and what was sent by
        // a process that was killed before it was answered does not count.
        async Task<int> TakeAsync(ReceivedWebhook received)
        {
            int sentIn = run;
            await Task.Delay(100);
            return sentIn == run && (received.Offset % 7 != 3 || !refused.TryAdd(received.Id, true)) ? 200 : 500;
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The batches that were acknowledged, of which the story's one that says something was acknowledged too.</summary>
    private IEnumerable<(int Sender, int Batch)> Batches(int? said = null) => Enumerable.Range(0, Senders).SelectMany(sender =>
        Enumerable.Range(0, _acknowledged[sender])
            .Where(batch => said is null || (batch / TrackingChild.BatchesAStory * TrackingChild.BatchesAStory) + said < _acknowledged[sender])
            .Select(batch => (sender, batch)));

    private void EventsAreThereOnce(DuckDbConnection connection)
    {
        connection.Query("SELECT reason || ': ' || message FROM strata_dead_letter", [], row => row.GetText(0)).ShouldBeEmpty();
        List<string> stored = connection.Query("SELECT id FROM event_page_view UNION ALL SELECT id FROM event_usage", [], row => row.GetRequiredText(0));
        stored.ShouldBeUnique();
        var ids = stored.ToHashSet(StringComparer.Ordinal);
        connection.QueryScalar<long>("SELECT count(seconds) FROM event_page_view").ShouldBeGreaterThan(0);
        Batches().SelectMany(one => Enumerable.Range(0, TrackingChild.EventsABatch).Select(number => TrackingChild.Id(one.Sender, one.Batch, number)))
            .Where(id => !ids.Contains(id)).ShouldBeEmpty();
    }

    /// <summary>Both visitors of a story are its person; the company, known by then, has what the second one did before, too.</summary>
    private void PeopleAreKnown(DuckDbConnection connection)
    {
        connection.Query("SELECT id FROM account", [], row => row.GetRequiredText(0)).ShouldBeUnique();
        connection.Query("SELECT id FROM contact", [], row => row.GetRequiredText(0)).ShouldBeUnique();
        Dictionary<string, (string? Person, string? Company)> views = connection.Query(
            """
            SELECT v.id, c.id, a.id FROM event_page_view v LEFT JOIN contact c ON c.ref = v.contact_ref LEFT JOIN account a ON a.ref = v.account_ref
            """,
            [],
            row => (Id: row.GetRequiredText(0), Person: row.GetText(1), Company: row.GetText(2))).ToDictionary(view => view.Id, view => (view.Person, view.Company), StringComparer.Ordinal);
        Views(TrackingChild.IdentifiedIn, number => number % 2 == 0).Where(view => views[view.Id].Person != view.Person).ShouldBeEmpty();
        Views(TrackingChild.AliasedIn, number => number % 2 == 1).Where(view => views[view.Id].Person != view.Person).ShouldBeEmpty();
        Views(TrackingChild.AliasedIn, number => number % 2 == 1).Where(view => views[view.Id].Company != view.Company).ShouldBeEmpty();
    }

    private IEnumerable<(string Id, string Person, string Company)> Views(int said, Func<int, bool> which) => Batches(said).SelectMany(one =>
        Enumerable.Range(0, TrackingChild.EventsABatch).Where(which).Select(number => (
            TrackingChild.Id(one.Sender, one.Batch, number), TrackingChild.Name("u", one.Sender, one.Batch), TrackingChild.Name("co", one.Sender, one.Batch))));

    /// <summary>Numbered without gaps, and nobody enters who is in, or leaves who is not.</summary>
    private static void LogIsWhole(DuckDbConnection connection)
    {
        connection.QueryScalar<long>("SELECT count(*) - count(DISTINCT number) FROM strata_membership_log").ShouldBe(0);
        connection.QueryScalar<long>("SELECT count(*) - 1 - max(number) FROM strata_membership_log").ShouldBe(0);
        connection.QueryScalar<long>(
            """
            SELECT count(*) FROM (
                SELECT entered, coalesce(lag(entered) OVER (PARTITION BY segment, of, ref ORDER BY number), false) AS before FROM strata_membership_log)
            WHERE entered = before
            """).ShouldBe(0);
    }

    private static void MembershipsAreRight(Workspace session, TrackedIngest ingest)
    {
        var asOf = new AsOf(ingest.Pipeline.Live.Now, session.Settings.Zone);
        IReadOnlyDictionary<string, ToldMembers> told = ingest.Log.Members();
        foreach (LibraryEntry segment in session.Library.Segments)
        {
            Bitmap expected = session.Engine("duckdb").Members(session.Library.PlanOf(segment), asOf, CancellationToken.None).Refs;
            long[] members = [.. ingest.Pipeline.Live.Members(segment.Definition.Name)!.Positions()];
            members.ShouldBe(expected.Positions(), segment.Definition.Name);
            (told.GetValueOrDefault(segment.Definition.Name)?.Members.Positions() ?? []).ShouldBe(members, segment.Definition.Name);
        }
    }

    /// <summary>The webhook was told of every change in the log, as the log has it, and of those of one entity in their order.</summary>
    private static async Task EverythingIsToldAsync(TrackedIngest ingest, WebhookReceiver receiver)
    {
        long end = ingest.Log.End;
        await ingest.Tell();
        while (Webhook(ingest) is not { Waiting: 0 } state || state.Webhook.Position < end)
        {
            await Task.Delay(20);
        }

        var told = new Dictionary<long, byte[]>();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        while (receiver.HasMore)
        {
            ReceivedWebhook next = await receiver.NextAsync();
            if (told.TryGetValue(next.Offset, out byte[]? before))
            {
                next.Body.ShouldBe(before);
                continue;
            }

            told.Add(next.Offset, next.Body);
            string entity = $"{next.Of}:{next.Entity}";
            next.Offset.ShouldBeGreaterThan(last.GetValueOrDefault(entity, -1), entity);
            last[entity] = next.Offset;
        }

        end.ShouldBeGreaterThan(0);
        told.Keys.Max().ShouldBeLessThan(ingest.Log.End);
        var missed = new List<long>();
        await foreach (LoggedChange logged in ingest.Log.ReadAsync(0, CancellationToken.None).Take((int)end))
        {
            if (told.TryGetValue(logged.Offset, out byte[]? body))
            {
                body.ShouldBe(WebhookPayload.Write(logged));
            }
            else
            {
                missed.Add(logged.Offset);
            }
        }

        missed.ShouldBeEmpty();
    }

    private static WebhookState Webhook(TrackedIngest ingest)
    {
        using Workspace session = ingest.Host.OpenSession();
        return session.Webhooks.All().Single();
    }
}
