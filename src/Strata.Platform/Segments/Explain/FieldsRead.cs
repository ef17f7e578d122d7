using Strata.Language.Bound;

namespace Strata.Platform.Segments.Explain;

/// <summary>Finds the fields of a row (and of who did it) that a condition on the row reads.</summary>
internal static class FieldsRead
{
    public static IEnumerable<BoundField> By(BoundExpr? expression) => expression switch
    {
        BoundAnd and => and.Operands.SelectMany(By),
        BoundOr or => or.Operands.SelectMany(By),
        BoundNot not => By(not.Operand),
        BoundTextIn test => By(test.Value),
        BoundTextEqual test => By(test.Left).Concat(By(test.Right)),
        BoundTextMatch test => By(test.Value),
        BoundSetHas test => By(test.Value),
        BoundNumberCompare test => By(test.Left).Concat(By(test.Right)),
        BoundBooleanIs test => By(test.Value),
        BoundBooleanEqual test => By(test.Left).Concat(By(test.Right)),
        BoundInstantIn test => By(test.Value),
        BoundInstantCompare test => By(test.Left).Concat(By(test.Right)),
        BoundKnown test => By(test.Value),
        _ => [],
    };

    public static IEnumerable<BoundField> By(BoundValue? value) => value switch
    {
        BoundField field => [field],
        BoundArithmetic arithmetic => By(arithmetic.Left).Concat(By(arithmetic.Right)),
        _ => [],
    };
}
