using System.Globalization;
using Strata.Platform.Ingest.Store;

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

    private IngestHarness Open() => new(_folder.PathOf("data"), _clock);
}
