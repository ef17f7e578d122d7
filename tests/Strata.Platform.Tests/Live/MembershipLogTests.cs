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

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private ReadOnlyMemory<byte> Record(int changes) => _log.Record([.. Enumerable.Range(0, changes).Select(account =>
        new MembershipChange("many", 1, EntityKind.Account, account, "a", Entered: true, 1, new MembershipCause(MembershipCauseKind.Definition)))]);

    private void Store()
    {
        _log.Rotate();
        _log.Write(_connection);
    }
}
