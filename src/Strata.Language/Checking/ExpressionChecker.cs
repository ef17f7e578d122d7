using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Language.Checking;

/// <summary>
/// Checks one expression and collects every error in it. A part that is wrong gives null and its parent goes on with the other parts,
/// so that one run finds them all.
/// </summary>
internal sealed partial class ExpressionChecker
{
    private readonly DefinitionChecker _definitions;
    private readonly SourceLocator? _locate;
    private readonly List<UserError> _errors = [];

    public ExpressionChecker(DefinitionChecker definitions, SourceLocator? locate)
    {
        _definitions = definitions;
        _locate = locate;
    }

    public IReadOnlyList<UserError> Errors => _errors;

    private DataCatalog Catalog => _definitions.Catalog;

    public BoundExpr? Check(Expr expr, EntityKind of) => Check(expr, new Scope(Catalog.Of(of)));

    public BoundValue? CheckValue(ValueExpr value, EntityKind of) => CheckValue(value, new Scope(Catalog.Of(of)));

    private BoundExpr? Check(Expr expr, Scope scope)
    {
        BoundExpr? bound = expr switch
        {
            AndExpr and => CheckAll(and.Operands, scope) is { } operands ? new BoundAnd(operands) : null,
            OrExpr or => CheckAll(or.Operands, scope) is { } operands ? new BoundOr(operands) : null,
            NotExpr not => Check(not.Operand, scope) is { } operand ? new BoundNot(operand) : null,
            CompareExpr compare => CheckCompare(compare, scope),
            BetweenExpr between => CheckBetween(between, scope),
            InListExpr inList => Negate(CheckInList(inList, scope), inList.Negated),
            UnderExpr under => Negate(CheckUnder(under, scope), under.Negated),
            TextMatchExpr match => Negate(CheckTextMatch(match, scope), match.Negated),
            HasExpr has => Negate(CheckHas(has, scope), has.Mode == HasMode.None),
            KnownExpr known => Negate(CheckValue(known.Value, scope) is { } value ? new BoundKnown(value) : null, !known.Known),
            BooleanExpr boolean => CheckBoolean(boolean, scope),
            DateWithinExpr within => CheckDateWithin(within, scope),
            DateMomentExpr moment => CheckDateMoment(moment, scope),
            DateAgoExpr ago => CheckDateAgo(ago, scope),
            QuantifiedExpr quantified => Negate(CheckQuantified(quantified, scope), quantified.Quantifier == Quantifier.None),
            MembershipExpr membership => CheckMembership(membership, scope),
            TopExpr top => CheckTop(top, scope),
            SampleExpr sample => CheckSample(sample, scope),
            _ => throw new InvalidOperationException($"Unknown expression {expr.GetType().Name}."),
        };
        return bound is null ? null : bound with { Origin = new Origin(expr) };
    }

    private static BoundExpr? Negate(BoundExpr? positive, bool negated) =>
        positive is null || !negated ? positive : new BoundNot(positive);

    private EquatableList<BoundExpr>? CheckAll(EquatableList<Expr> operands, Scope scope)
    {
        var bound = operands.Select(operand => Check(operand, scope)).ToList();
        return bound.Contains(null) ? null : bound.OfType<BoundExpr>().ToEquatableList();
    }

    private BoundExpr? CheckBoolean(BooleanExpr boolean, Scope scope)
    {
        BoundValue? value = CheckValue(boolean.Value, scope);
        if (value is null || value.Kind == ValueKind.Boolean)
        {
            return value is null ? null : new BoundBooleanIs(value, Expected: true);
        }

        return Error<BoundExpr>("type", boolean, $"This is {Describe(value)}, which is not true or false by itself.", $"Compare it: {ExampleFor(value)}.");
    }

    private T? Error<T>(string code, Node node, string message, string? fix = null)
        where T : class
    {
        SourceLocation? where = _locate is null
            ? (node.Span == default && node.Span.Length == 0 ? null : new SourceLocation(null, 1, node.Span.Start + 1, node.Span.Length))
            : _locate(node.Span);
        _errors.Add(new UserError(code, message, where, fix));
        return null;
    }

    /// <summary>What a value is, in words: <c>'employees' (a number)</c>.</summary>
    private static string Describe(BoundValue value)
    {
        string kind = value.Kind switch
        {
            ValueKind.Text => value is BoundField { Field.Type: FieldType.Category } or BoundSegmentation ? "a category" : "a text",
            ValueKind.Set => "a set of categories",
            ValueKind.Boolean => "true or false",
            ValueKind.Instant => "a date",
            _ => value is BoundField { Field.Type: FieldType.Money } ? "an amount of money" : "a number",
        };
        return value is BoundField field ? $"{kind}: '{field.Field.Name}'" : kind;
    }

    /// <summary>How a value of this kind is compared.</summary>
    private static string ExampleFor(BoundValue value)
    {
        string name = value is BoundField field ? field.Field.Name : "…";
        return value.Kind switch
        {
            ValueKind.Text => $"`{name} = \"…\"`, `{name} in (\"…\", \"…\")`, `{name} contains \"…\"` or `{name} is known`",
            ValueKind.Set => $"`{name} has any (\"…\")`, `has all`, `has none` or `{name} is known`",
            ValueKind.Boolean => $"`{name}` or `{name} = false`",
            ValueKind.Instant => $"`{name} in last 30 days`, `{name} before 2026-01-31` or `{name} before 60 days ago`",
            _ => $"`{name} >= 500`, `{name} between 200 and 2k` or `{name} is known`",
        };
    }
}
