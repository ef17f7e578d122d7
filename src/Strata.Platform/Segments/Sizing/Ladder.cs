using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Platform.Segments.Sizing;

/// <summary>A value that could stand in place of a constant.</summary>
/// <param name="Order">Where it stands among the others.</param>
/// <param name="Node">The constant: a <see cref="Literal"/> or a <see cref="Duration"/>.</param>
internal sealed record Rung(decimal Order, Node Node);

/// <summary>The values that could stand in place of a constant, round ones first and finer ones between them.</summary>
internal abstract class Ladder
{
    private const decimal Reach = 10_000;

    /// <summary>The round values and the one written, ascending.</summary>
    public required IReadOnlyList<Rung> Rungs { get; init; }

    /// <summary>Where the one written stands.</summary>
    public required int Written { get; init; }

    /// <summary>A value between two, as round as possible; null where there is none.</summary>
    public abstract Rung? Between(Rung low, Rung high);

    /// <summary>How gentle a change to that value is: 0 for none.</summary>
    public virtual double Distance(Rung rung)
    {
        double from = (double)Rungs[Written].Order, to = (double)rung.Order;
        return from > 0 && to > 0 ? Math.Abs(Math.Log(to / from)) : 1 + Math.Abs(from - to) / Math.Max(1, Math.Abs(from) + Math.Abs(to));
    }

    /// <summary>Numbers with two digits that count, up to ten thousand times the one written.</summary>
    /// <param name="written">The number written.</param>
    /// <param name="least">The least that makes sense.</param>
    /// <param name="most">The greatest that makes sense.</param>
    /// <param name="node">The constant for a number.</param>
    /// <param name="isPercent">True where the number is written as a percentage.</param>
    public static Ladder OfNumbers(decimal written, decimal least, decimal most, Func<decimal, Node> node, bool isPercent = false)
    {
        decimal unit = isPercent ? 0.01m : 1;
        decimal grain = written % unit == 0 ? unit : 0.0001m;
        var numbers = new SortedSet<decimal> { written, 0 };
        decimal size = Math.Max(Math.Abs(written), grain);
        for (decimal power = grain; power <= size * Reach; power *= 10)
        {
            for (int digits = 1; digits < 100; digits++)
            {
                numbers.Add(digits * power);
                if (written <= 0)
                {
                    numbers.Add(-digits * power);
                }
            }
        }

        numbers.RemoveWhere(number => number != written && (number < least || number > most || Math.Abs(number) >= SyntaxLimits.NumberBound));
        Rung[] rungs = [.. numbers.Select(number => new Rung(number, node(number)))];
        return new NumberLadder(grain, node) { Rungs = rungs, Written = Array.FindIndex(rungs, rung => rung.Order == written) };
    }

    /// <summary>Lengths of time that people use, in the unit written and those below it.</summary>
    /// <param name="written">The length written.</param>
    public static Ladder OfDurations(Duration written)
    {
        bool calendar = !written.IsFixed;
        IEnumerable<Duration> round = calendar
            ? [.. Of(TimeUnit.Day, 1, 2, 3, 5, 7, 10, 14, 21), .. Of(TimeUnit.Month, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 24, 30, 36, 48, 60, 84, 120)]
            :
            [
                .. Of(TimeUnit.Minute, 1, 2, 5, 10, 15, 20, 30, 45),
                .. Of(TimeUnit.Hour, 1, 2, 3, 4, 6, 8, 12, 18),
                .. Of(TimeUnit.Day, 1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 270, 365, 540, 730, 1095, 1825),
            ];
        Rung[] rungs = [.. round
            .Where(duration => Minutes(duration) != Minutes(written))
            .Append(written)
            .Select(duration => new Rung(Minutes(duration), duration))
            .OrderBy(rung => rung.Order)];
        return new DurationLadder { Rungs = rungs, Written = Array.FindIndex(rungs, rung => ReferenceEquals(rung.Node, written)) };
    }

    /// <summary>Days before and after a moment, further apart the farther they are.</summary>
    /// <param name="moment">The moment written.</param>
    public static Ladder? OfMoments(Literal moment)
    {
        Func<int, Literal>? plusDays = moment switch
        {
            DateLiteral date => days => new DateLiteral(date.Value.PlusDays(days)),
            LocalDateTimeLiteral local => days => new LocalDateTimeLiteral(local.Value.PlusDays(days)),
            InstantLiteral instant => days => new InstantLiteral(instant.Value + NodaTime.Duration.FromDays(days)),
            _ => null,
        };
        if (plusDays is null)
        {
            return null;
        }

        int[] offsets = [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 270, 365, 540, 730, 1095, 1825, 3650];
        int year = moment switch
        {
            DateLiteral date => date.Value.Year,
            LocalDateTimeLiteral local => local.Value.Year,
            InstantLiteral instant => instant.Value.InUtc().Year,
            _ => 0,
        };
        int[] days = [.. offsets.Select(offset => -offset).Reverse().Append(0).Concat(offsets).Where(offset => year + (offset / 365) is > 11 and < 9988)];
        Rung[] rungs = days.Length == 0 ? [new Rung(0, moment)] : [.. days.Select(offset => new Rung(offset, offset == 0 ? moment : plusDays(offset)))];
        return new MomentLadder(plusDays) { Rungs = rungs, Written = Array.FindIndex(rungs, rung => rung.Order == 0) };
    }

    private static IEnumerable<Duration> Of(TimeUnit unit, params IEnumerable<int> counts) => counts.Select(count => new Duration(count, unit));

    private static decimal Minutes(Duration duration) => duration.Count * duration.Unit switch
    {
        TimeUnit.Minute => 1m,
        TimeUnit.Hour => 60,
        TimeUnit.Day => 1440,
        TimeUnit.Week => 7 * 1440,
        TimeUnit.Month => 30.4375m * 1440,
        TimeUnit.Quarter => 3 * 30.4375m * 1440,
        _ => 365.25m * 1440,
    };

    private sealed class NumberLadder(decimal grain, Func<decimal, Node> node) : Ladder
    {
        public override Rung? Between(Rung low, Rung high)
        {
            decimal power = grain;
            while (power * 10 < high.Order - low.Order)
            {
                power *= 10;
            }

            for (; power >= grain; power /= 10)
            {
                decimal middle = Math.Round((low.Order + high.Order) / 2 / power) * power;
                if (middle > low.Order && middle < high.Order)
                {
                    return new Rung(middle, node(middle));
                }
            }

            return null;
        }
    }

    private sealed class DurationLadder : Ladder
    {
        /// <summary>Whole days between days, whole hours between hours; nothing between calendar steps, whose lengths vary.</summary>
        public override Rung? Between(Rung low, Rung high)
        {
            if (low.Node is not Duration { IsFixed: true } || high.Node is not Duration { IsFixed: true })
            {
                return null;
            }

            (decimal size, TimeUnit unit) = low.Order >= 1440 ? (1440m, TimeUnit.Day) : low.Order >= 60 ? (60m, TimeUnit.Hour) : (1m, TimeUnit.Minute);
            decimal middle = Math.Round((low.Order + high.Order) / 2 / size) * size;
            return middle > low.Order && middle < high.Order ? new Rung(middle, new Duration((int)(middle / size), unit)) : null;
        }
    }

    private sealed class MomentLadder(Func<int, Literal> plusDays) : Ladder
    {
        private const double DaysOfALargeChange = 90;

        public override Rung? Between(Rung low, Rung high)
        {
            decimal middle = Math.Truncate((low.Order + high.Order) / 2);
            return middle > low.Order && middle < high.Order ? new Rung(middle, plusDays((int)middle)) : null;
        }

        public override double Distance(Rung rung) => Math.Log(1 + (Math.Abs((double)rung.Order) / DaysOfALargeChange));
    }
}
