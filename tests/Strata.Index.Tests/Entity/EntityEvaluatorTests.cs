using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using static Strata.Index.Tests.Entity.World;

namespace Strata.Index.Tests.Entity;

public class EntityEvaluatorTests
{
    private static readonly AsOf Now = Utc("2026-11-22T00:00:00Z");

    [Fact]
    public void A_field_holds_between_its_observations_and_the_first_speaks_for_the_past()
    {
        World world = new World().Know(Employees, ("2026-01-01T00:00:00Z", Number(100)), ("2026-06-01T00:00:00Z", Number(600)), ("2026-12-01T00:00:00Z", Number(50)));
        var large = new BoundNumberCompare(new BoundField(AccountType, Employees, FieldOwner.Self), CompareOp.GreaterOrEqual, new BoundNumber(500));

        world.Evaluate(large, Now).ShouldBe(new Truth(true, At("2026-06-01T00:00:00Z"), At("2026-12-01T00:00:00Z")));
        world.Evaluate(large, Utc("2025-01-01T00:00:00Z")).ShouldBe(new Truth(false, long.MinValue, At("2026-06-01T00:00:00Z")));
        world.Evaluate(new BoundNot(large), Now).Value.ShouldBeFalse();
    }

    [Fact]
    public void A_missing_value_compares_as_false_for_ever()
    {
        var test = new BoundTextIn(new BoundField(AccountType, Industry, FieldOwner.Self), ["saas"]);
        new World().Evaluate(test, Now).ShouldBe(new Truth(false, long.MinValue, long.MaxValue));
        new World().Evaluate(new BoundNot(test), Now).ShouldBe(new Truth(true, long.MinValue, long.MaxValue));
    }

    [Fact]
    public void An_event_is_in_its_window_from_its_instant_until_exactly_the_length_later()
    {
        World world = new World().View("2026-11-01T10:00:00Z");
        BoundExpr recently = Any(PageView, window: Last(30, TimeUnit.Day));

        world.Evaluate(recently, Now).ShouldBe(new Truth(true, At("2026-11-01T10:00:00Z"), At("2026-12-01T10:00:00Z")));
        world.Evaluate(recently, Utc("2026-12-01T10:00:00Z")).ShouldBe(new Truth(false, At("2026-12-01T10:00:00Z"), long.MaxValue));
        world.Evaluate(recently, Utc("2026-10-01T00:00:00Z")).ShouldBe(new Truth(false, long.MinValue, At("2026-11-01T10:00:00Z")));
    }

    [Fact]
    public void At_least_two_holds_until_the_second_most_recent_leaves()
    {
        World world = new World().View("2026-11-01T00:00:00Z").View("2026-11-05T00:00:00Z").View("2026-11-20T00:00:00Z").View("2026-12-03T00:00:00Z");

        world.Evaluate(Count(PageView, CompareOp.GreaterOrEqual, 2, Last(30, TimeUnit.Day)), Now)
            .ShouldBe(new Truth(true, At("2026-11-05T00:00:00Z"), At("2026-12-20T00:00:00Z")));
        world.Evaluate(Count(PageView, CompareOp.Equal, 3, Last(30, TimeUnit.Day)), Now)
            .ShouldBe(new Truth(true, At("2026-11-20T00:00:00Z"), At("2026-12-01T00:00:00Z")));
    }

    [Fact]
    public void A_sum_keeps_its_truth_through_events_that_leave()
    {
        World world = new World().View("2026-11-01T00:00:00Z", seconds: 1).View("2026-11-05T00:00:00Z", seconds: 50).View("2026-11-10T00:00:00Z", seconds: 1);

        world.Evaluate(Sum(PageView, Seconds, CompareOp.Greater, 40, Last(30, TimeUnit.Day)), Now)
            .ShouldBe(new Truth(true, At("2026-11-05T00:00:00Z"), At("2026-12-05T00:00:00Z")));
    }

    [Fact]
    public void An_event_of_a_day_leaves_at_midnight()
    {
        World world = new World().View("2026-11-22T08:00:00Z");
        var today = new InstantRange(new UnitStartBound(TimeUnit.Day, 0), new AsOfBound(null, 0));

        world.Evaluate(Any(PageView, window: today), Utc("2026-11-22T09:00:00Z"))
            .ShouldBe(new Truth(true, At("2026-11-22T08:00:00Z"), At("2026-11-23T00:00:00Z")));
    }

    [Fact]
    public void A_date_passes_the_bounds_of_its_comparison()
    {
        World world = new World().Know(RenewalDate, DataValue.OfInstant(At("2027-01-01T00:00:00Z")));
        var soon = new InstantRange(new AsOfBound(null, 0, 1), new AsOfBound(new Duration(90, TimeUnit.Day), 1));

        world.Evaluate(new BoundInstantIn(new BoundField(AccountType, RenewalDate, FieldOwner.Self), soon), Now)
            .ShouldBe(new Truth(true, At("2026-10-03T00:00:00Z"), At("2027-01-01T00:00:00Z")));
    }

    [Fact]
    public void An_absence_is_known_once_its_time_has_passed()
    {
        World world = new World().Event(Form, "2026-11-21T23:50:00Z").View("2026-11-22T00:10:00Z");
        BoundExpr abandoned = Any(Form, null, Last(14, TimeUnit.Day), new BoundStep(true, Of(PageView), PageIs("demo"), 30 * 60 * Microseconds.PerSecond));

        world.Evaluate(abandoned, Now).ShouldBe(new Truth(false, long.MinValue, At("2026-11-22T00:20:00Z")));
        world.Evaluate(abandoned, Utc("2026-11-22T00:20:00Z")).ShouldBe(new Truth(true, At("2026-11-22T00:20:00Z"), At("2026-12-05T23:50:00Z")));
        world.View("2026-11-22T00:20:00Z", "demo");
        world.Evaluate(abandoned, Utc("2026-11-22T00:20:00Z")).ShouldBe(new Truth(false, long.MinValue, long.MaxValue));
    }

    [Fact]
    public void A_sequence_holds_if_any_chain_does()
    {
        World world = new World()
            .View("2026-11-01T00:00:00Z", "a").View("2026-11-02T00:00:00Z", "b").View("2026-11-02T12:00:00Z", "c").View("2026-11-03T00:00:00Z", "b");
        BoundExpr chain = Any(
            PageView,
            PageIs("a"),
            null,
            new BoundStep(false, Of(PageView), PageIs("b"), 2 * Microseconds.PerDay),
            new BoundStep(true, Of(PageView), PageIs("c"), 3 * Microseconds.PerDay));

        world.Evaluate(chain, Now).ShouldBe(new Truth(true, At("2026-11-06T00:00:00Z"), long.MaxValue));
    }

    [Fact]
    public void A_contact_counts_for_the_account_it_belonged_to()
    {
        var moved = new History<long?>([new(At("2026-01-01T00:00:00Z"), 0L), new(At("2026-12-01T00:00:00Z"), 7L)]);
        World world = new World().Person("VP", moved);

        world.Evaluate(Any(ContactType), Now).ShouldBe(new Truth(true, long.MinValue, At("2026-12-01T00:00:00Z")));
    }

    [Fact]
    public void An_opportunity_is_open_before_it_closes_and_absent_before_it_begins()
    {
        World world = new World().Opportunity(new()
        {
            ["created_at"] = new(DataValue.OfInstant(At("2026-01-01T00:00:00Z"))),
            ["closed_at"] = new(DataValue.OfInstant(At("2026-10-01T00:00:00Z"))),
            ["is_closed"] = new(DataValue.OfBoolean(true)),
            ["is_won"] = new(DataValue.OfBoolean(true)),
            ["stage"] = new(Text("Won")),
        });
        var won = new BoundBooleanIs(new BoundField(Opportunities, IsWon, FieldOwner.Self), true);
        var stageKnown = new BoundKnown(new BoundField(Opportunities, Stage, FieldOwner.Self));

        world.Evaluate(Any(Opportunities, won), Now).ShouldBe(new Truth(true, At("2026-10-01T00:00:00Z"), long.MaxValue));
        world.Evaluate(Any(Opportunities, new BoundNot(won)), Utc("2026-05-01T00:00:00Z"))
            .ShouldBe(new Truth(true, At("2026-01-01T00:00:00Z"), At("2026-10-01T00:00:00Z")));
        world.Evaluate(Any(Opportunities, stageKnown), Utc("2026-05-01T00:00:00Z")).Value.ShouldBeFalse();
    }

    [Fact]
    public void A_rank_is_known_at_its_instant_only()
    {
        var top = new BoundTop(EntityKind.Account, 3, null, new BoundField(AccountType, Employees, FieldOwner.Self), null, null);
        World world = new World { InTop = true }.View("2026-11-01T00:00:00Z");

        Truth rank = world.Evaluate(new BoundAnd([top, Any(PageView)]), Now);
        (rank.Value, rank.SinceIsExact, rank.UntilIsExact).ShouldBe((true, false, false));
        world.Evaluate(new BoundOr([top, Any(PageView)]), Now).Until.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void A_sample_follows_the_digest_of_salt_and_id()
    {
        // MD5("s:a0") starts with the eight digits below, computed with md5sum.
        World world = new();
        world.Evaluate(new BoundSample("s", Digest + 1), Now).Value.ShouldBeTrue();
        world.Evaluate(new BoundSample("s", Digest), Now).Value.ShouldBeFalse();
    }

    private const int Digest = 3896;

    [Fact]
    public void The_rows_that_matched_are_given_in_order()
    {
        World world = new World().View("2026-11-02T00:00:00Z", "b").View("2026-11-01T00:00:00Z", "b").View("2026-11-03T00:00:00Z", "c");
        world.Evaluator.Matching(Of(PageView), PageIs("b"), [], InstantRange.Ever, world.Entity, Now)
            .Select(row => row.Id).ShouldBe(["e1", "e0"]);
    }
}
