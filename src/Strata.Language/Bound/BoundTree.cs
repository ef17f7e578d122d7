namespace Strata.Language.Bound;

/// <summary>Goes through a checked tree, segments and segmentations that it refers to included.</summary>
public static class BoundTree
{
    /// <summary>The expression and every expression inside it, in no particular order.</summary>
    public static IEnumerable<BoundExpr> Expressions(BoundExpr root) => Nodes(root).OfType<BoundExpr>();

    /// <summary>The nodes of a tree: every <see cref="BoundExpr"/>, <see cref="BoundValue"/>, <see cref="BoundSource"/> and <see cref="BoundStep"/> in it, the root too.</summary>
    /// <param name="root">An expression or a value.</param>
    public static IEnumerable<object> Nodes(object root)
    {
        var open = new Stack<object>();
        open.Push(root);
        while (open.TryPop(out object? node))
        {
            yield return node;
            foreach (object? child in Children(node))
            {
                if (child is not null)
                {
                    open.Push(child);
                }
            }
        }
    }

    /// <summary>The values that a comparison or another test of values reads; none for every other expression.</summary>
    public static IReadOnlyList<BoundValue> Tested(BoundExpr expression) => expression switch
    {
        BoundTextIn test => [test.Value],
        BoundTextMatch test => [test.Value],
        BoundTextEqual test => [test.Left, test.Right],
        BoundSetHas test => [test.Value],
        BoundBooleanIs test => [test.Value],
        BoundBooleanEqual test => [test.Left, test.Right],
        BoundKnown test => [test.Value],
        BoundNumberCompare test => [test.Left, test.Right],
        BoundInstantIn test => [test.Value],
        BoundInstantCompare test => [test.Left, test.Right],
        _ => [],
    };

    private static IEnumerable<object?> Children(object node) => node switch
    {
        BoundConstant or BoundInList or BoundSample or BoundSource => [],
        BoundField or BoundNumber or BoundEventInstant or BoundEventContact => [],
        BoundAnd and => and.Operands,
        BoundOr or => or.Operands,
        BoundNot not => [not.Operand],
        BoundExpr tests when Tested(tests) is { Count: > 0 } values => values,
        BoundQuantified quantified => [quantified.Source, quantified.Where, .. quantified.Steps],
        BoundStep step => [step.Source, step.Where],
        BoundInSegment member => [member.Segment.Membership],
        BoundTop top => [top.By, top.Per, top.Among],
        BoundArithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        BoundAggregate aggregate => [aggregate.Source, aggregate.Of, aggregate.Where],
        BoundSegmentation value => [value.Segmentation.Universe, .. value.Segmentation.Parts.Select(part => part.Where)],
        BoundOwnerValue owned => [owned.Value],
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };
}
