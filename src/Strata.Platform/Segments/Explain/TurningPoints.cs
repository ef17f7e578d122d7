using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Syntax;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

/// <summary>Says from when until when an answer holds, and what happens at either end.</summary>
internal sealed class TurningPoints(ExplainedInstant at)
{
    private const int MostReasons = 3;

    /// <summary>The period around T in which the expression keeps its truth.</summary>
    public Holding HoldingOf(BoundExpr expression, DataRow row)
    {
        Truth truth = at.Truth(expression, row);
        bool bounded = truth.SinceIsExact && truth.UntilIsExact;
        (string? since, string? sinceWhy) = Edge(expression, row, truth.Since, truth.SinceIsExact);
        (string? until, string? untilWhy) = Edge(expression, row, truth.Until, truth.UntilIsExact);
        return new Holding(since, sinceWhy, until, untilWhy, !bounded);
    }

    private (string? Instant, string? Why) Edge(BoundExpr expression, DataRow row, long edge, bool isExact)
    {
        if (!isExact || edge is long.MinValue or long.MaxValue)
        {
            return (null, null);
        }

        List<string> reasons = [.. Reasons(expression, row, edge).Distinct(StringComparer.Ordinal)];
        string? why = reasons.Count == 0 ? null : string.Join("; ", reasons.Take(MostReasons)) + (reasons.Count > MostReasons ? "; …" : "");
        return (Microseconds.ToText(edge), why);
    }

    /// <summary>What happens at an instant that turns the expression.</summary>
    private IEnumerable<string> Reasons(BoundExpr expression, DataRow row, long edge)
    {
        ExplainedInstant before = at.At(edge - 1), then = at.At(edge);
        if (before.IsTrue(expression, row) == then.IsTrue(expression, row))
        {
            return [];
        }

        return expression switch
        {
            BoundAnd and => and.Operands.SelectMany(operand => Reasons(operand, row, edge)),
            BoundOr or => or.Operands.SelectMany(operand => Reasons(operand, row, edge)),
            BoundNot not => Reasons(not.Operand, row, edge),
            BoundInSegment member when then.SegmentEntity(member, row) is { } entity => Reasons(member.Segment.Membership, entity, edge),
            BoundQuantified quantified => Changed(instant => Deciding(quantified, row, instant), quantified.Window, edge),
            _ => BoundTree.Tested(expression).SelectMany(value => Changed(value, row, edge)).DefaultIfEmpty(Passes(expression, row, edge)),
        };
    }

    private IEnumerable<string> Changed(BoundValue value, DataRow row, long edge)
    {
        ExplainedInstant before = at.At(edge - 1), then = at.At(edge);
        if (before.Value(value, row) == then.Value(value, row))
        {
            return [];
        }

        return value switch
        {
            BoundArithmetic arithmetic => Changed(arithmetic.Left, row, edge).Concat(Changed(arithmetic.Right, row, edge)),
            BoundAggregate aggregate => Changed(
                instant => instant.Matching(aggregate.Source, aggregate.Where, [], aggregate.Window, row), aggregate.Window, edge),
            _ => [$"{ValueText.Label(value)} becomes {ValueText.Of(then.Value(value, row))}"],
        };
    }

    /// <summary>The rows that decide: of <c>any</c> those that match, of <c>every</c> those that do not.</summary>
    private static IReadOnlyList<DataRow> Deciding(BoundQuantified test, DataRow row, ExplainedInstant instant)
    {
        IReadOnlyList<DataRow> matching = instant.Matching(test.Source, test.Where, test.Steps, test.Window, row);
        return test.Every
            ? [.. instant.Matching(test.Source, null, [], test.Window, row).Except(matching, RowIdentity.Instance)]
            : matching;
    }

    /// <summary>The rows that come to count, or cease to.</summary>
    private IEnumerable<string> Changed(Func<ExplainedInstant, IReadOnlyList<DataRow>> rowsAt, InstantRange? window, long edge)
    {
        IReadOnlyList<DataRow> before = rowsAt(at.At(edge - 1)), then = rowsAt(at.At(edge));
        foreach (DataRow come in then.Except(before, RowIdentity.Instance))
        {
            yield return come switch
            {
                EventRow happened when happened.Instant == edge => $"{RowNames.Of(come)} happens",
                EventRow => $"{RowNames.Of(come)} comes to count",
                _ when Begins(come, edge) => $"{RowNames.Of(come)} begins",
                _ => $"{RowNames.Of(come)} comes to match",
            };
        }

        foreach (DataRow gone in before.Except(then, RowIdentity.Instance))
        {
            yield return gone is EventRow ? $"{RowNames.Of(gone)} {Leaving(window)}" : $"{RowNames.Of(gone)} no longer matches";
        }
    }

    private static string Leaving(InstantRange? window) => window?.Lower switch
    {
        AsOfBound { Duration: { } length } => $"leaves the window of {SegmentPrinter.Print(length)}",
        UnitStartBound unit => $"leaves as a new {unit.Unit.ToString().ToLowerInvariant()} begins",
        _ => "no longer counts",
    };

    /// <summary>True where the row of a collection exists from that instant on.</summary>
    private static bool Begins(DataRow row, long edge) =>
        row is StateRow state && row.Type.StartField is { } start && state.Field(start) is { Newest.IsKnown: true } known && known.AsOf(edge).Instant == edge;

    /// <summary>A date that stays what it is, and time moves past it.</summary>
    private string Passes(BoundExpr expression, DataRow row, long edge) =>
        expression is BoundInstantIn test && at.At(edge).Value(test.Value, row) is { IsKnown: true } date
            ? $"{ValueText.Label(test.Value)} {Microseconds.ToText(date.Instant)} {(at.At(edge).IsTrue(expression, row) ? "comes within reach" : "passes")}"
            : "time passes";

    /// <summary>Rows are the same when they are of one type and have one key.</summary>
    private sealed class RowIdentity : IEqualityComparer<DataRow>
    {
        public static RowIdentity Instance { get; } = new();

        public bool Equals(DataRow? x, DataRow? y) =>
            x is not null && y is not null && ReferenceEquals(x.Type, y.Type) && string.Equals(x.Id, y.Id, StringComparison.Ordinal);

        public int GetHashCode(DataRow obj) => StringComparer.Ordinal.GetHashCode(obj.Id);
    }
}
