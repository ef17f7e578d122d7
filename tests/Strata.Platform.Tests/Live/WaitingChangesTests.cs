using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Platform.Live;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Live;

public sealed class WaitingChangesTests : IDisposable
{
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory(RandomCatalog.Catalog);
    private readonly DuckDbConnection _connection;
    private readonly WaitingChanges _waiting;

    public WaitingChangesTests()
    {
        _connection = _store.Connect();
        _connection.Execute("INSERT INTO account (ref, id) SELECT range, 'a' || range FROM range(10)");
        _waiting = new WaitingChanges(new MembershipNames(_connection));
    }

    [Fact]
    public void Many_come_in_pieces_between_what_was_before_and_what_came_later()
    {
        _waiting.Add(Change("before"));
        _waiting.Add(Segment("many"), Of(7), Of(0, 2, 4, 6), 5, new MembershipCause(MembershipCauseKind.Definition));
        _waiting.Add(Segment("nobody"), Of(), Of(), 6, new MembershipCause(MembershipCauseKind.Definition));
        _waiting.Add(Change("after"));

        Take(3).ShouldBe(["before a1 in", "many a7 out", "many a0 in"]);
        Take(2).ShouldBe(["many a2 in", "many a4 in"]);
        Take(5).ShouldBe(["many a6 in", "after a1 in"]);
        Take(5).ShouldBeEmpty();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private static MembershipChange Change(string segment) =>
        new(segment, 1, EntityKind.Account, 1, "a1", Entered: true, 1, new MembershipCause(MembershipCauseKind.Event, "e1"));

    private static LiveDefinition Segment(string name) =>
        new(name, 1, new SegmentPlan(name, EntityKind.Account, new BoundConstant(true), null, []));

    private static Bitmap Of(params int[] references)
    {
        var set = new Bitmap(10);
        foreach (int reference in references)
        {
            set.Add(reference);
        }

        return set;
    }

    private List<string> Take(int most) =>
        [.. _waiting.Take(most, RandomCatalog.Catalog).Select(change => $"{change.Segment} {change.EntityId} {(change.Entered ? "in" : "out")}")];
}
