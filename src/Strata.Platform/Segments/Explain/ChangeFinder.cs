using Strata.Index.Entity.Data;
using Strata.Language.Bound;

namespace Strata.Platform.Segments.Explain;

/// <summary>
/// Finds the smallest set of clauses that would have to change for an answer to turn: all failing operands of an <c>and</c>, the
/// cheapest operand of an <c>or</c>. Every predicate costs the same. Null stands for "nothing can turn it".
/// </summary>
internal sealed class ChangeFinder(ExplainedInstant at)
{
    private readonly PredicateExplainer _predicates = new(at);

    /// <summary>What would make the entity a member, or no longer one.</summary>
    public IReadOnlyList<NeededChange>? Membership(SegmentPlan plan, DataRow entity, bool wanted)
    {
        bool included = plan.IncludeIds.Contains(entity.Id, StringComparer.Ordinal);
        IReadOnlyList<NeededChange>? byHand = wanted ? [] : null;
        IReadOnlyList<NeededChange>? where = included ? byHand : Change(plan.Where, entity, wanted);
        if (plan.Exclude is null)
        {
            return where;
        }

        IReadOnlyList<NeededChange>? exclude = Change(plan.Exclude, entity, !wanted);
        return wanted ? Together([where, exclude]) : Cheapest([where, exclude]);
    }

    /// <summary>What would give the expression the wanted truth; empty where it has it.</summary>
    public IReadOnlyList<NeededChange>? Change(BoundExpr expression, DataRow row, bool wanted)
    {
        if (at.IsTrue(expression, row) == wanted)
        {
            return [];
        }

        switch (expression)
        {
            case BoundAnd all when Written.IsConjunction(all):
                return All(all.Operands, row, wanted, all: wanted);
            case BoundOr any when Written.IsDisjunction(any):
                return All(any.Operands, row, wanted, all: !wanted);
            case BoundNot inner when Written.IsNegation(inner):
                return Change(inner.Operand, row, !wanted);
            case BoundInSegment member when at.SegmentEntity(member, row) is { } entity:
                return Membership(member.Segment, entity, wanted);
            default:
                return _predicates.Explain(expression, row, !wanted).Change is { } change
                    ? [new NeededChange(ValueText.Label(expression), change)]
                    : null;
        }
    }

    private IReadOnlyList<NeededChange>? All(IEnumerable<BoundExpr> operands, DataRow row, bool wanted, bool all)
    {
        var changes = operands.Select(operand => Change(operand, row, wanted)).ToList();
        return all ? Together(changes) : Cheapest(changes);
    }

    private static IReadOnlyList<NeededChange>? Together(IReadOnlyList<IReadOnlyList<NeededChange>?> changes) =>
        changes.Contains(null) ? null : [.. changes.SelectMany(change => change!)];

    private static IReadOnlyList<NeededChange>? Cheapest(IEnumerable<IReadOnlyList<NeededChange>?> changes) =>
        changes.Where(change => change is not null).MinBy(change => change!.Count);
}
