using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Analysis;

namespace Strata.Platform.Segments.Drafts;

/// <summary>What a definition that is being written selects, exactly: what a person sees after each edit.</summary>
/// <param name="Everyone">How many accounts or contacts there are.</param>
/// <param name="Size">How many are in; null while something is wrong or missing.</param>
/// <param name="Clauses">What each clause does; empty while the size is null.</param>
/// <param name="Funnel">How many are left after each clause at the top; empty while the size is null.</param>
public sealed record DraftCounts(long Everyone, long? Size, IReadOnlyList<ClauseCount> Clauses, IReadOnlyList<FunnelLayer> Funnel)
{
    /// <summary>Counts.</summary>
    /// <param name="engine">Says who satisfies a clause.</param>
    /// <param name="draft">The definition.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static DraftCounts Count(IAudienceEngine engine, SegmentDraft draft, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var asked = new RememberingAudienceEngine(engine);
        long everyone = asked.Count(new SegmentPlan(null, draft.Of, new BoundConstant(true), null, []), asOf, cancellation);
        if (draft.Selection is not { } selection)
        {
            return new DraftCounts(everyone, null, [], []);
        }

        var clauses = ClauseCounts.Count(asked, selection.Plan, asOf, cancellation);
        return new DraftCounts(everyone, clauses.Size, clauses.Clauses, Analysis.Funnel.Follow(asked, [selection], asOf, cancellation).Layers);
    }
}
