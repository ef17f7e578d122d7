using System.Globalization;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Tracking;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>What could not be taken is kept as it came, and taken when it is sent again and nothing speaks against it any more.</summary>
public sealed class DeadLetterReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_meets_a_fault_is_put_aside_and_taken_when_it_is_replayed_without(bool restart)
    {
        string poison = IngestHarness.Usage("p1").Replace("Reports", "Poison", StringComparison.Ordinal);
        IngestHarness ingest = Open();
        await ingest.Send(IngestHarness.Usage("e1"), poison, IngestHarness.Usage("e2"));

        (await ingest.StoredIds()).ShouldBe(["e1", "e2"]);
        StoredDeadLetter letter = (await ingest.Stored(connection => DeadLetters.List(connection, 10))).ShouldHaveSingleItem();
        letter.Letter.Message.ShouldContain("Poison");
        letter.Letter.Reason.ShouldContain("cannot stand it");
        if (restart)
        {
            await ingest.DisposeAsync();
            ingest = Open();
        }

        ingest.Resolver.StandsPoison = true;
        (await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null)).ShouldHaveSingleItem().Problem.ShouldBeNull();
        (await ingest.StoredIds()).ShouldBe(["e1", "e2", "p1"]);
        await ingest.Send(poison);
        (await ingest.StoredIds()).ShouldBe(["e1", "e2", "p1"]);
        await ingest.DisposeAsync();
    }

    [Fact]
    public async Task Dead_letters_are_replayed_as_they_came()
    {
        await using IngestHarness ingest = Open();
        string late = _clock.Now.AddDays(400).ToString("O", CultureInfo.InvariantCulture);
        await ingest.Send(IngestHarness.Usage("future", timestamp: late), """{"type": "nonsense", "userId": "u1"}""");
        (await ingest.StoredIds()).ShouldBeEmpty();

        _clock.Now = _clock.Now.AddDays(60);
        IReadOnlyList<ReplayedLetter> first = await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null);
        first.Count.ShouldBe(2);
        first.ShouldAllBe(letter => letter.Problem != null);
        await ingest.Stored(connection => connection.Execute("UPDATE strata_dead_letter SET message = replace(message, $1, '2026-03-01T00:00:00Z')", late));
        IReadOnlyList<ReplayedLetter> second = await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null);

        second.Count(letter => letter.Problem is null).ShouldBe(1);
        (await ingest.StoredIds()).ShouldBe(["future"]);
        (await ingest.Stored(connection => DeadLetters.List(connection, 10).Count)).ShouldBe(1);
        (await ingest.Stored(connection => DeadLetters.List(connection, 10, replayed: true).Count)).ShouldBe(2);
    }

    [Theory]
    [InlineData("\"messageId\": \"m\", ")]
    [InlineData("")]
    public async Task What_the_request_said_for_all_of_its_messages_counts_when_one_is_replayed(string id)
    {
        string Batch(string kind) => $$"""
            {"batch": [0, {"type": "{{kind}}", "event": "usage", {{id}}"anonymousId": "v", "timestamp": "2026-03-04T11:40:50.500Z", "context": {"userAgent": "Firefox"} }],
             "sentAt": "2026-03-04T11:41:00.000Z",
             "context": {"groupId": "g", "consent": {"categoryPreferences": {"Analytics": false} } } }
            """;
        await using IngestHarness ingest = Open();
        await ingest.SendBody(Batch("nonsense"), PrivacySignals.GlobalPrivacyControl);
        await ingest.Stored(connection => connection.Execute("UPDATE strata_dead_letter SET message = replace(message, 'nonsense', 'track')"));

        _clock.Now = _clock.Now.AddDays(60);
        (await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null)).Count(letter => letter.Problem is null).ShouldBe(1);
        await ingest.StoredIds();
        TrackedMessage taken = ingest.Resolver.Taken.ShouldHaveSingleItem();
        (taken.ContextGroup, taken.Context.Privacy).ShouldBe(("g", PrivacySignals.GlobalPrivacyControl));
        taken.Context.Consent.ShouldBe([KeyValuePair.Create("Analytics", false)]);
        taken.Instant.ShouldBe(taken.ReceivedAt - 9_500_000);
        taken.ReceivedAt.ShouldBeLessThan(ingest.Live.Now - 59 * 86_400_000_000L);
    }

    [Fact]
    public async Task A_message_without_an_id_counts_once_however_often_its_letter_is_sent()
    {
        await using IngestHarness ingest = Open();
        await ingest.Send(IngestHarness.Usage("e1"), """{"type": "nonsense", "event": "usage", "userId": "u1"}""", """{"type": "nonsense", "event": "usage", "userId": "u1"}""");
        await ingest.Stored(connection => connection.Execute("UPDATE strata_dead_letter SET message = replace(message, 'nonsense', 'track')"));
        for (int i = 0; i < 2; i++)
        {
            // As where the server stopped before it noted what it had taken.
            await ingest.Stored(connection => connection.Execute("UPDATE strata_dead_letter SET replayed_at = NULL"));
            (await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null)).Count(letter => letter.Problem is null).ShouldBe(2);
            (await ingest.StoredIds()).Count.ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_letter_of_an_earlier_version_is_replayed_as_far_as_it_says_how_it_came()
    {
        await using IngestHarness ingest = Open();
        await ingest.Send(IngestHarness.Usage("e1").Replace("track", "nonsense", StringComparison.Ordinal));
        await ingest.Stored(connection => connection.Execute(
            "UPDATE strata_dead_letter SET message = replace(message, 'nonsense', 'track'), privacy = NULL, beside = NULL"));

        (await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null)).ShouldHaveSingleItem().Problem.ShouldBeNull();
        (await ingest.StoredIds()).ShouldBe(["e1"]);
    }

    [Fact]
    public async Task What_cannot_be_replayed_as_it_came_is_not_replayed()
    {
        await using IngestHarness ingest = Open();
        string consent = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"category {i}\": false"));
        await ingest.SendBody($$"""{"batch": [{"type": "nonsense", "event": "usage", "userId": "u1"}], "context": {"consent": {"categoryPreferences": { {{consent}} } } } }""");
        await ingest.Stored(connection => connection.Execute("UPDATE strata_dead_letter SET message = replace(message, 'nonsense', 'track')"));

        (await DeadLetterReplay.RunAsync(ingest.Pipeline, ids: null)).ShouldHaveSingleItem().Problem.ShouldNotBeNull();
    }

    private IngestHarness Open() => new(_folder.PathOf("data"), _clock);
}
