using Strata.Language.Catalog;
using Strata.Platform.Live;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Live;

public sealed class MembershipLogTests : IDisposable
{
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory(RandomCatalog.Catalog);
    private readonly DuckDbConnection _connection;
    private readonly MembershipLog _log;

    public MembershipLogTests()
    {
        _connection = _store.Connect();
        _log = new MembershipLog(_store);
    }

    [Fact]
    public async Task What_is_stored_before_it_is_durable_is_told_once_and_without_gaps()
    {
        const int Pieces = 5, Piece = 40_000;
        ReadOnlyMemory<byte>[] records = [.. Enumerable.Range(0, Pieces).Select(_ => Record(Piece))];
        _log.Durable(records[0]);
        Store();
        ReadOnlyMemory<byte> one = Record(1);
        Store();

        foreach (ReadOnlyMemory<byte> record in records.Skip(1).Append(one))
        {
            _log.Durable(record);
        }

        _log.End.ShouldBe((Pieces * Piece) + 1);
        long next = 0;
        await foreach (LoggedChange change in _log.ReadAsync(0, CancellationToken.None))
        {
            change.Offset.ShouldBe(next++);
            if (next == _log.End)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task Of_a_record_that_is_stored_in_part_the_rest_is_given_back()
    {
        _log.Durable(Record(3));
        Store();
        var behind = new MembershipLog(_store);
        behind.Restore(MembershipCodec.Write(2, [Left("before"), Left("after")]));
        behind.Restore(MembershipCodec.Write(2, [Left("before"), Left("after")]));

        (behind.End, behind.Waiting, behind.Unstored().Before).ShouldBe((4, 1, 3));
        behind.Unstored().Changes.ShouldBe([new LoggedChange(3, Left("after"))]);
        await using IAsyncEnumerator<LoggedChange> told = behind.ReadAsync(2, CancellationToken.None).GetAsyncEnumerator();
        (await told.MoveNextAsync()).ShouldBeTrue();
        (told.Current.Offset, told.Current.Change.Segment).ShouldBe((2, "many"));
        (await told.MoveNextAsync()).ShouldBeTrue();
        told.Current.ShouldBe(new LoggedChange(3, Left("after")));
        behind.Rotate();
        behind.Write(_connection);
        _connection.QueryScalar<string>(
            "SELECT string_agg(concat_ws(',', number, segment, version, of, ref, entity_id, entered, cause, cause_id)) FROM strata_membership_log WHERE number > 2")
            .ShouldBe("3,after,5,contact,900,ü,false,event,é");
    }

    [Fact]
    public async Task Whoever_follows_gets_every_change_whatever_the_lengths_of_the_records()
    {
        int[] lengths = [1, 5_000, 3, 4_096, 4_095, 1, 9_000];
        foreach (int length in lengths)
        {
            _log.Durable(Record(length));
        }

        foreach (long from in (long[])[0, 1, 2, 905, 4_097, 5_001, 5_004, 9_100, 13_195])
        {
            long next = from;
            await foreach (LoggedChange change in _log.ReadAsync(from, CancellationToken.None))
            {
                change.Offset.ShouldBe(next++);
                if (next == _log.End)
                {
                    break;
                }
            }
        }

        _log.Unstored().Changes.Select(change => change.Offset).ShouldBe(Enumerable.Range(0, lengths.Sum()).Select(number => (long)number));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private static MembershipChange Left(string segment) => new(
        segment, 5, EntityKind.Contact, 900, "ü", Entered: false, -1, new MembershipCause(MembershipCauseKind.Event, "é"));

    private ReadOnlyMemory<byte> Record(int changes) => _log.Record([.. Enumerable.Range(0, changes).Select(account =>
        new MembershipChange("many", 1, EntityKind.Account, account, "a", Entered: true, 1, new MembershipCause(MembershipCauseKind.Definition)))]);

    private void Store()
    {
        _log.Rotate();
        _log.Write(_connection);
    }
}
