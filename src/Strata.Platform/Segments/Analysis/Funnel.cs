using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Analysis;

/// <summary>A layer of a funnel.</summary>
/// <param name="Label">The segment's name or the clause that was added; what the funnel starts with for the first.</param>
/// <param name="Size">How many are left.</param>
/// <param name="OfPrevious">Their share of the layer before, 0 to 1; null where that is empty, and for the first.</param>
/// <param name="OfAll">Their share of everyone, 0 to 1; null where there is nobody.</param>
public sealed record FunnelLayer(string Label, long Size, double? OfPrevious, double? OfAll);

/// <summary>How many are left after each clause that is added.</summary>
/// <param name="Of">What the layers are made of.</param>
/// <param name="Layers">Everyone, then a layer for every clause; each is within the one before, but for members added by hand.</param>
public sealed record Funnel(EntityKind Of, IReadOnlyList<FunnelLayer> Layers)
{
    /// <summary>Follows a funnel.</summary>
    /// <param name="engine">Says who is in.</param>
    /// <param name="selections">
    /// Segments or expressions of one entity, in order; for a single one its top-level <c>and</c> clauses, what was added by hand and
    /// its suppression, so that the last layer is the segment.
    /// </param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: none are given, or not of one entity.</exception>
    public static Funnel Follow(IAudienceEngine engine, IReadOnlyList<SegmentSelection> selections, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(selections);
        if (selections.Count == 0)
        {
            throw new UserErrorException("argument", "A funnel needs something to go through.", fix: "Give a segment, or several segments or expressions in order.");
        }

        EntityKind of = SameEntity.Of(selections);
        MemberSet left = engine.Members(new SegmentPlan(null, of, new BoundConstant(true), null, []), asOf, cancellation);
        long all = left.Count;
        var layers = new List<FunnelLayer> { new(of == EntityKind.Account ? "all accounts" : "all contacts", all, null, all == 0 ? null : 1) };
        foreach (Step step in selections.Count == 1 ? StepsOf(selections[0]) : selections.Select(selection => new Step(selection.Label, selection.Plan.Membership)))
        {
            MemberSet members = engine.Members(new SegmentPlan(null, of, step.Condition, null, []), asOf, cancellation);
            long before = left.Count;
            left = step.Adds ? members : left.Intersect(members);
            layers.Add(new FunnelLayer(step.Label, left.Count, Share(left.Count, before), Share(left.Count, all)));
        }

        return new Funnel(of, layers);
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static IEnumerable<Step> StepsOf(SegmentSelection selection)
    {
        SegmentPlan plan = selection.Plan;
        IEnumerable<BoundExpr> clauses = plan.Where is BoundAnd and && Written.IsConjunction(and) ? and.Operands : [plan.Where];
        foreach (BoundExpr clause in clauses)
        {
            yield return new Step(ValueText.Label(clause), clause);
        }

        if (plan.IncludeIds.Count > 0)
        {
            yield return new Step("added by hand (include_list)", (plan with { Exclude = null }).Membership, Adds: true);
        }

        if (plan.Exclude is { } exclude)
        {
            Expr? written = exclude.Origin.Node as Expr;
            yield return new Step(written is null ? "not suppressed (exclude)" : SegmentPrinter.PrintOnOneLine(new NotExpr(written)) + " (exclude)", new BoundNot(exclude));
        }
    }

    /// <summary>What is added at a layer; one that <see cref="Adds"/> replaces the layers before instead of narrowing them.</summary>
    private sealed record Step(string Label, BoundExpr Condition, bool Adds = false);
}
