using System.Globalization;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Tests.Ingest.Journal;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Tests.Ingest.Pipeline;

public sealed class IngestPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_is_acknowledged_is_stored_once()
    {
        await using IngestHarness ingest = Open();
        (await ingest.SendUsages("e1", "e2")).ShouldBe(SubmitOutcome.Durable);
        (await ingest.SendUsages("e2", "e3", "e3")).ShouldBe(SubmitOutcome.Durable);

        (await ingest.StoredIds()).ShouldBe(["e1", "e2", "e3"]);
        ingest.Live.Applied.ShouldBe(["e1", "e2", "e3"]);
        ingest.Pipeline.Statistics.Duplicates.ShouldBe(2);
    }

    [Fact]
    public async Task A_directory_that_never_was_served_begins_now_and_goes_on_from_there()
    {
        long began = Microseconds.FromInstant(NodaTime.Instant.FromDateTimeOffset(_clock.Now));
        await using (IngestHarness ingest = Open())
        {
            ingest.Live.Begun.ShouldBe(began);
        }

        _clock.Now += TimeSpan.FromDays(3);
        await using IngestHarness again = Open();
        again.Live.Begun.ShouldBeInRange(began, began + 60_000_000);
    }

    [Fact]
    public async Task Rows_have_the_form_that_imports_give_them()
    {
        await using IngestHarness ingest = Open();
        await ingest.Stored(connection =>
        {
            var loader = new RowLoader(connection, ingest.Host.Warehouse.Catalog);
            loader.Upsert(ingest.Host.Warehouse.Catalog.Account, [Row("id", "a1")], 1);
            loader.Upsert(ingest.Host.Warehouse.Catalog.Contact, [Row("id", "u1", "account", "a1")], 1);
            return true;
        });
        await ingest.Send(IngestHarness.Usage("sent", timestamp: "2026-03-04T11:00:00.000Z"));
        await ingest.Stored(connection => new RowLoader(connection, ingest.Host.Warehouse.Catalog).Upsert(
            ingest.Host.Warehouse.Catalog.FindEvent("usage")!,
            [Row("id", "loaded", "ts", 1_772_622_000_000_000L, "account", "a1", "contact", "u1", "feature", "Reports", "minutes", 12.5m)],
            1));

        List<string> rows = await ingest.Stored(connection => connection.Query(
            """
            SELECT concat_ws('|', ts, account_ref, contact_ref, account_key, contact_key, feature, "feature.folded", minutes, users, _raw)
            FROM event_usage ORDER BY id
            """,
            [],
            row => row.GetRequiredText(0)));
        rows.Count.ShouldBe(2);
        rows[0].ShouldBe(rows[1]);
        rows[0].ShouldContain("Reports|reports|125000");
    }

    [Fact]
    public async Task A_change_that_the_disk_refuses_is_made_when_there_is_room()
    {
        await using IngestHarness ingest = Open();
        ingest.Resolver.Fault = new DuckDbException("IO Error: Could not write all bytes to file: No space left on device");
        (await ingest.Send("""{"type": "identify", "messageId": "i1", "userId": "u1", "traits": {"email": "ann@acme.com"}}""")).ShouldBe(SubmitOutcome.Durable);
        (await ingest.Stored(connection => connection.QueryScalar<long>("SELECT count(*) FROM contact"))).ShouldBe(1);
        ingest.Resolver.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task An_id_counts_once_across_restarts_and_imports()
    {
        await using (IngestHarness ingest = Open())
        {
            await ingest.SendUsages("e1");
            await ingest.Send("""{"type": "identify", "messageId": "i1", "userId": "u1", "traits": {"email": "ann@acme.com"}}""");
            await ingest.Stored(connection => new RowLoader(connection, ingest.Host.Warehouse.Catalog).Upsert(
                ingest.Host.Warehouse.Catalog.FindEvent("download")!, [Row("id", "imported", "ts", 1L)], 1));
            await ingest.SendUsages("imported", "e2");
        }

        await using IngestHarness again = Open();
        await again.SendUsages("e1", "e2", "imported", "i1", "e3");

        (await again.StoredIds()).ShouldBe(["e1", "e2", "e3"]);
        again.Pipeline.Statistics.Duplicates.ShouldBe(4);
    }

    [Fact]
    public async Task Appended_rows_change_versions_as_appended_rows()
    {
        await using IngestHarness ingest = Open();
        await ingest.SendUsages("e1");
        TableVersion first = await ingest.Stored(connection => TableVersions.Read(connection)["event_usage"]);
        await ingest.SendUsages("e2");
        TableVersion second = await ingest.Stored(connection => TableVersions.Read(connection)["event_usage"]);

        second.Version.ShouldBeGreaterThan(first.Version);
        second.Rewritten.ShouldBe(0);
    }

    [Fact]
    public async Task More_than_fits_into_memory_is_read_again_from_the_journal()
    {
        await using IngestHarness ingest = Open(new IngestOptions { MemoryBytes = 10_000, JournalFileBytes = 5_000 });
        using var hold = new ManualResetEventSlim();
        Task<bool> held = Hold(ingest, hold);
        string[] ids = [.. Enumerable.Range(0, 400).Select(i => i.ToString("D4", CultureInfo.InvariantCulture))];
        foreach (string id in ids)
        {
            (await ingest.SendUsages(id)).ShouldBe(SubmitOutcome.Durable);
        }

        ingest.Pipeline.Lag.ShouldBeGreaterThan(10_000);
        hold.Set();
        await held;

        (await ingest.StoredIds()).ShouldBe(ids);
        ingest.Live.Applied.ShouldBe(ids);
        ingest.Pipeline.Lag.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_journal_has_of_an_earlier_version_is_applied_however_many_messages_a_request_has()
    {
        await using IngestHarness ingest = Open(new IngestOptions { MemoryBytes = 300_000 });
        using var hold = new ManualResetEventSlim();
        Task<bool> held = Hold(ingest, hold);
        await ingest.SendUsages([.. Enumerable.Range(0, 1_000).Select(i => $"before{i}")]);
        (await ingest.Send([.. Enumerable.Repeat("0", SegmentLimits.RequestMessages + 1)])).ShouldBe(SubmitOutcome.Durable);
        hold.Set();
        await held;

        (await ingest.Stored(DeadLetters.Count)).ShouldBe(SegmentLimits.RequestMessages + 1);
    }

    [Fact]
    public async Task Past_the_bound_of_lag_requests_are_refused_as_busy()
    {
        await using IngestHarness ingest = Open(new IngestOptions { LagBytes = 2_000 });
        using var hold = new ManualResetEventSlim();
        Task<bool> held = Hold(ingest, hold);
        int taken = 0;
        while (await ingest.SendUsages($"e{taken}") == SubmitOutcome.Durable)
        {
            taken++;
        }

        (await ingest.SendUsages("refused")).ShouldBe(SubmitOutcome.Busy);
        hold.Set();
        await held;
        (await ingest.StoredIds()).Count.ShouldBe(taken);
        (await ingest.SendUsages("refused")).ShouldBe(SubmitOutcome.Durable);
        (await ingest.StoredIds()).ShouldContain("refused");
    }

    [Fact]
    public async Task While_more_waits_to_be_applied_than_that_requests_wait_to_be_taken_in()
    {
        await using IngestHarness ingest = Open(new IngestOptions { PaceBytes = 2_000, LongestPace = TimeSpan.FromHours(1) });
        using var hold = new ManualResetEventSlim();
        Task<bool> held = Hold(ingest, hold);
        int taken = 0;
        while (ingest.Pipeline.Lag <= 2_000)
        {
            (await ingest.SendUsages($"e{taken++}")).ShouldBe(SubmitOutcome.Durable);
        }

        long lag = ingest.Pipeline.Lag;
        Task<SubmitOutcome>[] waiting = [.. Enumerable.Range(0, 5).Select(i => ingest.SendUsages($"waiting{i}"))];
        waiting.ShouldAllBe(one => !one.IsCompleted);
        ingest.Pipeline.Lag.ShouldBe(lag);
        hold.Set();
        await held;

        (await Task.WhenAll(waiting)).ShouldAllBe(outcome => outcome == SubmitOutcome.Durable);
        (await ingest.StoredIds()).Count.ShouldBe(taken + 5);
    }

    [Fact]
    public async Task However_much_waits_to_be_applied_a_request_is_taken_in_after_a_while()
    {
        await using IngestHarness ingest = Open(new IngestOptions { PaceBytes = 1, LongestPace = TimeSpan.FromMilliseconds(20) });
        using var hold = new ManualResetEventSlim();
        Task<bool> held = Hold(ingest, hold);

        for (int i = 0; i < 5; i++)
        {
            (await ingest.SendUsages($"e{i}")).ShouldBe(SubmitOutcome.Durable);
        }

        hold.Set();
        await held;
        (await ingest.StoredIds()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_full_disk_refuses_and_goes_on_when_there_is_room()
    {
        var disk = new MemoryStorage();
        await using IngestHarness ingest = Open(storage: disk);
        await ingest.SendUsages("e1");
        disk.Room = 50;
        (await ingest.SendUsages("refused")).ShouldBe(SubmitOutcome.Unavailable);
        (await ingest.SendUsages("refused too")).ShouldBe(SubmitOutcome.Unavailable);
        disk.Room = long.MaxValue;
        (await ingest.SendUsages("e2")).ShouldBe(SubmitOutcome.Durable);

        (await ingest.StoredIds()).ShouldBe(["e1", "e2"]);
        ingest.Notices.Count.ShouldBe(2);
        ingest.Notices.First().ShouldStartWith("What arrives cannot be written to the journal and is refused, which is tried again: ");
        ingest.Notices.Last().ShouldBe("What arrives is written to the journal again.");
    }

    [Fact]
    public async Task A_clock_that_jumps_neither_loses_nor_doubles_nor_goes_back()
    {
        await using (IngestHarness ingest = Open())
        {
            await ingest.SendUsages("e1");
            _clock.Now = _clock.Now.AddDays(-3);
            await ingest.SendUsages("e2");
            _clock.Now = _clock.Now.AddDays(40);
            await ingest.SendUsages("e3");
            _clock.Now = _clock.Now.AddDays(-60);
            await ingest.SendUsages("e4");
            await ingest.StoredIds();
            ingest.Live.Instants.ShouldBe(ingest.Live.Instants.Order());
        }

        await using IngestHarness again = Open();
        long before = again.Live.Now;
        before.ShouldBeGreaterThan(0);
        await again.SendUsages("e1", "e5");
        (await again.StoredIds()).ShouldBe(["e1", "e2", "e3", "e4", "e5"]);
        again.Live.Now.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task Malformed_messages_are_kept_with_their_reason()
    {
        await using IngestHarness ingest = Open();
        await ingest.Send("""{"type": "track", "userId": "u1"}""", IngestHarness.Usage("e1"), """{"type": "nonsense", "userId": "u1"}""");

        IReadOnlyList<StoredDeadLetter> letters = await ingest.Stored(connection => DeadLetters.List(connection, 10));
        letters.Count.ShouldBe(2);
        letters[0].Letter.Message.ShouldContain("nonsense");
        letters[0].Letter.Reason.ShouldContain("nonsense");
        letters[1].Letter.WriteKey.ShouldBe("key");
        (await ingest.StoredIds()).ShouldBe(["e1"]);
    }

    [Fact]
    public async Task A_warehouse_that_cannot_be_written_delays_and_loses_nothing()
    {
        await using IngestHarness ingest = Open(new IngestOptions { FlushRows = 3, FlushEvery = TimeSpan.FromMilliseconds(20), LongestFlush = TimeSpan.FromMilliseconds(20) });
        await ingest.SendUsages("e1");
        await ingest.StoredIds();
        using DuckDbConnection other = ingest.Host.Warehouse.Connect();
        other.Execute("ALTER TABLE event_usage RENAME TO out_of_reach");
        for (int i = 2; i <= 8; i++)
        {
            (await ingest.SendUsages($"e{i}")).ShouldBe(SubmitOutcome.Durable);
        }

        (await Should.ThrowAsync<UserErrorException>(ingest.StoredIds)).Errors[0].Code.ShouldBe("disk");
        other.Execute("ALTER TABLE out_of_reach RENAME TO event_usage");

        (await ingest.StoredIds()).ShouldBe([.. Enumerable.Range(1, 8).Select(i => $"e{i}")]);
    }

    [Fact]
    public async Task What_could_not_be_written_before_the_stop_is_applied_at_the_next_start()
    {
        await using (IngestHarness ingest = Open(makesChanges: true))
        {
            await ingest.SendUsages("e1");
            await ingest.StoredIds();
            using DuckDbConnection other = ingest.Host.Warehouse.Connect();
            other.Execute("ALTER TABLE event_usage RENAME TO out_of_reach");
            await ingest.SendUsages("e2", "e3");
            await ingest.Pipeline.StopAsync();
            other.Execute("ALTER TABLE out_of_reach RENAME TO event_usage");
        }

        await using IngestHarness again = Open();
        await again.Pipeline.Recovered;
        again.Live.Applied.ShouldBe(["e2", "e3"]);
        again.Log.Restored.ShouldContain("e3");
        (await again.SendUsages("e2", "e4")).ShouldBe(SubmitOutcome.Durable);
        (await again.StoredIds()).ShouldBe(["e1", "e2", "e3", "e4"]);
    }

    [Fact]
    public async Task Changes_of_memberships_are_told_in_order_once_they_are_durable()
    {
        await using IngestHarness ingest = Open(makesChanges: true);
        string[] ids = [.. Enumerable.Range(0, 300).Select(i => i.ToString("D4", CultureInfo.InvariantCulture))];
        foreach (string[] some in ids.Chunk(7))
        {
            await ingest.SendUsages(some);
        }

        await ingest.Pipeline.StopAsync();
        ingest.Log.Told.ShouldBe(ids);
    }

    [Fact]
    public async Task Others_write_in_turn_with_everything_before_stored()
    {
        await using IngestHarness ingest = Open();
        for (int i = 0; i < 20; i++)
        {
            await ingest.SendUsages($"e{i}");
            (await ingest.Stored(connection => connection.QueryScalar<long>("SELECT count(*) FROM event_usage"))).ShouldBe(i + 1);
            await ingest.Send($$"""{"type": "identify", "messageId": "i{{i}}", "userId": "u{{i}}", "traits": {"email": "u{{i}}@acme.com"} }""");
        }

        (await ingest.Stored(connection => connection.QueryScalar<long>("SELECT count(*) FROM contact"))).ShouldBe(20);
        ingest.Live.Changes.ShouldBe(20);
        await Should.ThrowAsync<InvalidTimeZoneException>(() => ingest.Pipeline.RunAsync<int>(_ => throw new InvalidTimeZoneException()));
        await ingest.SendUsages("last");
        (await ingest.StoredIds()).Count.ShouldBe(21);
    }

    public void Dispose() => _folder.Dispose();

    private IngestHarness Open(IngestOptions? options = null, MemoryStorage? storage = null, bool makesChanges = false) =>
        new(_folder.PathOf("data"), _clock, options, storage, makesChanges);

    private static Dictionary<string, object?> Row(params object?[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1], StringComparer.Ordinal);

    /// <summary>Keeps the thread that applies until it is let go.</summary>
    private static Task<bool> Hold(IngestHarness ingest, ManualResetEventSlim hold) => ingest.Pipeline.RunAsync(_ =>
    {
        hold.Wait();
        return true;
    });
}
