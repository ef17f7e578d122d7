using Strata.Index.Checkpoints;
using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Rows;
using Strata.Language.Catalog;

namespace Strata.Index.Tests.Checkpoints;

/// <summary>What was written is read back the same, or not at all.</summary>
public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly CheckpointKey Key = new("a.rows", "rows", [1, 2]);
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"strata-checkpoint-{Guid.NewGuid():N}");
    private readonly MemoryBudget _budget = new(1 << 30);

    public static TheoryData<string> Names => [.. Structures.Names];

    private string FilePath => Path.Combine(_directory, Key.FileName);

    private CheckpointStore Store => new(_directory, threads: 2);

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_structure_is_read_back_as_it_was(string name)
    {
        Structure structure = Structures.Make(name, _budget);
        Write(structure.Write).ShouldBe(new FileInfo(FilePath).Length);
        byte[] first = File.ReadAllBytes(FilePath);
        long used = _budget.Used;
        (IDisposable value, Action<CheckpointWriter> write) = Read(structure).ShouldNotBeNull();
        Write(write);
        File.ReadAllBytes(FilePath).ShouldBe(first);
        if (structure.Value is Column before && value is Column after && name is not "no numbers")
        {
            for (int row = 0; row < 3_000; row++)
            {
                after.ValueAt(row).ShouldBeEquivalentTo(before.ValueAt(row));
            }
        }

        value.Dispose();
        _budget.Used.ShouldBeLessThan(used + (1 << 20) + (3 * first.Length), "what was read is freed");
        structure.Value.Dispose();
        File.Exists(FilePath + ".tmp").ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_flipped_bit_anywhere_is_noticed(string name)
    {
        Structure structure = Structures.Make(name, _budget, rows: 300);
        Write(structure.Write);
        byte[] good = File.ReadAllBytes(FilePath);
        long used = _budget.Used;
        var random = new Random(4711);
        for (int trial = 0; trial < 150; trial++)
        {
            // The last bytes are where the lengths stand.
            int at = trial < 60 ? good.Length - 1 - trial : trial < 70 ? trial - 60 : random.Next(good.Length);
            byte[] damaged = [.. good];
            damaged[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(FilePath, damaged);
            Read(structure).ShouldBeNull($"{name}: byte {at} of {good.Length}");
            File.Exists(FilePath).ShouldBeFalse();
        }

        File.WriteAllBytes(FilePath, good);
        Read(structure).ShouldNotBeNull().Value.Dispose();
        structure.Value.Dispose();
        _budget.Used.ShouldBeLessThan(used + (1 << 20));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_of_another_length_is_noticed(string name)
    {
        Structure structure = Structures.Make(name, _budget, rows: 300);
        Write(structure.Write);
        byte[] good = File.ReadAllBytes(FilePath);
        var random = new Random(4711);
        for (int trial = 0; trial < 40; trial++)
        {
            File.WriteAllBytes(FilePath, trial == 0 ? [] : trial == 1 ? [.. good, 0] : good[..random.Next(good.Length)]);
            Read(structure).ShouldBeNull(name);
        }

        structure.Value.Dispose();
    }

    [Fact]
    public void Another_format_another_structure_or_other_data_is_not_read()
    {
        Structure structure = Structures.Make("events", _budget);
        Write(structure.Write);
        byte[] good = File.ReadAllBytes(FilePath);
        byte[] older = [.. good];
        older[^16]--;
        File.WriteAllBytes(FilePath, older);
        Read(structure).ShouldBeNull();
        foreach (CheckpointKey other in (CheckpointKey[])[Key with { Key = "column" }, Key with { Dependencies = [1, 3] }, Key with { Dependencies = [1] }])
        {
            File.WriteAllBytes(FilePath, good);
            Read(structure, other).ShouldBeNull();
        }

        // A file of one kind under the name of another has other arrays.
        File.WriteAllBytes(FilePath, good);
        Store.Read(Key, _budget, NumberColumn.Read, CancellationToken.None).ShouldBeNull();
        structure.Value.Dispose();
    }

    [Fact]
    public void A_crash_before_the_renaming_leaves_the_old_file()
    {
        Structure old = Structures.Make("contacts", _budget), next = Structures.Make("events", _budget);
        Write(old.Write);
        File.WriteAllBytes(FilePath + ".tmp", [1, 2, 3]);
        Read(old).ShouldNotBeNull().Value.Dispose();
        File.Exists(FilePath + ".tmp").ShouldBeFalse();
        File.WriteAllBytes(FilePath + ".tmp", [1, 2, 3]);
        Write(next.Write);
        File.Exists(FilePath + ".tmp").ShouldBeFalse();
        Read(next).ShouldNotBeNull().Value.Dispose();
    }

    [Fact]
    public void Writing_that_is_called_off_leaves_the_old_file()
    {
        Structure old = Structures.Make("contacts", _budget);
        Write(old.Write);
        Should.Throw<OperationCanceledException>(() => Store.Write(Key, Structures.Make("events", _budget).Write, new CancellationToken(canceled: true)));
        File.Exists(FilePath + ".tmp").ShouldBeFalse();
        Read(old).ShouldNotBeNull().Value.Dispose();
    }

    [Fact]
    public void Where_nothing_can_be_written_nothing_fails()
    {
        File.WriteAllText(_directory, "a file in the place of the directory");
        try
        {
            Write(Structures.Make("contacts", _budget).Write).ShouldBe(0);
            Read(Structures.Make("contacts", _budget)).ShouldBeNull();
        }
        finally
        {
            File.Delete(_directory);
        }
    }

    [Fact]
    public void Large_arrays_are_read_by_several_threads_and_by_several_at_once()
    {
        Structure structure = Structures.Make("numbers as they are", _budget, rows: 3_000_000);
        Write(structure.Write);
        byte[] good = File.ReadAllBytes(FilePath);
        var column = (NumberColumn)structure.Value;
        Parallel.For(0, 6, _ =>
        {
            using NumberColumn read = Store.Read(Key, _budget, NumberColumn.Read, CancellationToken.None)!;
            for (long row = 0; row < 3_000_000; row += 997)
            {
                read.At(row).ShouldBe(column.At(row));
            }
        });
        Should.Throw<OperationCanceledException>(() => Store.Read(Key, _budget, NumberColumn.Read, new CancellationToken(canceled: true)));
        good[good.Length / 2] ^= 1;
        File.WriteAllBytes(FilePath, good);
        Read(structure).ShouldBeNull();
        structure.Value.Dispose();
    }

    [Fact]
    public void Accounts_that_came_since_have_no_rows()
    {
        var events = (RowSet)Structures.Make("events", _budget).Value;
        Write(events.Write);
        RowSet accounts = new() { Type = Structures.Type(RowKind.Account), Version = 1, Count = 140 };
        using (RowSet read = Store.Read(Key, _budget, reader => RowSet.Read(reader, _budget, events.Type, 7, accounts), CancellationToken.None)!)
        {
            read.AccountOffsets!.Length.ShouldBe(141);
            read.AccountOffsets.Span[..101].ToArray().ShouldBe(events.AccountOffsets!.Span.ToArray());
            read.AccountOffsets.Span[101..].ToArray().ShouldBe(Enumerable.Repeat(events.AccountOffsets[100], 40));
        }

        RowSet fewer = new() { Type = accounts.Type, Version = 1, Count = 99 };
        Store.Read(Key, _budget, reader => RowSet.Read(reader, _budget, events.Type, 7, fewer), CancellationToken.None).ShouldBeNull();
    }

    [Fact]
    public void The_checksum_sees_every_bit_and_the_length()
    {
        byte[] bytes = new byte[133];
        new Random(3).NextBytes(bytes);
        uint expected = Checksum.Of(bytes);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Checksum.Of(bytes).ShouldNotBe(expected);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Checksum.Of(new byte[64]).ShouldNotBe(Checksum.Of(new byte[96]));
    }

    private long Write(Action<CheckpointWriter> write) => Store.Write(Key, write, CancellationToken.None);

    private Made? Read(Structure structure, CheckpointKey? key = null) => Store.Read(
        key ?? Key,
        _budget,
        reader =>
        {
            (IDisposable value, Action<CheckpointWriter> write) = structure.Read(reader, _budget);
            return new Made(value, write);
        },
        CancellationToken.None);

    private sealed record Made(IDisposable Value, Action<CheckpointWriter> Write);
}
