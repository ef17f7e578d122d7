using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Explain;

namespace Strata.Platform.Segments.Analysis;

/// <summary>What one clause does to the size of a segment.</summary>
/// <param name="Text">The clause as written.</param>
/// <param name="Kind"><c>and</c>, <c>or</c> or <c>not</c> for one that is made of others, <c>exclude</c>, <c>include_list</c>, else <c>clause</c>.</param>
/// <param name="Level">How deep it stands, from 0.</param>
/// <param name="Alone">How many satisfy it, whatever the rest says.</param>
/// <param name="Without">How many the segment would have without it; null where it is all there is.</param>
/// <param name="SoleBlocker">
/// How many are kept out by it alone: they would come in without it. Null where <paramref name="Without"/> is.
/// </param>
/// <param name="SoleReason">How many are in through it alone: they would leave without it. Null where <paramref name="Without"/> is.</param>
/// <param name="Path">
/// Where it stands in the JSON form of the condition (<c>$.and[1].or[0]</c>); <c>exclude</c> and <c>include_list</c> for what surrounds the condition.
/// </param>
public sealed record ClauseCount(string Text, string Kind, int Level, long Alone, long? Without, long? SoleBlocker, long? SoleReason, string Path);

/// <summary>A segment's size, clause by clause.</summary>
/// <param name="Of">What it is made of.</param>
/// <param name="Size">How many are in.</param>
/// <param name="Clauses">The clauses in the order written, each before those within it.</param>
public sealed record ClauseCounts(EntityKind Of, long Size, IReadOnlyList<ClauseCount> Clauses)
{
    /// <summary>Counts.</summary>
    /// <param name="engine">Says who satisfies a clause; each is asked once.</param>
    /// <param name="plan">The segment.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ClauseCounts Count(IAudienceEngine engine, SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        MemberSet Leaf(BoundExpr clause) => engine.Members(new SegmentPlan(null, plan.Of, clause, null, []), asOf, cancellation);
        var tree = new ClauseTree(Leaf, Leaf(new BoundConstant(true)));
        ClauseNode where = tree.Read(plan.Where, "$");
        var membership = new MembershipSets(
            plan.IncludeIds.Count == 0 ? null : Leaf(new BoundInList("include_list", plan.IncludeIds, ThroughAccount: false)),
            plan.Exclude is null ? null : Leaf(plan.Exclude));
        MemberSet members = membership.Apply(where.Set);
        var counts = new List<ClauseCount>();
        Add(where, 0, changed => membership.Apply(changed), isWhole: true);
        if (membership.Included is { } included)
        {
            counts.Add(Compare("include_list", "include_list", "include_list", 0, included.Count, (membership with { Included = null }).Apply(where.Set), members));
        }

        if (membership.Excluded is { } excluded)
        {
            counts.Add(Compare(ValueText.Label(plan.Exclude!), "exclude", "exclude", 0, excluded.Count, (membership with { Excluded = null }).Apply(where.Set), members));
        }

        return new ClauseCounts(plan.Of, members.Count, counts);

        // The clauses of an and that is all there is stand at the top; nothing is said of the whole, which is the segment.
        void Add(ClauseNode node, int level, Func<MemberSet, MemberSet> rebuild, bool isWhole)
        {
            bool isTop = isWhole && node.Kind == "and";
            if (isWhole && !isTop)
            {
                counts.Add(new ClauseCount(node.Text, node.Kind, level, node.Set.Count, null, null, null, node.Path));
            }

            for (int at = 0; at < node.Parts.Count; at++)
            {
                int part = at, below = isTop ? level : level + 1;
                ClauseNode child = node.Parts[part];
                if (node.Kind != "not")
                {
                    counts.Add(Compare(child.Text, child.Kind, child.Path, below, child.Set.Count, rebuild(tree.Combine(node, part, null)), members));
                }

                Add(child, node.Kind == "not" ? level : below, changed => rebuild(tree.Combine(node, part, changed)), isWhole: false);
            }
        }
    }

    private static ClauseCount Compare(string text, string kind, string path, int level, long alone, MemberSet without, MemberSet members)
    {
        long both = without.CountOfBoth(members);
        return new ClauseCount(text, kind, level, alone, without.Count, without.Count - both, members.Count - both, path);
    }

    /// <summary>What surrounds the condition of a segment.</summary>
    private sealed record MembershipSets(MemberSet? Included, MemberSet? Excluded)
    {
        public MemberSet Apply(MemberSet where)
        {
            MemberSet members = Included is null ? where : where.Union(Included);
            return Excluded is null ? members : members.Except(Excluded);
        }
    }
}

/// <summary>A clause with who satisfies it.</summary>
internal sealed record ClauseNode(string Text, string Kind, string Path, MemberSet Set, IReadOnlyList<ClauseNode> Parts);

/// <summary>Reads a condition down to the clauses that an engine answers, and puts the answers together again.</summary>
internal sealed class ClauseTree(Func<BoundExpr, MemberSet> leaf, MemberSet everyone)
{
    /// <summary>Reads a clause.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="path">Where it stands in the JSON form of the condition.</param>
    public ClauseNode Read(BoundExpr clause, string path)
    {
        (string kind, IEnumerable<BoundExpr> operands) = clause switch
        {
            BoundAnd all when Written.IsConjunction(all) => ("and", all.Operands),
            BoundOr any when Written.IsDisjunction(any) => ("or", any.Operands),
            BoundNot inner when Written.IsNegation(inner) && inner.Operand.Origin.Node is (AndExpr or OrExpr) => ("not", [inner.Operand]),
            _ => ("clause", Enumerable.Empty<BoundExpr>()),
        };
        ClauseNode[] parts = [.. operands.Select((operand, at) => Read(operand, ClausePaths.Part(path, kind, at)))];
        MemberSet set = parts.Length == 0 ? leaf(clause) : Combine(kind, parts.Select(part => part.Set));
        return new ClauseNode(ValueText.Label(clause), kind, path, set, parts);
    }

    /// <summary>Who satisfies a clause made of others when one of its parts is another set, or (null) is not there.</summary>
    public MemberSet Combine(ClauseNode node, int part, MemberSet? changed) =>
        Combine(node.Kind, node.Parts.Select((other, at) => at == part ? changed : other.Set).OfType<MemberSet>());

    private MemberSet Combine(string kind, IEnumerable<MemberSet> parts) => kind switch
    {
        "and" => parts.Aggregate((left, right) => left.Intersect(right)),
        "or" => parts.Aggregate((left, right) => left.Union(right)),
        "not" => everyone.Except(parts.Single()),
        _ => throw new InvalidOperationException($"Unknown kind of clause '{kind}'."),
    };
}
