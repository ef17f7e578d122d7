using System.Collections.Concurrent;
using System.Text;
using Strata.Platform.Ingest.Journal;

namespace Strata.Platform.Tests.Ingest.Journal;

public sealed class EventJournalTests
{
    private readonly MemoryStorage _storage = new();

    [Fact]
    public async Task What_was_acknowledged_is_read_back_in_order()
    {
        using (EventJournal journal = Open())
        {
            await Write(journal, "one", "two");
            await Write(journal, "three");
        }

        Content().ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Everything_that_waits_is_made_durable_at_once()
    {
        using EventJournal journal = Open();
        await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => Write(journal, $"record {i}")));

        _storage.Flushes.ShouldBeLessThan(5_000);
        Content().Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 5_000).Select(i => $"record {i}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_off_wherever_it_was_torn()
    {
        long whole;
        using (EventJournal journal = Open())
        {
            await Write(journal, "first");
            whole = journal.End;
            await Write(journal, "the second, which is torn");
        }

        byte[] bytes = _storage[0];
        for (int length = (int)whole; length < bytes.Length; length++)
        {
            _storage[0] = bytes[..length];
            Open().Dispose();
            _storage[0].Length.ShouldBe((int)whole);
            Content().ShouldBe(["first"]);
        }

        byte[] zeros = [.. bytes[..(int)(whole + 7)], .. new byte[100]];
        _storage[0] = zeros;
        using (EventJournal journal = Open())
        {
            await Write(journal, "third");
        }

        Content().ShouldBe(["first", "third"]);
    }

    [Fact]
    public async Task A_tail_whose_bytes_reached_the_disk_in_another_order_is_cut_off()
    {
        long whole;
        using (EventJournal journal = Open())
        {
            await Write(journal, "first");
            whole = journal.End;
            await Write(journal, new string('x', 5_000));
        }

        _storage[0].AsSpan((int)whole + 100, 2_000).Clear();
        Open().Dispose();

        Content().ShouldBe(["first"]);
    }

    [Fact]
    public async Task Damage_with_whole_groups_after_it_is_a_fault_that_names_the_place()
    {
        long damaged;
        using (EventJournal journal = Open())
        {
            await Write(journal, "first");
            damaged = journal.End;
            await Write(journal, "second");
            await Write(journal, "third");
        }

        byte[] bytes = [.. _storage[0]];
        for (int at = (int)damaged; at < damaged + 10; at++)
        {
            _storage[0] = [.. bytes];
            _storage[0][at] ^= 1;
            Should.Throw<InvalidDataException>(() => Open().Dispose()).Message.ShouldContain($"damaged at byte {damaged:D20}");
        }
    }

    [Fact]
    public async Task Damage_in_an_earlier_file_is_a_fault()
    {
        using (EventJournal journal = Open(fileBytes: 100))
        {
            for (int i = 0; i < 10; i++)
            {
                await Write(journal, $"record {i} of some length");
            }
        }

        _storage.Files().Count.ShouldBeGreaterThan(2);
        long last = _storage.Files()[^2];
        _storage[last][^1] ^= 1;

        Should.Throw<InvalidDataException>(() => Open().Dispose());
    }

    [Fact]
    public async Task A_missing_file_is_a_fault()
    {
        using (EventJournal journal = Open(fileBytes: 100))
        {
            for (int i = 0; i < 10; i++)
            {
                await Write(journal, $"record {i} of some length");
            }
        }

        long middle = _storage.Files()[1], first = _storage.Files()[0];
        _storage.Delete(middle);
        Should.Throw<InvalidDataException>(() => Open().Dispose()).Message.ShouldContain("missing");

        _storage.Delete(first);
        Should.Throw<InvalidDataException>(() => Open().Dispose()).Message.ShouldContain("missing");
    }

    [Fact]
    public async Task A_journal_that_was_removed_begins_anew_at_the_position()
    {
        using (EventJournal journal = Open(position: 5_000))
        {
            journal.End.ShouldBe(5_000);
            await Write(journal, "one");
        }

        Content(5_000).ShouldBe(["one"]);
        _storage.Files().ShouldBe([5_000]);
    }

    [Fact]
    public async Task A_full_disk_fails_what_does_not_fit_and_nothing_else()
    {
        using (EventJournal journal = Open())
        {
            await Write(journal, "one");
            _storage.Room = 40;
            await Should.ThrowAsync<IOException>(() => Write(journal, new string('x', 100)));
            await Should.ThrowAsync<IOException>(() => Write(journal, new string('y', 100)));
            _storage.Room = long.MaxValue;
            await Write(journal, "two");
        }

        Content().ShouldBe(["one", "two"]);
        using EventJournal again = Open();
        await Write(again, "three");
        Content().ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task What_a_failed_flush_left_behind_is_cut_off_before_the_next_group()
    {
        using (EventJournal journal = Open())
        {
            await Write(journal, "one");
            _storage.FailsToFlush = _storage.FailsToTruncate = true;
            await Should.ThrowAsync<IOException>(() => Write(journal, "never acknowledged"));
            await Should.ThrowAsync<IOException>(() => Write(journal, "nor this"));
            _storage.FailsToFlush = _storage.FailsToTruncate = false;
            await Write(journal, "2");
        }

        Content().ShouldBe(["one", "2"]);
        Open().Dispose();
        Content().ShouldBe(["one", "2"]);
    }

    [Fact]
    public async Task Files_follow_each_other_and_old_ones_are_removed()
    {
        using (EventJournal journal = Open(fileBytes: 200))
        {
            for (int i = 0; i < 20; i++)
            {
                await Write(journal, $"record {i}");
            }

            long kept = _storage.Files()[3];
            journal.DeleteBelow(kept + 1);
            _storage.Files()[0].ShouldBe(kept);
            journal.DeleteBelow(journal.End);
            _storage.Files().Count.ShouldBe(1);
            await Write(journal, "last");
        }

        Content(_storage.Files()[0])[^1].ShouldBe("last");
    }

    [Fact]
    public async Task A_file_written_over_another_ends_where_what_was_written_ends()
    {
        long kept, last;
        using (EventJournal journal = await WrittenOver())
        {
            kept = _storage.Files()[0];
            last = journal.End;
            await Write(journal, "the last, which is torn");
        }

        byte[] bytes = [.. _storage[_storage.Files()[^1]]];
        int start = (int)(last - _storage.Files()[^1]);
        bytes.Length.ShouldBeGreaterThan(start + 100, "what was there before reaches further than what was written");
        Content(kept)[^1].ShouldBe("the last, which is torn");
        bytes[start + JournalFormat.GroupHeader + JournalFormat.RecordHeader] ^= 1;
        _storage[_storage.Files()[^1]] = bytes;
        Content(kept)[^1].ShouldBe("over 2");

        using EventJournal again = Open(2_000, kept);
        await Write(again, "more");
        Content(kept)[^2..].ShouldBe(["over 2", "more"]);
    }

    [Fact]
    public async Task Damage_in_a_file_written_over_another_is_a_fault()
    {
        long kept;
        using (EventJournal journal = await WrittenOver())
        {
            kept = _storage.Files()[0];
        }

        _storage[_storage.Files()[^1]][JournalFormat.GroupHeader] ^= 1;
        Should.Throw<InvalidDataException>(() => Open(2_000, kept).Dispose()).Message.ShouldContain("damaged at byte");
    }

    [Fact]
    public async Task Files_on_the_disk_are_written_over_and_hold_what_was_written()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("journal");
        long kept, end;
        using (var journal = new EventJournal(new JournalDirectory(path), 0, 1 << 10, (_, _, _) => { }))
        {
            for (int i = 0; i < 300; i++)
            {
                await Write(journal, $"record {i}");
                if (i % 50 == 49)
                {
                    journal.DeleteBelow(journal.End);
                    Directory.GetFiles(path, "*.spare").ShouldNotBeEmpty();
                }
            }

            kept = new JournalDirectory(path).Files()[0];
            end = journal.End;
        }

        Directory.GetFiles(path, "*.spare").ShouldBeEmpty();
        using var again = new EventJournal(new JournalDirectory(path), kept, 1 << 10, (_, _, _) => { });
        again.End.ShouldBe(end);
        ReadAll(again, kept, end)[^1].ShouldBe("record 299");
    }

    [Fact]
    public async Task Files_on_the_disk_hold_what_was_written()
    {
        using var folder = new TemporaryFolder();
        long end;
        using (var journal = new EventJournal(new JournalDirectory(folder.PathOf("journal")), 0, 1 << 10, (_, _, _) => { }))
        {
            for (int i = 0; i < 100; i++)
            {
                await Write(journal, $"record {i}");
            }

            end = journal.End;
        }

        var groups = new ConcurrentQueue<long>();
        using var again = new EventJournal(new JournalDirectory(folder.PathOf("journal")), 0, 1 << 10, (start, _, _) => groups.Enqueue(start));
        again.End.ShouldBe(end);
        await Write(again, "more");
        groups.ShouldBe([end]);
        ReadAll(again, 0, again.End).Count.ShouldBe(101);
    }

    /// <summary>A journal whose last file is written over a longer one.</summary>
    private async Task<EventJournal> WrittenOver()
    {
        EventJournal journal = Open(fileBytes: 2_000);
        for (int i = 0; i < 60; i++)
        {
            await Write(journal, $"before {i}");
        }

        journal.DeleteBelow(journal.End);
        while (_storage.Files().Count == 1)
        {
            await Write(journal, "until the next file begins");
        }

        await Write(journal, "over 1");
        await Write(journal, "over 2");
        return journal;
    }

    private EventJournal Open(long fileBytes = 1 << 20, long position = 0) => new(_storage, position, fileBytes, (_, _, _) => { });

    private List<string> Content(long from = 0)
    {
        using EventJournal journal = Open(position: from);
        return ReadAll(journal, from, journal.End);
    }

    private static List<string> ReadAll(EventJournal journal, long from, long end)
    {
        var texts = new List<string>();
        for (long offset = from; offset < end;)
        {
            ReadOnlyMemory<byte> group = journal.Read(offset);
            texts.AddRange(JournalFormat.Records(group).Select(record => Encoding.UTF8.GetString(record.Content.Span)));
            offset += group.Length;
        }

        return texts;
    }

    private static Task Write(EventJournal journal, params string[] texts)
    {
        TextEntry[] entries = [.. texts.Select(text => new TextEntry(text))];
        foreach (TextEntry entry in entries)
        {
            journal.Append(entry);
        }

        return Task.WhenAll(entries.Select(entry => entry.Done.Task));
    }

    private sealed class TextEntry(string text) : JournalEntry(RecordKind.Input)
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override int Length => _bytes.Length;

        public override void Write(Span<byte> target) => _bytes.CopyTo(target);

        public override void Durable() => Done.SetResult();

        public override void Failed(Exception fault) => Done.SetException(fault);
    }
}
