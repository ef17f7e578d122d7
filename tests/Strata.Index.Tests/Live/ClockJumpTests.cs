using NodaTime;
using Strata.Index.Live;
using Strata.Index.Tests.Entity;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Tests.Live;

/// <summary>Time that passes at once does the same as time that passes instant by instant, and reads far less often.</summary>
public class ClockJumpTests
{
    private static readonly long Begin = World.At("2026-03-01T00:00:00Z");

    [Theory]
    [InlineData(200)]
    [InlineData(40_000)]
    public void What_is_due_at_many_instants_is_read_at_once_and_happens_at_each(int accounts)
    {
        var stepped = new Run(accounts);
        while (stepped.Circuit.NextDue <= Begin + (10 * Microseconds.PerDay))
        {
            stepped.Circuit.Advance(stepped.Circuit.NextDue);
        }

        var jumped = new Run(accounts);
        jumped.Circuit.Advance(Begin + (10 * Microseconds.PerDay));

        jumped.Changes.ShouldBe(stepped.Changes);
        jumped.Changes.Count.ShouldBe(2 * accounts);
        jumped.Changes.Select(change => change.At).Distinct().Count().ShouldBe(2 * accounts);
        stepped.Data.ReadAlone.ShouldBeGreaterThan(accounts);
        jumped.Data.ReadAlone.ShouldBe(0);
        jumped.Data.ReadTogether.ShouldBeLessThan(2 + (accounts / 5_000));
    }

    [Fact]
    public void What_was_read_is_read_again_once_it_changed()
    {
        var run = new Run(100);
        run.Circuit.Advance(Begin + (5 * Microseconds.PerDay));
        int left = run.Changes.Count;
        run.Data.Rows.More(99, Begin + (5 * Microseconds.PerDay));
        run.Circuit.Changed([99], [], eventsMoved: true);
        run.Circuit.Advance(Begin + (10 * Microseconds.PerDay));
        LiveChange[] entered = [.. run.Changes.Skip(left).Where(change => change.Reference == 99)];
        entered.Select(change => (change.Segment, change.Entered, change.Trigger)).ShouldBe([(0, true, LiveTrigger.Said), (1, true, LiveTrigger.Said)], ignoreOrder: true);
        run.Circuit.Advance(Begin + (20 * Microseconds.PerDay));
        run.Changes.TakeLast(2).Select(change => (change.Segment, change.Reference, change.Entered)).ShouldBe([(0, 99, false), (1, 99, false)], ignoreOrder: true);
    }

    /// <summary>Two segments over a crowd, from when everybody is in the first of them.</summary>
    private sealed class Run
    {
        public Run(int accounts)
        {
            Data = new Crowd(accounts, Begin);
            Circuit = new LiveCircuit(Data, DateTimeZone.Utc, Begin, Changes.Add);
            Circuit.Define(
            [
                Segment("long", World.Sum(World.PageView, World.Seconds, CompareOp.GreaterOrEqual, 15, World.Last(7, TimeUnit.Day))),
                Segment("short", World.Sum(World.PageView, World.Seconds, CompareOp.GreaterOrEqual, 5, World.Last(7, TimeUnit.Day))),
            ]);
            Changes.Clear();
            Data.ReadTogether = 0;
        }

        public Crowd Data { get; }

        public LiveCircuit Circuit { get; }

        public List<LiveChange> Changes { get; } = [];

        private static SegmentPlan Segment(string name, BoundExpr where) => new(name, EntityKind.Account, where, null, []);
    }
}
