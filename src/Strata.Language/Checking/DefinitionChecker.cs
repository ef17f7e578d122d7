using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Values;

namespace Strata.Language.Checking;

/// <summary>
/// Checks definitions against a catalog and the definitions they refer to, and gives the trees that engines evaluate. One checker serves
/// one catalog and one set of definitions; each definition is checked once. Not safe for use by several threads at once.
/// </summary>
public sealed class DefinitionChecker
{
    /// <summary>How many definitions may refer to one another in a row before the chain is refused (code <c>limit</c>).</summary>
    public const int MaxReferenceDepth = 100;

    /// <summary>How many levels a trait may have with the traits in it written out; engines bound the depth of what they are sent.</summary>
    public const int MaxTraitLevels = 2 * SyntaxLimits.MaxLevels;

    private readonly Dictionary<Definition, object> _checked = new(ReferenceEqualityComparer.Instance);
    private readonly List<Definition> _open = [];

    /// <summary>Creates a checker.</summary>
    public DefinitionChecker(DataCatalog catalog, DefinitionSet definitions)
    {
        Catalog = catalog;
        Definitions = definitions;
    }

    /// <summary>What definitions may name.</summary>
    public DataCatalog Catalog { get; }

    /// <summary>What definitions may refer to.</summary>
    public DefinitionSet Definitions { get; }

    /// <summary>Checks a segment, whether or not it is one of <see cref="Definitions"/>.</summary>
    public CheckResult<SegmentPlan> CheckSegment(SegmentDefinition segment) => Once(segment, () =>
    {
        ExpressionChecker checker = CheckerFor(segment.Locate);
        BoundExpr? where = checker.Check(segment.Where, segment.Of);
        BoundExpr? exclude = segment.Exclude is null ? null : checker.Check(segment.Exclude, segment.Of);
        return Result(checker, () => new SegmentPlan(segment.Name, segment.Of, where!, exclude, segment.IncludeList));
    });

    /// <summary>Checks an expression given directly.</summary>
    public CheckResult<SegmentPlan> CheckExpression(Expr where, EntityKind of, SourceLocator? locate = null)
    {
        ExpressionChecker checker = CheckerFor(locate);
        BoundExpr? bound = checker.Check(where, of);
        return Result(checker, () => new SegmentPlan(null, of, bound!, null, []));
    }

    /// <summary>Checks a value expression given directly.</summary>
    public CheckResult<BoundValue> CheckValue(ValueExpr value, EntityKind of, SourceLocator? locate = null)
    {
        ExpressionChecker checker = CheckerFor(locate);
        BoundValue? bound = checker.CheckValue(value, of);
        return Result(checker, () => bound!);
    }

    /// <summary>Checks a trait.</summary>
    public CheckResult<BoundValue> CheckTrait(TraitDefinition trait) => Once(trait, () =>
    {
        CheckResult<BoundValue> result = CheckValue(trait.Value, trait.Of, trait.Locate);
        if (result.Value is null)
        {
            return result;
        }

        (int parts, int levels) = Measure(result.Value);
        return parts <= SyntaxLimits.MaxNodes && levels <= MaxTraitLevels
            ? result
            : Refused<BoundValue>(
                "limit",
                $"With the traits in it written out, '{trait.Name}' has {parts:N0} parts and {levels} levels; at most {SyntaxLimits.MaxNodes:N0} and {MaxTraitLevels} are allowed.",
                "Build it from fewer traits.");
    });

    /// <summary>Checks a segmentation.</summary>
    public CheckResult<SegmentationPlan> CheckSegmentation(SegmentationDefinition segmentation) => Once(segmentation, () =>
    {
        ExpressionChecker checker = CheckerFor(segmentation.Locate);
        BoundExpr? universe = segmentation.Universe is null ? null : checker.Check(segmentation.Universe, segmentation.Of);
        var parts = segmentation.Parts
            .Select(part => (part.Value, Where: checker.Check(part.Where, segmentation.Of)))
            .ToList();
        return Result(checker, () => new SegmentationPlan(
            segmentation.Name,
            segmentation.Of,
            universe,
            parts.Select(part => new SegmentationPart(part.Value, part.Where!)).ToEquatableList(),
            segmentation.Other));
    });

    /// <summary>Checks any definition; the errors found, empty where it is valid.</summary>
    public IReadOnlyList<UserError> Check(Definition definition) => definition switch
    {
        SegmentDefinition segment => CheckSegment(segment).Errors,
        SegmentationDefinition segmentation => CheckSegmentation(segmentation).Errors,
        TraitDefinition trait => CheckTrait(trait).Errors,
        ListDefinition => [],
        _ => throw new InvalidOperationException($"Unknown definition {definition.GetType().Name}."),
    };

    private static CheckResult<T> Result<T>(ExpressionChecker checker, Func<T> plan)
        where T : class => checker.Errors.Count == 0 ? new(plan(), []) : new(null, [.. checker.Errors]);

    private ExpressionChecker CheckerFor(SourceLocator? locate) => new(this, locate);

    /// <summary>Checks a definition at its first use, and refuses it while it is being checked: it would depend on itself.</summary>
    private CheckResult<T> Once<T>(Definition definition, Func<CheckResult<T>> check)
        where T : class
    {
        if (_checked.TryGetValue(definition, out object? known))
        {
            return (CheckResult<T>)known;
        }

        if (_open.Contains(definition, ReferenceEqualityComparer.Instance))
        {
            string path = string.Join(" → ", _open.SkipWhile(open => !ReferenceEquals(open, definition)).Append(definition).Select(open => $"'{open.Name}'"));
            return Refused<T>("cycle", $"{path} depends on itself.", "Take one of the references out.");
        }

        if (_open.Count >= MaxReferenceDepth)
        {
            return Refused<T>("limit", $"More than {MaxReferenceDepth} definitions refer to one another in a row.", "Merge some of them.");
        }

        _open.Add(definition);
        try
        {
            CheckResult<T> result = check();
            _checked[definition] = result;
            return result;
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>
    /// The size of a value with the traits in it written out: a trait that names another twice, which names another twice, doubles at
    /// each step. Every trait was measured before it got here, so measuring is quick.
    /// </summary>
    private static (int Parts, int Levels) Measure(BoundValue value)
    {
        switch (value)
        {
            case BoundArithmetic arithmetic:
                (int leftParts, int leftLevels) = Measure(arithmetic.Left);
                (int rightParts, int rightLevels) = Measure(arithmetic.Right);
                return (1 + leftParts + rightParts, 1 + Math.Max(leftLevels, rightLevels));
            case BoundAggregate { Of: { } of }:
                return Below(of);
            case BoundOwnerValue owned:
                return Below(owned.Value);
            default:
                return (1, 1);
        }

        static (int Parts, int Levels) Below(BoundValue inner)
        {
            (int parts, int levels) = Measure(inner);
            return (1 + parts, 1 + levels);
        }
    }

    private static CheckResult<T> Refused<T>(string code, string message, string fix)
        where T : class => new(null, [new UserError(code, message, null, fix)]);
}
