using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Entities;

namespace Strata.Platform.Segments.Explain;

/// <summary>Explains why an account or a contact is in a segment at an instant, or why it is not.</summary>
public sealed class Explainer
{
    private readonly IEntityData _data;
    private readonly EntityEvaluator _evaluator;

    /// <summary>Creates an explainer.</summary>
    /// <param name="data">What is known of the entities.</param>
    /// <param name="ranks">Answers <c>in top</c>.</param>
    public Explainer(IEntityData data, IRankOracle ranks)
    {
        _data = data;
        _evaluator = new EntityEvaluator(data, ranks);
    }

    /// <summary>Explains the answer for one entity at T.</summary>
    /// <param name="plan">The segment, or an expression given directly.</param>
    /// <param name="entity">An entity of the kind that the segment is made of.</param>
    /// <param name="asOf">T.</param>
    public Explanation Explain(SegmentPlan plan, StateRow entity, AsOf asOf)
    {
        var at = new ExplainedInstant(_evaluator, _data, asOf);
        bool isMember = _evaluator.IsTrue(plan.Membership, entity, asOf);
        IReadOnlyList<NeededChange> changes = [.. (new ChangeFinder(at).Membership(plan, entity, !isMember) ?? []).Select(step => step.Change)];
        return new Explanation(
            plan.Name,
            plan.Of == EntityKind.Account ? "account" : "contact",
            entity.Id,
            EntityNames.Of(plan.Of, entity),
            Microseconds.ToText(asOf.Instant),
            isMember,
            new TurningPoints(at).HoldingOf(plan.Membership, entity),
            Build(plan.Where, entity, at, wanted: true),
            plan.IncludeIds.Contains(entity.Id, StringComparer.Ordinal),
            plan.Exclude is null ? null : Build(plan.Exclude, entity, at, wanted: false),
            changes,
            !isMember && changes.Count == 1);
    }

    /// <summary>The clause; <paramref name="wanted"/> is the truth that helps the entity in, so that only what stands in its way is called missing.</summary>
    private static Clause Build(BoundExpr expression, DataRow row, ExplainedInstant at, bool wanted)
    {
        bool isTrue = at.IsTrue(expression, row);
        Holding holds = new TurningPoints(at).HoldingOf(expression, row);
        Clause Compound(string kind, IEnumerable<Clause> parts) =>
            new(ValueText.Label(expression), kind, isTrue, holds, null, null, null, null, [.. parts]);

        switch (expression)
        {
            case BoundAnd all when Written.IsConjunction(all):
                return Compound("and", all.Operands.Select(part => Build(part, row, at, wanted)));
            case BoundOr any when Written.IsDisjunction(any):
                return Compound("or", any.Operands.Select(part => Build(part, row, at, wanted)));
            case BoundNot inner when Written.IsNegation(inner):
                return Compound("not", [Build(inner.Operand, row, at, !wanted)]);
            case BoundInSegment member when at.SegmentEntity(member, row) is { } entity:
                return Compound("segment", SegmentParts(member.Segment, entity, at, wanted));
            default:
                Predicate predicate = new PredicateExplainer(at).Explain(expression, row, isTrue);
                return new Clause(
                    ValueText.Label(expression), "predicate", isTrue, holds, predicate.Actual, isTrue || !wanted ? null : predicate.Missing, predicate.Change, predicate.Evidence, []);
        }
    }

    private static IEnumerable<Clause> SegmentParts(SegmentPlan segment, StateRow entity, ExplainedInstant at, bool wanted)
    {
        if (segment.IncludeIds.Contains(entity.Id, StringComparer.Ordinal))
        {
            yield return new Clause(
                "include_list", "predicate", IsTrue: true, new Holding(null, null, null, null, DependsOnOthers: false), "added by hand", null, "it is taken off the include list", null, []);
        }

        yield return Build(segment.Where, entity, at, wanted);
        if (segment.Exclude is not null)
        {
            yield return Build(new BoundNot(segment.Exclude) { Origin = NegationOf(segment.Exclude) }, entity, at, wanted);
        }
    }

    private static Origin NegationOf(BoundExpr exclude) => exclude.Origin.Node is Expr written ? new Origin(new NotExpr(written)) : default;
}
