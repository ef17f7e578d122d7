using NodaTime;
using Strata.Language.Ast;
using Strata.Platform.Segments.Sizing;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Platform.Tests.Segments.Sizing;

public sealed class LadderTests
{
    [Fact]
    public void Numbers_are_round_and_the_one_written_is_among_them()
    {
        Ladder ladder = Numbers(537);

        ladder.Rungs[ladder.Written].Order.ShouldBe(537);
        ladder.Rungs.Select(rung => rung.Order).ShouldBe(ladder.Rungs.Select(rung => rung.Order).Order());
        new decimal[] { 0, 1, 99, 530, 540, 5000, 990_000 }.ShouldBeSubsetOf(ladder.Rungs.Select(rung => rung.Order));
        ladder.Rungs.ShouldNotContain(rung => rung.Order == 533 || rung.Order < 0);
    }

    [Fact]
    public void Numbers_between_are_as_round_as_they_can_be()
    {
        Ladder ladder = Numbers(500);

        ladder.Between(new Rung(510, null!), new Rung(520, null!))!.Order.ShouldBe(515);
        ladder.Between(new Rung(515, null!), new Rung(517, null!))!.Order.ShouldBe(516);
        ladder.Between(new Rung(515, null!), new Rung(516, null!)).ShouldBeNull();
        Numbers(0.5m).Between(new Rung(0.5m, null!), new Rung(0.51m, null!))!.Order.ShouldBe(0.505m);
    }

    [Fact]
    public void Below_zero_there_are_numbers_where_one_is_written() =>
        Numbers(-5).Rungs.Select(rung => rung.Order).ShouldContain(-40m);

    [Fact]
    public void Percentages_move_by_whole_ones() =>
        Ladder.OfNumbers(0.25m, 0, 1, number => new NumberLiteral(number, IsPercent: true), isPercent: true).Rungs.Select(rung => rung.Order * 100)
            .ShouldBe(Enumerable.Range(0, 101).Select(percent => (decimal)percent));

    [Fact]
    public void Durations_stay_with_the_calendar_where_they_are_written_so()
    {
        Ladder days = Ladder.OfDurations(new Duration(2, TimeUnit.Week));
        days.Rungs.Select(rung => rung.Node).OfType<Duration>().ShouldAllBe(duration => duration.IsFixed);
        days.Between(new Rung(30 * 1440, new Duration(30, TimeUnit.Day)), new Rung(45 * 1440, new Duration(45, TimeUnit.Day)))!.Node.ShouldBe(new Duration(38, TimeUnit.Day));

        Ladder months = Ladder.OfDurations(new Duration(1, TimeUnit.Quarter));
        months.Rungs[months.Written].Node.ShouldBe(new Duration(1, TimeUnit.Quarter));
        months.Rungs.ShouldContain(rung => rung.Node.Equals(new Duration(6, TimeUnit.Month)));
        months.Between(months.Rungs[^2], months.Rungs[^1]).ShouldBeNull();
    }

    [Fact]
    public void Moments_move_by_days()
    {
        Ladder ladder = Ladder.OfMoments(new DateLiteral(new LocalDate(2026, 3, 1)))!;

        ladder.Rungs[ladder.Written - 1].Node.ShouldBe(new DateLiteral(new LocalDate(2026, 2, 28)));
        ladder.Between(ladder.Rungs[ladder.Written - 1], ladder.Rungs[ladder.Written]).ShouldBeNull();
        Ladder.OfMoments(new DateLiteral(new LocalDate(9999, 12, 31)))!.Rungs.ShouldNotBeEmpty();
        Ladder.OfMoments(new DateLiteral(new LocalDate(1, 1, 1)))!.Rungs.ShouldNotBeEmpty();
        Ladder.OfMoments(new TextLiteral("x")).ShouldBeNull();
    }

    private static Ladder Numbers(decimal written) => Ladder.OfNumbers(written, decimal.MinValue, decimal.MaxValue, number => new NumberLiteral(number));
}
