using Strata.Index.Entity.Data;
using Strata.Language.Bound;

namespace Strata.Platform.Segments.Explain;

/// <summary>One change with its size, by which sets of as many changes are compared.</summary>
/// <param name="Change">The change.</param>
/// <param name="Size">As <see cref="Predicate.Size"/>.</param>
/// <param name="Measure">As <see cref="Predicate.Measure"/>.</param>
internal sealed record Step(NeededChange Change, double Size, string? Measure);

/// <summary>
/// Finds the smallest set of clauses that would have to change for an answer to turn: all failing operands of an <c>and</c>, the
/// cheapest operand of an <c>or</c>. The fewest clauses win, and among as many the smallest change. Null stands for "nothing can turn it".
/// </summary>
internal sealed class ChangeFinder(ExplainedInstant at)
{
    private readonly PredicateExplainer _predicates = new(at);

    /// <summary>What would make the entity a member, or no longer one.</summary>
    public IReadOnlyList<Step>? Membership(SegmentPlan plan, DataRow entity, bool wanted)
    {
        bool included = plan.IncludeIds.Contains(entity.Id, StringComparer.Ordinal);
        IReadOnlyList<Step>? byHand = wanted ? [] : null;
        IReadOnlyList<Step>? where = included ? byHand : Change(plan.Where, entity, wanted);
        if (plan.Exclude is null)
        {
            return where;
        }

        IReadOnlyList<Step>? exclude = Change(plan.Exclude, entity, !wanted);
        return wanted ? Together([where, exclude]) : Cheapest([where, exclude]);
    }

    /// <summary>What would give the expression the wanted truth; empty where it has it.</summary>
    public IReadOnlyList<Step>? Change(BoundExpr expression, DataRow row, bool wanted)
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
                Predicate predicate = _predicates.Explain(expression, row, !wanted);
                return predicate.Change is { } change
                    ? [new Step(new NeededChange(ValueText.Label(expression), change), predicate.Size, predicate.Measure)]
                    : null;
        }
    }

    private IReadOnlyList<Step>? All(IEnumerable<BoundExpr> operands, DataRow row, bool wanted, bool all)
    {
        var turns = operands.Select(operand => Change(operand, row, wanted)).ToList();
        return all ? Together(turns) : Cheapest(turns);
    }

    private static IReadOnlyList<Step>? Together(IReadOnlyList<IReadOnlyList<Step>?> turns)
    {
        if (turns.Contains(null))
        {
            return null;
        }

        // Of changes of one number in one direction the largest includes the others.
        List<Step> steps = [.. turns.SelectMany(turn => turn!).DistinctBy(step => step.Change)];
        return [.. steps.Where(step => step.Measure is null
            || !steps.Exists(other => !ReferenceEquals(other, step) && other.Measure == step.Measure && other.Size > step.Size))];
    }

    private static IReadOnlyList<Step>? Cheapest(IEnumerable<IReadOnlyList<Step>?> turns) =>
        turns.OfType<IReadOnlyList<Step>>().OrderBy(turn => turn.Count).ThenBy(turn => turn.Sum(step => step.Size)).FirstOrDefault();
}
