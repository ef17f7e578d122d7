using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Explain;

namespace Strata.Platform.Segments.Analysis;

/// <summary>Those whom one clause alone keeps out of a segment.</summary>
/// <param name="Path">Where the clause stands in the JSON form of the condition; <c>exclude</c> for the suppression.</param>
/// <param name="Text">The clause as written.</param>
/// <param name="Missing">Who satisfies everything else.</param>
public sealed record NearMiss(string Path, string Text, MemberSet Missing);

/// <summary>Who is nearly in a segment: the clauses at the top of its condition are looked at, and its suppression.</summary>
public static class NearMisses
{
    /// <summary>Finds them.</summary>
    /// <param name="engine">Says who satisfies a clause; each is asked once.</param>
    /// <param name="plan">The segment.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Each clause with those it alone keeps out, in the order written; nobody is in two of them.</returns>
    public static IReadOnlyList<NearMiss> Find(IAudienceEngine engine, SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        MemberSet Of(BoundExpr clause) => engine.Members(new SegmentPlan(null, plan.Of, clause, null, []), asOf, cancellation);
        MemberSet? included = plan.IncludeIds.Count == 0 ? null : Of(new BoundInList("include_list", plan.IncludeIds, ThroughAccount: false));
        MemberSet? excluded = plan.Exclude is null ? null : Of(plan.Exclude);
        BoundExpr[] clauses = plan.Where is BoundAnd and && Written.IsConjunction(and) ? [.. and.Operands] : [plan.Where];
        MemberSet[] sets = [.. clauses.Select(Of)];
        var found = new List<NearMiss>();
        for (int at = 0; at < clauses.Length && clauses.Length > 1; at++)
        {
            MemberSet others = sets.Where((_, other) => other != at).Aggregate((left, right) => left.Intersect(right));
            MemberSet missing = others.Except(sets[at]);
            missing = included is null ? missing : missing.Except(included);
            missing = excluded is null ? missing : missing.Except(excluded);
            found.Add(new NearMiss(ClausePaths.Part("$", "and", at), ValueText.Label(clauses[at]), missing));
        }

        if (excluded is not null)
        {
            MemberSet where = sets.Aggregate((left, right) => left.Intersect(right));
            found.Add(new NearMiss("exclude", ValueText.Label(plan.Exclude!), (included is null ? where : where.Union(included)).Intersect(excluded)));
        }

        return found;
    }
}
