using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;

namespace Strata.Language.Checking;

internal sealed partial class ExpressionChecker
{
    /// <summary>Checks a value; null after reporting what is wrong with it.</summary>
    /// <param name="value">The value written.</param>
    /// <param name="scope">The row it stands in.</param>
    /// <param name="textHint">True where a text is expected, so that an unknown name was probably a text without quotes.</param>
    private BoundValue? CheckValue(ValueExpr value, Scope scope, bool textHint = false)
    {
        BoundValue? bound = value switch
        {
            PathValue path => CheckPath(path, scope, textHint),
            LiteralValue { Literal: NumberLiteral number } => CheckNumber(number),
            LiteralValue literal => Error<BoundValue>("type", literal, "Only a number can stand here.", "Put the field on the left and the constant on the right."),
            ArithmeticValue arithmetic => CheckArithmetic(arithmetic, scope),
            AggregateValue aggregate => CheckAggregate(aggregate, scope),
            TrendValue trend => CheckTrend(trend, scope),
            _ => throw new InvalidOperationException($"Unknown value {value.GetType().Name}."),
        };
        return bound is null ? null : bound with { Origin = new Origin(value) };
    }

    private BoundValue? CheckPath(PathValue path, Scope scope, bool textHint)
    {
        if (path.Names.Count == 1)
        {
            return Resolve(path, path.Names[0], scope, textHint);
        }

        (RowType Row, FieldOwner Owner)? owner = path.Names[0] switch
        {
            "account" when scope.IsContact => (Catalog.Account, FieldOwner.Account),
            "contact" when scope.Row.Kind == RowKind.Event => (Catalog.Contact, FieldOwner.Contact),
            _ => null,
        };
        if (owner is null || path.Names.Count > 2)
        {
            string fix = path.Names[0] switch
            {
                "account" when scope.IsAccount => $"In a segment of accounts write '{path.Names[^1]}' alone.",
                "account" or "contact" => "`account.` is for contact segments, `contact.` for the events of a `where`, and one name follows.",
                _ => "Only `account.` and `contact.` lead to another row.",
            };
            return Error<BoundValue>("name", path, $"'{path.Text}' cannot be reached from {scope.Text}.", fix);
        }

        BoundValue? value = Resolve(path, path.Names[1], new Scope(owner.Value.Row), textHint: false);
        return value switch
        {
            null => null,
            BoundField { Owner: FieldOwner.Self } field => field with { Owner = owner.Value.Owner },
            BoundSegmentation { Owner: FieldOwner.Self } segmentation => segmentation with { Owner = owner.Value.Owner },
            _ => new BoundOwnerValue(value, owner.Value.Owner),
        };
    }

    /// <summary>A segmentation, a trait or a stored field of the row, in that order: what a team defines comes before what is shipped.</summary>
    private BoundValue? Resolve(PathValue path, string name, Scope scope, bool textHint)
    {
        if (scope.Entity is { } entity)
        {
            if (_definitions.Definitions.Find<SegmentationDefinition>(name) is { } segmentation && segmentation.Of == entity)
            {
                return Referenced(_definitions.CheckSegmentation(segmentation), path, $"segmentation '{name}'") is { } plan
                    ? new BoundSegmentation(plan, FieldOwner.Self)
                    : null;
            }

            if (_definitions.Definitions.Find<TraitDefinition>(name) is { } trait && trait.Of == entity)
            {
                return Referenced(_definitions.CheckTrait(trait), path, $"trait '{name}'");
            }
        }

        return FieldOf(scope.Row, name) is { } field
            ? new BoundField(scope.Row, field, FieldOwner.Self)
            : Error<BoundValue>("name", path, UnknownField(name, scope), FixForField(path, name, scope, textHint));
    }

    /// <summary>Every event has a source, whether or not its type lists it.</summary>
    private static FieldDefinition? FieldOf(RowType row, string name) =>
        row.Find(name) ?? (row.Kind == RowKind.Event && name is "source" ? EventSource : null);

    private static readonly FieldDefinition EventSource = new("source", FieldType.Category, Description: "Where the event came from.");

    private string UnknownField(string name, Scope scope) =>
        scope.Entity is not null && (Catalog.FindCollection(name) ?? Catalog.FindEvent(name)) is not null
            ? $"'{name}' is not a field but rows of its own."
            : $"There is no field '{name}' on {scope.Text}.";

    private string? FixForField(PathValue path, string name, Scope scope, bool textHint)
    {
        if (scope.Entity is not null && (Catalog.FindCollection(name) ?? Catalog.FindEvent(name)) is not null)
        {
            return $"Ask of its rows: `any({name} where …)` or `count({name})`.";
        }

        IEnumerable<string> names = scope.Row.Fields.Select(field => field.Name);
        if (scope.Entity is { } entity)
        {
            names = names.Concat(_definitions.Definitions.All
                .Where(definition => definition.Of == entity && definition is TraitDefinition or SegmentationDefinition)
                .Select(definition => definition.Name));
        }

        string other = scope.IsContact && Catalog.Account.Find(name) is not null
            ? $"'{name}' is a field of accounts: write `account.{name}`."
            : $"`strata catalog {scope.Row.Name}` lists the fields.";
        string? near = Suggestions.DidYouMean(name, names, other);
        return textHint ? $"A text goes in quotes: \"{path.Text}\". {near}" : near;
    }

    /// <summary>The plan of a definition that is referred to; where it is broken, so is what refers to it, and says so here.</summary>
    private T? Referenced<T>(CheckResult<T> result, Node at, string what)
        where T : class
    {
        if (result.IsValid)
        {
            return result.Value;
        }

        UserError first = result.Errors[0];
        return first.Code is "cycle" or "limit" && first.Where is null
            ? Error<T>(first.Code, at, first.Message, first.Fix)
            : Error<T>(first.Code == "cycle" ? "cycle" : "reference", at, $"The {what} is invalid: {first.Message}", first.Fix);
    }

    private BoundValue? CheckArithmetic(ArithmeticValue arithmetic, Scope scope)
    {
        BoundValue? left = CheckOperand(arithmetic.Left, scope);
        BoundValue? right = CheckOperand(arithmetic.Right, scope);
        return left is null || right is null ? null : new BoundArithmetic(arithmetic.Op, left, right);
    }

    private BoundValue? CheckOperand(ValueExpr written, Scope scope)
    {
        BoundValue? operand = CheckValue(written, scope);
        return operand is null || operand.IsNumeric
            ? operand
            : Error<BoundValue>("type", written, $"{Capital(Describe(operand))} cannot be calculated with.", "Arithmetic takes numbers.");
    }

    private BoundValue? CheckTrend(TrendValue trend, Scope scope)
    {
        if (scope.TrendWindow is not null)
        {
            return Error<BoundValue>("type", trend, "A trend cannot stand inside a trend.", "Compare two traits instead.");
        }

        if (!HoldsEventAggregate(trend.Value))
        {
            return Error<BoundValue>("type", trend, "A trend compares an aggregate of events between two spans of time.", "Write for example `trend(sum(usage.minutes), 60 days)`.");
        }

        InstantRange last = CheckWindow(new LastWindow(trend.Duration))!;
        InstantRange previous = CheckWindow(new PreviousWindow(trend.Duration))!;
        BoundValue? current = CheckOperand(trend.Value, scope with { TrendWindow = last });
        BoundValue? earlier = current is null ? null : CheckOperand(trend.Value, scope with { TrendWindow = previous });
        return earlier is null
            ? null
            : new BoundArithmetic(ArithmeticOp.Divide, new BoundArithmetic(ArithmeticOp.Subtract, current!, earlier), earlier);
    }

    private bool HoldsEventAggregate(ValueExpr value) => value switch
    {
        AggregateValue aggregate => Catalog.FindEvent(aggregate.Source.Name) is not null || Catalog.FindCollection(aggregate.Source.Name) is null,
        ArithmeticValue arithmetic => HoldsEventAggregate(arithmetic.Left) || HoldsEventAggregate(arithmetic.Right),
        TrendValue => true,
        _ => false,
    };
}
