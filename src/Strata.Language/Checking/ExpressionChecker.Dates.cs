using NodaTime;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;

namespace Strata.Language.Checking;

internal sealed partial class ExpressionChecker
{
    private BoundExpr? CheckDateWithin(DateWithinExpr within, Scope scope) => CheckDate(within.Value, within, scope, within.Next
        ? new InstantRange(new AsOfBound(null, 0, 1), new AsOfBound(within.Duration, 1))
        : new InstantRange(new AsOfBound(within.Duration, -1, 1), new AsOfBound(null, 0)));

    private BoundExpr? CheckDateAgo(DateAgoExpr ago, Scope scope) => CheckDate(ago.Value, ago, scope, ago.Before
        ? new InstantRange(null, new AsOfBound(ago.Duration, -1, -1))
        : new InstantRange(new AsOfBound(ago.Duration, -1, 1), null));

    private BoundExpr? CheckDateMoment(DateMomentExpr moment, Scope scope)
    {
        if (IsMoment(moment.Moment))
        {
            return CheckDate(moment.Value, moment, scope, RangeOf(moment.Before ? CompareOp.Less : CompareOp.Greater, moment.Moment));
        }

        CheckValue(moment.Value, scope);
        return Error<BoundExpr>("type", moment.Moment, "A date is expected here.", "Write a date such as 2026-01-31 or 2026-01-31T09:00:00Z.");
    }

    private BoundExpr? CheckDate(ValueExpr written, Node at, Scope scope, InstantRange range)
    {
        BoundValue? value = CheckValue(written, scope);
        if (value is null || value.Kind == ValueKind.Instant)
        {
            return value is null ? null : new BoundInstantIn(value, range);
        }

        return Error<BoundExpr>("type", at, $"{Capital(Describe(value))} is not a date.", $"Write {ExampleFor(value)}.");
    }

    private static bool IsMoment(Literal literal) => literal is DateLiteral or InstantLiteral or LocalDateTimeLiteral;

    /// <summary>The bound of a written moment; a bare date is its midnight in the workspace's zone.</summary>
    private static InstantBound Moment(Literal literal, long shift = 0) => literal switch
    {
        DateLiteral date => new LocalBound(date.Value.AtMidnight(), shift),
        LocalDateTimeLiteral local => new LocalBound(local.Value, shift),
        InstantLiteral instant => new FixedBound(Microseconds.FromInstant(instant.Value), shift),
        _ => throw new InvalidOperationException($"{literal.GetType().Name} is not a moment."),
    };

    /// <summary>The bound of a moment as the upper end of <c>between</c>: a bare date includes its whole day.</summary>
    private static InstantBound EndMoment(Literal literal) => literal switch
    {
        DateLiteral date when date.Value == LocalDate.MaxIsoValue => new FixedBound(Microseconds.Max),
        DateLiteral date => new LocalBound(date.Value.PlusDays(1).AtMidnight(), -1),
        _ => Moment(literal),
    };

    private InstantRange? CheckWindow(Window window)
    {
        switch (window)
        {
            case LastWindow last:
                return new(new AsOfBound(last.Duration, -1, 1), new AsOfBound(null, 0));
            case PreviousWindow previous:
                return new(new AsOfBound(previous.Duration, -2, 1), new AsOfBound(previous.Duration, -1));
            case ThisUnitWindow unit:
                return new(new UnitStartBound(unit.Unit, 0), new AsOfBound(null, 0));
            case PreviousUnitWindow unit:
                return new(new UnitStartBound(unit.Unit, -1), new UnitStartBound(unit.Unit, 0, -1));
            case SinceWindow since when IsMoment(since.From):
                return new(Moment(since.From), new AsOfBound(null, 0));
            case BetweenWindow between when IsMoment(between.From) && IsMoment(between.To):
                return new(Moment(between.From), EndMoment(between.To));
            case BeforeWindow before when IsMoment(before.Until):
                return new(null, Moment(before.Until, -1));
            case EverWindow:
                return InstantRange.Ever;
            case SinceWindow or BetweenWindow or BeforeWindow:
                return Error<InstantRange>("type", window, "The ends of a window are dates.", "Write a date such as 2026-01-31.");
            default:
                throw new InvalidOperationException($"Unknown window {window.GetType().Name}.");
        }
    }
}
