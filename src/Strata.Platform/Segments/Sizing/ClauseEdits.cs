using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Platform.Segments.Sizing;

internal sealed partial class EditFinder
{
    /// <summary>Finds what can be changed within one clause.</summary>
    /// <param name="finder">Gets the sites.</param>
    /// <param name="clause">The clause as written.</param>
    /// <param name="segment">The segment with another clause in its place.</param>
    private sealed class ClauseEdits(EditFinder finder, Expr clause, Func<Expr, Conditions> segment)
    {
        /// <summary>Looks at an expression of the clause.</summary>
        /// <param name="expression">The expression.</param>
        /// <param name="up">The clause with another expression in its place.</param>
        public void Literals(Expr expression, Func<Expr, Expr> up)
        {
            switch (expression)
            {
                case CompareExpr compare:
                    Compare(compare, up);
                    break;
                case BetweenExpr between:
                    Values(between.Value, changed => up(between with { Value = changed }));
                    Constant(between.Low, literal => up(between with { Low = literal }));
                    Constant(between.High, literal => up(between with { High = literal }));
                    break;
                case InListExpr list:
                    Values(list.Value, changed => up(list with { Value = changed }));
                    Items(list.Items, items => up(list with { Items = items }));
                    break;
                case UnderExpr under:
                    Items(under.Items, items => up(under with { Items = items }));
                    Broaden(under, up);
                    break;
                case HasExpr has:
                    Items(has.Items, items => up(has with { Items = items }));
                    break;
                case TextMatchExpr match:
                    Values(match.Value, changed => up(match with { Value = changed }));
                    break;
                case KnownExpr known:
                    Values(known.Value, changed => up(known with { Value = changed }));
                    break;
                case DateWithinExpr within:
                    Values(within.Value, changed => up(within with { Value = changed }));
                    Length(within.Duration, duration => up(within with { Duration = duration }));
                    break;
                case DateMomentExpr moment:
                    Values(moment.Value, changed => up(moment with { Value = changed }));
                    Constant(moment.Moment, literal => up(moment with { Moment = literal }));
                    break;
                case DateAgoExpr ago:
                    Values(ago.Value, changed => up(ago with { Value = changed }));
                    Length(ago.Duration, duration => up(ago with { Duration = duration }));
                    break;
                case QuantifiedExpr quantified:
                    Quantified(quantified, up);
                    break;
                case TopExpr top:
                    Top(top, up);
                    break;
                case SampleExpr sample:
                    Number(sample.Percent, 0.01m, 100, percent => up(sample with { Percent = Math.Round(percent, 2) }));
                    break;
                case AndExpr or OrExpr or NotExpr:
                    Nested(expression, changed => changed is null ? null : up(changed));
                    break;
                case BooleanExpr or MembershipExpr:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}.");
            }
        }

        private void Compare(CompareExpr compare, Func<Expr, Expr> up)
        {
            Values(compare.Left, changed => up(compare with { Left = changed }));
            Values(compare.Right, changed => up(compare with { Right = changed }));
            bool isLeft = compare.Left is LiteralValue;
            if ((isLeft ? compare.Left : compare.Right) is not LiteralValue { Literal: (not TextLiteral) and (not BooleanLiteral) } literal)
            {
                return;
            }

            switch (compare.Op)
            {
                case CompareOp.Equal:
                    foreach (CompareOp wider in (CompareOp[])[CompareOp.GreaterOrEqual, CompareOp.LessOrEqual])
                    {
                        Single(up(compare with { Op = wider }), Widening);
                    }

                    break;
                case CompareOp.NotEqual:
                    break;
                default:
                    bool isCount = (isLeft ? compare.Right : compare.Left) is AggregateValue { Function: AggregateFunction.Count or AggregateFunction.Distinct };
                    Constant(
                        literal.Literal,
                        changed => up(isLeft ? compare with { Left = new LiteralValue(changed) } : compare with { Right = new LiteralValue(changed) }),
                        isCount ? compare.Op == (isLeft ? CompareOp.Less : CompareOp.Greater) ? 0 : 1 : null);
                    break;
            }
        }

        private void Quantified(QuantifiedExpr quantified, Func<Expr, Expr> up)
        {
            Where(quantified.Where, where => up(quantified with { Where = where }));
            for (int at = 0; at < quantified.Steps.Count; at++)
            {
                int part = at;
                SequenceStep step = quantified.Steps[part];
                Expr Changed(SequenceStep changed) => up(quantified with { Steps = Replaced(quantified.Steps, part, changed) });
                Where(step.Where, where => Changed(step with { Where = where }));
                Length(step.Within, within => Changed(step with { Within = within }));
            }

            Window(quantified.Window, window => up(quantified with { Window = window }));
        }

        private void Top(TopExpr top, Func<Expr, Expr> up)
        {
            Number(top.Limit, top.IsPercent ? 0.01m : 1, top.IsPercent ? 100 : decimal.MaxValue, limit => up(top with { Limit = limit }));
            Values(top.By, by => up(top with { By = by }));
            Where(top.Among, among => up(top with { Among = among }));
        }

        private void Values(ValueExpr value, Func<ValueExpr, Expr> up)
        {
            switch (value)
            {
                case AggregateValue aggregate:
                    Where(aggregate.Where, where => up(aggregate with { Where = where }));
                    Window(aggregate.Window, window => up(aggregate with { Window = window }));
                    break;
                case ArithmeticValue arithmetic:
                    Values(arithmetic.Left, left => up(arithmetic with { Left = left }));
                    Values(arithmetic.Right, right => up(arithmetic with { Right = right }));
                    break;
                case TrendValue trend:
                    Values(trend.Value, inner => up(trend with { Value = inner }));
                    Length(trend.Duration, duration => up(trend with { Duration = duration }));
                    break;
                case PathValue or LiteralValue:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown value {value.GetType().Name}.");
            }
        }

        private void Window(Window? window, Func<Window, Expr> up)
        {
            switch (window)
            {
                case LastWindow last:
                    Length(last.Duration, duration => up(last with { Duration = duration }));
                    break;
                case PreviousWindow previous:
                    Length(previous.Duration, duration => up(previous with { Duration = duration }));
                    break;
                case SinceWindow since:
                    Constant(since.From, literal => up(since with { From = literal }));
                    break;
                case BeforeWindow before:
                    Constant(before.Until, literal => up(before with { Until = literal }));
                    break;
                case BetweenWindow between:
                    Constant(between.From, literal => up(between with { From = literal }));
                    Constant(between.To, literal => up(between with { To = literal }));
                    break;
                case null or ThisUnitWindow or PreviousUnitWindow or EverWindow:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown window {window.GetType().Name}.");
            }
        }

        /// <summary>The condition of a source: it can be dropped as a whole, and so can its parts.</summary>
        private void Where(Expr? where, Func<Expr?, Expr> up)
        {
            if (where is not null)
            {
                Single(up(null), DroppingAClause);
                Nested(where, up);
            }
        }

        /// <summary>Conditions within the clause.</summary>
        private void Nested(Expr expression, Func<Expr?, Expr?> up)
        {
            switch (expression)
            {
                case AndExpr or OrExpr:
                    EquatableList<Expr> operands = expression is AndExpr and ? and.Operands : ((OrExpr)expression).Operands;
                    for (int at = 0; at < operands.Count; at++)
                    {
                        int part = at;
                        Expr? Above(Expr? changed) => up(Joined(expression, Replaced(operands, part, changed)));
                        if (Above(null) is { } without)
                        {
                            Single(without, DroppingAClause);
                        }

                        Nested(operands[part], Above);
                    }

                    break;
                case NotExpr not:
                    Nested(not.Operand, changed => changed is null ? null : up(new NotExpr(changed)));
                    break;
                default:
                    Literals(expression, changed => up(changed)!);
                    break;
            }
        }

        private void Items<T>(EquatableList<T> items, Func<EquatableList<T>, Expr> up)
            where T : class
        {
            for (int at = 0; items.Count > 1 && at < items.Count; at++)
            {
                Single(up(Replaced(items, at, null)), DroppingAValue);
            }
        }

        private void Broaden(UnderExpr under, Func<Expr, Expr> up)
        {
            for (int at = 0; at < under.Items.Count; at++)
            {
                if (finder._broader(under.Value, under.Items[at]) is { } above)
                {
                    Single(up(under with { Items = Replaced(under.Items, at, above) }), Widening);
                }
            }
        }

        private void Constant(Literal literal, Func<Literal, Expr> up, decimal? least = null)
        {
            if (literal is NumberLiteral number)
            {
                Add(
                    Ladder.OfNumbers(number.Value, least ?? decimal.MinValue, decimal.MaxValue, value => number with { Value = value, Span = default }, number.IsPercent),
                    rung => up((Literal)rung.Node));
            }
            else if (Ladder.OfMoments(literal) is { } moments)
            {
                Add(moments, rung => up((Literal)rung.Node));
            }
        }

        private void Number(decimal written, decimal least, decimal most, Func<decimal, Expr> up) =>
            Add(Ladder.OfNumbers(written, least, most, value => new NumberLiteral(value)), rung => up(((NumberLiteral)rung.Node).Value));

        private void Length(Duration written, Func<Duration, Expr> up) => Add(Ladder.OfDurations(written), rung => up((Duration)rung.Node));

        private void Add(Ladder ladder, Func<Rung, Expr> up) =>
            finder._sites.Add(new ConstantSite(clause, ladder, rung =>
            {
                Expr changed = up(rung);
                return new Edited(segment(changed), changed);
            }));

        private void Single(Expr changed, double distance) => finder._sites.Add(new SingleSite(clause, new Edited(segment(changed), changed), distance));
    }
}
