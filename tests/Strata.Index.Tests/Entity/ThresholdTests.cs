using System.Globalization;
using Strata.Index.Entity;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;
using static Strata.Index.Tests.Entity.World;

namespace Strata.Index.Tests.Entity;

/// <summary>Aggregates against a constant, on an entity with many events.</summary>
public class ThresholdTests
{
    private const int Events = 5_000;
    private static readonly AsOf Now = Utc("2026-11-22T00:00:00Z");

    [Fact]
    public void A_busy_entity_is_followed_to_the_exact_end()
    {
        World world = Busy();
        long last = Now.Instant - Microseconds.PerSecond;
        long LeavesAt(int fromTheLast) => last - (fromTheLast * 60 * Microseconds.PerSecond) + (30 * Microseconds.PerDay);

        world.Evaluate(Count(PageView, CompareOp.GreaterOrEqual, 10, Last(30, TimeUnit.Day)), Now).Until.ShouldBe(LeavesAt(9));
        world.Evaluate(Sum(PageView, Seconds, CompareOp.Greater, 20, Last(30, TimeUnit.Day)), Now).Until.ShouldBe(LeavesAt(10));
        world.Evaluate(LastBefore(), Now).ShouldBe(new Truth(false, long.MinValue, LeavesAt(0)));
    }

    [Fact]
    public void Negative_shares_may_spare_what_positive_ones_take()
    {
        World world = new World().View("2026-11-01T00:00:00Z", seconds: -5).View("2026-11-02T00:00:00Z", seconds: 3).View("2026-11-10T00:00:00Z", seconds: 4);

        world.Evaluate(Sum(PageView, Seconds, CompareOp.GreaterOrEqual, 4, Last(30, TimeUnit.Day)), Now)
            .ShouldBe(new Truth(false, long.MinValue, At("2026-12-01T00:00:00Z")));
        world.Evaluate(Sum(PageView, Seconds, CompareOp.Equal, 7, Last(30, TimeUnit.Day)), Utc("2026-12-01T00:00:00Z"))
            .ShouldBe(new Truth(true, At("2026-12-01T00:00:00Z"), At("2026-12-02T00:00:00Z")));
    }

    private static BoundInstantIn LastBefore() => new(
        new BoundAggregate(AggregateFunction.Max, Of(PageView), new BoundEventInstant(), null, InstantRange.Ever, ValueKind.Instant),
        new InstantRange(null, new AsOfBound(new Duration(30, TimeUnit.Day), -1, 0)));

    private static World Busy()
    {
        var world = new World();
        for (int i = 0; i < Events; i++)
        {
            string at = Microseconds.ToText(Now.Instant - Microseconds.PerSecond - (i * 60L * Microseconds.PerSecond)).ToString(CultureInfo.InvariantCulture);
            world.View(at, seconds: 2);
        }

        return world;
    }
}
