using Strata.Index.Entity;
using Strata.Language.Bound;

namespace Strata.Index.Plans;

/// <summary>Tells conditions whose truth does not change with T from those where it may.</summary>
internal static class TimeDependence
{
    /// <summary>True where the truth for a row is the same at every T, as long as the data is. False says nothing.</summary>
    public static bool IsTimeless(BoundExpr? expr) => expr switch
    {
        null or BoundConstant or BoundInList or BoundSample => true,
        BoundAnd and => and.Operands.All(IsTimeless),
        BoundOr or => or.Operands.All(IsTimeless),
        BoundNot not => IsTimeless(not.Operand),
        BoundTextIn test => IsTimeless(test.Value),
        BoundTextEqual test => IsTimeless(test.Left) && IsTimeless(test.Right),
        BoundTextMatch test => IsTimeless(test.Value),
        BoundSetHas test => IsTimeless(test.Value),
        BoundNumberCompare test => IsTimeless(test.Left) && IsTimeless(test.Right),
        BoundBooleanIs test => IsTimeless(test.Value),
        BoundBooleanEqual test => IsTimeless(test.Left) && IsTimeless(test.Right),
        BoundInstantCompare test => IsTimeless(test.Left) && IsTimeless(test.Right),
        BoundKnown test => IsTimeless(test.Value),
        _ => false,
    };

    private static bool IsTimeless(BoundValue value) => value switch
    {
        BoundNumber or BoundEventInstant or BoundEventContact => true,
        BoundField field => !OpportunityHistory.Applies(field.Row, field.Field.Name),
        BoundArithmetic arithmetic => IsTimeless(arithmetic.Left) && IsTimeless(arithmetic.Right),
        _ => false,
    };
}
