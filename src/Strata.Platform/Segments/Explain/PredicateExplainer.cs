using System.Globalization;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Syntax;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

/// <summary>Says of a predicate what the value is, what is missing and what would turn it.</summary>
internal sealed partial class PredicateExplainer(ExplainedInstant at)
{
    /// <summary>Explains a predicate that has the given truth for the row.</summary>
    public Predicate Explain(BoundExpr expression, DataRow row, bool isTrue)
    {
        // != and its like are the complement of a positive predicate, of which is spoken.
        (BoundExpr positive, bool holds) = expression is BoundNot not ? (not.Operand, !isTrue) : (expression, isTrue);
        return positive switch
        {
            BoundConstant => new("", null, null),
            BoundTextIn test => Become(test.Value, row, holds, TextsOf(positive, expression)),
            BoundTextMatch test => Become(test.Value, row, holds, $"a text that {Verb(test.Op)} \"{test.Pattern}\""),
            BoundTextEqual test => Compare(test.Left, CompareOp.Equal, test.Right, row, holds),
            BoundSetHas test => SetHas(test, row, holds),
            BoundBooleanIs test => Become(test.Value, row, holds, test.Expected ? "true" : "false"),
            BoundBooleanEqual test => Compare(test.Left, CompareOp.Equal, test.Right, row, holds),
            BoundKnown test => new(ActualOf(test.Value, row), null, holds ? $"{ValueText.Label(test.Value)} becomes unknown" : $"{ValueText.Label(test.Value)} becomes known"),
            BoundNumberCompare test => NumberCompare(test, expression, row, holds),
            BoundAnd { Operands: [BoundNumberCompare low, BoundNumberCompare high] } => NumberBetween(low, high, expression, row, holds),
            BoundOr or => Become(ValueOf(or.Operands[0]), row, holds, TextsOf(positive, expression)),
            BoundInstantIn test => InstantIn(test, row, holds),
            BoundInstantCompare test => Compare(test.Left, test.Op, test.Right, row, holds),
            BoundQuantified test => Quantified(test, row, holds),
            BoundInSegment => new("the contact has no account", null, "the contact comes to have an account"),
            BoundInList test => InList(test, holds),
            BoundTop test => Top(test, row, holds),
            BoundSample test => Sampled(test, row),
            _ => throw new InvalidOperationException($"Unknown predicate {positive.GetType().Name}."),
        };
    }

    private static BoundValue? ValueOf(BoundExpr test) => test switch
    {
        BoundTextIn text => text.Value,
        BoundNumberCompare number => number.Left,
        BoundInstantIn instant => instant.Value,
        BoundBooleanIs boolean => boolean.Value,
        _ => null,
    };

    private string ActualOf(BoundValue value, DataRow row, bool asPercent = false)
    {
        string text = ValueText.Of(at.Value(value, row), asPercent);
        string verb = at.Value(value, row) is { IsKnown: true, Kind: ValueKind.Set } ? "are" : "is";
        return value is BoundField or BoundSegmentation or BoundOwnerValue ? $"{ValueText.Label(value)} {verb} {text}" : $"the value is {text}";
    }

    private Predicate Become(BoundValue? value, DataRow row, bool holds, string wanted)
    {
        if (value is null)
        {
            return new("", null, null);
        }

        string label = ValueText.Label(value);
        return new(ActualOf(value, row), holds ? null : $"needs {wanted}", holds ? $"{label} becomes something else" : $"{label} becomes {wanted}", EvidenceOf(value, row));
    }

    /// <summary>The accepted values as they were written, else as they are compared.</summary>
    private static string TextsOf(BoundExpr positive, BoundExpr expression) => (expression.Origin.Node ?? positive.Origin.Node) switch
    {
        CompareExpr { Right: LiteralValue literal } => SegmentPrinter.Print(literal.Literal),
        InListExpr list => "one of " + string.Join(", ", list.Items.Select(SegmentPrinter.Print)),
        UnderExpr under => "one under " + string.Join(" or ", under.Items.Select(item => SegmentPrinter.Print(item))),
        _ when positive is BoundTextIn text => string.Join(" or ", text.Folded.Take(5).Select(item => $"\"{item}\"")),
        _ => "another value",
    };

    private static string Verb(TextMatchOp op) => op switch
    {
        TextMatchOp.Contains => "contains",
        TextMatchOp.StartsWith => "starts with",
        TextMatchOp.EndsWith => "ends with",
        _ => "matches",
    };

    private Predicate Compare(BoundValue left, CompareOp op, BoundValue right, DataRow row, bool holds)
    {
        string actual = $"{ActualOf(left, row)}, {ActualOf(right, row)}";
        string relation = op == CompareOp.Equal ? "equal to" : op is CompareOp.Less or CompareOp.LessOrEqual ? "less than" : "more than";
        string change = $"{ValueText.Label(left)} becomes {(holds ? "no longer " : "")}{relation} {ValueText.Label(right)}";
        return new(actual, null, change, EvidenceOf(left, row) ?? EvidenceOf(right, row));
    }

    private Predicate SetHas(BoundSetHas test, DataRow row, bool holds)
    {
        DataValue value = at.Value(test.Value, row);
        IReadOnlyList<string> present = value.IsKnown ? value.FoldedSet : [];
        var lacking = test.Groups.Where(group => !group.Any(item => present.Contains(item, StringComparer.Ordinal))).Select(group => $"\"{group[0]}\"").ToList();
        string label = ValueText.Label(test.Value);
        string missing = test.All ? $"lacks {string.Join(" and ", lacking)}" : $"has none of {string.Join(", ", lacking)}";
        var kept = test.Groups.Where(group => group.Any(item => present.Contains(item, StringComparer.Ordinal))).Select(group => $"\"{group[0]}\"").ToList();
        string loss = kept.Count == 1 ? kept[0] : test.All ? $"one of {string.Join(", ", kept)}" : string.Join(" and ", kept);
        string gain = test.All ? string.Join(" and ", lacking) : $"one of {string.Join(", ", lacking)}";
        return new(ActualOf(test.Value, row), holds ? null : missing, holds ? $"{label} loses {loss}" : $"{label} gains {gain}");
    }

    private Predicate InstantIn(BoundInstantIn test, DataRow row, bool holds)
    {
        DataValue value = at.Value(test.Value, row);
        (long first, long last) = test.Range.Resolve(at.AsOf);
        string label = ValueText.Label(test.Value);
        string range = (first, last) switch
        {
            (long.MinValue, _) => $"at or before {Microseconds.ToText(last)}",
            (_, long.MaxValue) => $"at or after {Microseconds.ToText(first)}",
            _ => $"from {Microseconds.ToText(first)} to {Microseconds.ToText(last)}",
        };
        string? missing = null;
        if (!holds)
        {
            string distance = !value.IsKnown ? "" : value.Instant < first
                ? $": {ValueText.Length(first - value.Instant)} too early"
                : $": {ValueText.Length(value.Instant - last)} too late";
            missing = $"needs an instant {range}{distance}";
        }

        return new(ActualOf(test.Value, row), missing, holds ? $"{label} is no longer {range}" : $"{label} becomes an instant {range}", EvidenceOf(test.Value, row));
    }

    private static Predicate InList(BoundInList test, bool holds)
    {
        string who = test.ThroughAccount ? "the account" : "it";
        return holds
            ? new($"{who} is on the list", null, $"{who} is taken off the list \"{test.ListName}\"")
            : new($"{who} is not on the list", null, $"{who} is put on the list \"{test.ListName}\"");
    }

    private Predicate Top(BoundTop test, DataRow row, bool holds)
    {
        DataValue value = at.Value(test.By, row);
        string actual = $"{ValueText.Label(test.By)} is {ValueText.Of(value)}";
        if (test.Among is not null && !at.IsTrue(test.Among, row))
        {
            return new("it is not among those ranked", null, $"it becomes one of those ranked: {ValueText.Label(test.Among)}");
        }

        string label = ValueText.Label(test.By);
        return new(actual, holds ? null : "its rank is past the limit", holds ? $"{label} falls, or others rise past it" : $"{label} rises, or others fall behind it");
    }

    private static Predicate Sampled(BoundSample test, DataRow row)
    {
        string drawn = (Index.Entity.SampleBucket.Of(test.Salt, row.Id) / 100m).ToString("0.##", CultureInfo.InvariantCulture);
        string limit = (test.Threshold / 100m).ToString("0.##", CultureInfo.InvariantCulture);
        return new($"its id draws {drawn}% with this salt", $"needs to draw less than {limit}%", null);
    }
}
