using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Language.Checking;

internal sealed partial class ExpressionChecker
{
    private BoundExpr? CheckCompare(CompareExpr compare, Scope scope)
    {
        if (compare.Left is LiteralValue && compare.Right is not LiteralValue)
        {
            return CheckCompare(compare with { Left = compare.Right, Op = Mirrored(compare.Op), Right = compare.Left }, scope);
        }

        BoundValue? left = CheckValue(compare.Left, scope);
        if (compare.Right is LiteralValue { Literal: var literal })
        {
            return left is null ? null : Negate(CheckAgainstLiteral(left, Positive(compare.Op), literal, compare), compare.Op == CompareOp.NotEqual);
        }

        BoundValue? right = CheckValue(compare.Right, scope, textHint: left?.Kind == ValueKind.Text);
        return left is null || right is null
            ? null
            : Negate(CheckAgainstValue(left, Positive(compare.Op), right, compare), compare.Op == CompareOp.NotEqual);
    }

    private static CompareOp Positive(CompareOp op) => op == CompareOp.NotEqual ? CompareOp.Equal : op;

    private static CompareOp Mirrored(CompareOp op) => op switch
    {
        CompareOp.Less => CompareOp.Greater,
        CompareOp.LessOrEqual => CompareOp.GreaterOrEqual,
        CompareOp.Greater => CompareOp.Less,
        CompareOp.GreaterOrEqual => CompareOp.LessOrEqual,
        _ => op,
    };

    private BoundExpr? CheckAgainstLiteral(BoundValue left, CompareOp op, Literal literal, Node at)
    {
        switch (left.Kind, literal)
        {
            case (ValueKind.Text, TextLiteral text):
                return op == CompareOp.Equal ? new BoundTextIn(left, Spellings(left, text.Value)) : UnorderedText(left, at);
            case (ValueKind.Boolean, BooleanLiteral boolean) when op == CompareOp.Equal:
                return new BoundBooleanIs(left, boolean.Value);
            case (ValueKind.Instant, DateLiteral or InstantLiteral or LocalDateTimeLiteral):
                return new BoundInstantIn(left, RangeOf(op, literal));
            case (ValueKind.Exact or ValueKind.Count or ValueKind.Double, NumberLiteral number):
                return CheckNumber(number) is { } bound ? new BoundNumberCompare(left, op, bound) : null;
            default:
                return Mismatch(left, literal, at);
        }
    }

    private BoundExpr? CheckAgainstValue(BoundValue left, CompareOp op, BoundValue right, CompareExpr at)
    {
        if (left.IsNumeric && right.IsNumeric)
        {
            return new BoundNumberCompare(left, op, right);
        }

        if (left.Kind != right.Kind || left.Kind == ValueKind.Set)
        {
            return Error<BoundExpr>("type", at, $"{Capital(Describe(left))} cannot be compared with {Describe(right)}.", $"Write {ExampleFor(left)}.");
        }

        return left.Kind switch
        {
            ValueKind.Instant => new BoundInstantCompare(left, op, right),
            ValueKind.Boolean when op == CompareOp.Equal => new BoundBooleanEqual(left, right),
            ValueKind.Text when op == CompareOp.Equal => new BoundTextEqual(left, right),
            ValueKind.Text => UnorderedText(left, at),
            _ => Error<BoundExpr>("type", at, "True and false have no order.", "Use = or !=."),
        };
    }

    private BoundExpr? UnorderedText(BoundValue left, Node at) =>
        Error<BoundExpr>("type", at, $"{Capital(Describe(left))} has no order: only = and != compare it.", $"Write {ExampleFor(left)}.");

    private BoundExpr? Mismatch(BoundValue left, Literal literal, Node at)
    {
        string given = literal switch
        {
            TextLiteral text => $"the text \"{text.Value}\"",
            NumberLiteral => "a number",
            BooleanLiteral => "true or false",
            _ => "a date",
        };
        return Error<BoundExpr>("type", literal.Span.Length > 0 ? literal : at, $"{Capital(Describe(left))} cannot be compared with {given}.", $"Write {ExampleFor(left)}.");
    }

    private static InstantRange RangeOf(CompareOp op, Literal literal) => op switch
    {
        CompareOp.Equal => new(Moment(literal), Moment(literal)),
        CompareOp.Less => new(null, Moment(literal, -1)),
        CompareOp.LessOrEqual => new(null, Moment(literal)),
        CompareOp.Greater => new(Moment(literal, 1), null),
        CompareOp.GreaterOrEqual => new(Moment(literal), null),
        _ => throw new InvalidOperationException($"Operator {op} has no range."),
    };

    private BoundExpr? CheckBetween(BetweenExpr between, Scope scope)
    {
        BoundValue? value = CheckValue(between.Value, scope);
        if (value is null)
        {
            return null;
        }

        if (value.IsNumeric && between.Low is NumberLiteral low && between.High is NumberLiteral high)
        {
            return CheckNumber(low) is { } from && CheckNumber(high) is { } to
                ? new BoundAnd([new BoundNumberCompare(value, CompareOp.GreaterOrEqual, from), new BoundNumberCompare(value, CompareOp.LessOrEqual, to)])
                : null;
        }

        if (value.Kind == ValueKind.Instant && IsMoment(between.Low) && IsMoment(between.High))
        {
            return new BoundInstantIn(value, new InstantRange(Moment(between.Low), EndMoment(between.High)));
        }

        bool ordered = value.IsNumeric || value.Kind == ValueKind.Instant;
        return ordered
            ? Mismatch(value, value.IsNumeric == between.Low is NumberLiteral ? between.High : between.Low, between)
            : Error<BoundExpr>("type", between, $"{Capital(Describe(value))} has no order, so nothing is between.", $"Write {ExampleFor(value)}.");
    }

    private BoundExpr? CheckInList(InListExpr list, Scope scope)
    {
        BoundValue? value = CheckValue(list.Value, scope);
        if (value is null)
        {
            return null;
        }

        if (value.Kind == ValueKind.Text)
        {
            List<Literal> wrong = [.. list.Items.Where(item => item is not TextLiteral)];
            wrong.ForEach(item => Mismatch(value, item, list));
            return wrong.Count > 0
                ? null
                : new BoundTextIn(value, list.Items.Cast<TextLiteral>().SelectMany(item => Spellings(value, item.Value)).Distinct(StringComparer.Ordinal).ToEquatableList());
        }

        var items = list.Items.Select(item => CheckAgainstLiteral(value, CompareOp.Equal, item, list)).ToList();
        if (items.Contains(null))
        {
            return null;
        }

        return items.Count == 1 ? items[0] : new BoundOr(items.OfType<BoundExpr>().ToEquatableList());
    }

    private BoundExpr? CheckTextMatch(TextMatchExpr match, Scope scope)
    {
        BoundValue? value = CheckValue(match.Value, scope);
        if (value is null)
        {
            return null;
        }

        if (value.Kind != ValueKind.Text)
        {
            return Error<BoundExpr>("type", match, $"{Capital(Describe(value))} is not a text to search in.", $"Write {ExampleFor(value)}.");
        }

        if (match.Op != TextMatchOp.Matches)
        {
            return new BoundTextMatch(value, match.Op, TextFolding.Fold(match.Pattern.Value));
        }

        return Re2Pattern.Validate(match.Pattern.Value) is { } fault
            ? Error<BoundExpr>("type", match.Pattern, $"The pattern is not one that every engine understands: {fault.Message}", fault.Fix)
            : new BoundTextMatch(value, match.Op, match.Pattern.Value);
    }

    private BoundExpr? CheckHas(HasExpr has, Scope scope)
    {
        BoundValue? value = CheckValue(has.Value, scope);
        if (value is null || value.Kind == ValueKind.Set)
        {
            return value is null
                ? null
                : new BoundSetHas(value, has.Mode == HasMode.All, has.Items.Select(item => Spellings(value, item.Value)).ToEquatableList());
        }

        return Error<BoundExpr>("type", has, $"{Capital(Describe(value))} is not a set.", $"Write {ExampleFor(value)}.");
    }

    /// <summary>The folded spellings that a written category stands for: those of its taxonomy node, or its own alone.</summary>
    private EquatableList<string> Spellings(BoundValue value, string written)
    {
        string folded = TextFolding.Fold(written);
        TaxonomyNode? node = TaxonomyOf(value)?.Find(folded);
        return node is null ? [folded] : Taxonomy.SpellingsOf(node);
    }

    private Taxonomy? TaxonomyOf(BoundValue value) => value switch
    {
        BoundField field => Catalog.TaxonomyOf(field.Field),
        BoundOwnerValue owned => TaxonomyOf(owned.Value),
        _ => null,
    };

    private BoundExpr? CheckUnder(UnderExpr under, Scope scope)
    {
        BoundValue? value = CheckValue(under.Value, scope);
        if (value is null)
        {
            return null;
        }

        if (TaxonomyOf(value) is not { } taxonomy)
        {
            return Error<BoundExpr>("type", under, $"{Capital(Describe(value))} does not belong to a taxonomy, so nothing is under anything.", $"Write {ExampleFor(value)}.");
        }

        var spellings = new List<string>();
        int before = _errors.Count;
        foreach (TextLiteral item in under.Items)
        {
            if (taxonomy.Find(TextFolding.Fold(item.Value)) is { } node)
            {
                spellings.AddRange(taxonomy.SpellingsUnder(node));
            }
            else
            {
                string? near = Suggestions.DidYouMean(item.Value, taxonomy.Nodes.SelectMany(other => other.Synonyms.Prepend(other.Name)), $"`strata catalog {taxonomy.Name}` lists its categories.");
                Error<BoundExpr>("name", item, $"The taxonomy '{taxonomy.Name}' has no category \"{item.Value}\".", near);
            }
        }

        if (_errors.Count > before)
        {
            return null;
        }

        EquatableList<string> accepted = spellings.Distinct(StringComparer.Ordinal).ToEquatableList();
        return value.Kind == ValueKind.Set ? new BoundSetHas(value, All: false, [accepted]) : new BoundTextIn(value, accepted);
    }

    private BoundNumber? CheckNumber(NumberLiteral number)
    {
        if (FixedDecimal.TryFromDecimal(number.Value, out _, out _))
        {
            return new BoundNumber(number.Value) { Origin = new Origin(number) };
        }

        Error<BoundExpr>("type", number, "This number does not fit: numbers are below 9.2 × 10^14 in magnitude.", "Write a smaller number.");
        return null;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
