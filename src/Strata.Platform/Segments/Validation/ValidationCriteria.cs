using System.Globalization;
using Strata.Language.Definitions;

namespace Strata.Platform.Segments.Validation;

/// <summary>What a segmentation should be, and whether it is (Kotler and Keller: measurable, substantial, accessible, differentiable, actionable; and stable).</summary>
internal static class ValidationCriteria
{
    /// <summary>Fewer closed deals in two groups at least, and nothing is said about separation.</summary>
    private const long FewestDeals = 30;

    /// <summary>Effects below these are called small at the most (Cohen, 1988).</summary>
    private const double LeastShareEffect = 0.1, LeastRankEffect = 0.01;

    private const double MostRest = 0.20, FarTooMuchRest = 0.50;
    private const double MostMovers = 0.15, FarTooManyMovers = 0.35;
    private const double LeastReachable = 0.50;

    /// <summary>Judges every criterion.</summary>
    public static IEnumerable<Criterion> Judge(
        IReadOnlyList<GroupReport> groups, SeparationReport? separation, StabilityReport stability, OverlapReport overlap, GroupOutcomes? outcomes)
    {
        if (separation is not null && outcomes is not null)
        {
            yield return JudgeSeparation(groups, separation);
            yield return JudgeCoverage(groups, outcomes);
        }
        else
        {
            yield return JudgeRest(groups);
        }

        yield return JudgeStability(stability);
        yield return JudgeSizes(groups);
        yield return JudgeOverlap(groups, overlap);
        yield return JudgeActionability(groups);
    }

    /// <summary>The whole in a sentence.</summary>
    public static string Verdict(string name, IReadOnlyList<Criterion> criteria)
    {
        string[] failing = [.. criteria.Where(criterion => criterion.State == CriterionState.Fails).Select(criterion => criterion.Name)];
        string[] weak = [.. criteria.Where(criterion => criterion.State == CriterionState.Weak).Select(criterion => criterion.Name)];
        string[] unknown = [.. criteria.Where(criterion => criterion.State == CriterionState.Unknown).Select(criterion => criterion.Name)];
        string whole = failing.Length > 0 ? $"'{name}' does not hold up: {string.Join(", ", failing)}"
            : weak.Length > 0 ? $"'{name}' holds up, with weaknesses: {string.Join(", ", weak)}"
            : unknown.Length == criteria.Count ? $"There is too little data to say whether '{name}' holds up" : $"'{name}' holds up";
        return whole + (unknown.Length > 0 && unknown.Length < criteria.Count ? $"; too little data for {string.Join(", ", unknown)}." : ".");
    }

    private static Criterion JudgeSeparation(IReadOnlyList<GroupReport> groups, SeparationReport separation)
    {
        int enough = groups.Count(group => group.WinRate.Trials >= FewestDeals);
        if (enough < 2)
        {
            return new Criterion(
                "separation", CriterionState.Unknown,
                $"{Number(separation.ClosedDeals)} closed deals of accounts that were in it; two groups with {FewestDeals} or more are needed.",
                "Look back further with --months, or merge small groups.");
        }

        SeparationTest[] telling = [.. separation.Tests.Where(test => test.DegreesOfFreedom > 0 && test.AdjustedP < Separation.Significant)];
        SeparationTest[] mattering = [.. telling.Where(test => test.Effect >= (test.Method == Separation.Ranks ? LeastRankEffect : LeastShareEffect))];
        SimilarGroups[] alike = [.. separation.Similar.Where(pair => pair.IsAlike)];
        string pairs = string.Join("; ", alike.Select(pair => $"{pair.First} and {pair.Second}"));
        if (telling.Length == 0)
        {
            return new Criterion(
                "separation", CriterionState.Fails,
                $"The groups do not differ in win rate, deal size, cycle or retention over {Number(separation.ClosedDeals)} closed deals.",
                "These groups are names, not segments: divide by what `strata icp` finds to drive wins.");
        }

        if (mattering.Length == 0)
        {
            return new Criterion(
                "separation", CriterionState.Fails,
                $"The groups differ in {string.Join(", ", telling.Select(Describe))}, over {Number(separation.ClosedDeals)} closed deals: surely, but by too little to matter.",
                "With so many deals the least difference shows. Divide by what `strata icp` finds to drive wins.");
        }

        string finding = $"The groups differ in {string.Join(", ", mattering.Select(Describe))}, over {Number(separation.ClosedDeals)} closed deals.";
        return alike.Length == 0
            ? new Criterion("separation", CriterionState.Holds, finding, null)
            : new Criterion("separation", CriterionState.Weak, $"{finding} These behave alike: {pairs}.", "Merge those that behave alike, or treat them alike.");
    }

    private static string Describe(SeparationTest test) => string.Create(
        CultureInfo.InvariantCulture, $"{test.Measure.Replace('_', ' ')} (p {(test.AdjustedP < 0.001 ? "< 0.001" : $"= {test.AdjustedP:0.000}")}, effect {test.Effect:0.00})");

    private static Criterion JudgeCoverage(IReadOnlyList<GroupReport> groups, GroupOutcomes outcomes)
    {
        GroupReport rest = groups[^1];
        double revenue = groups.Sum(group => group.WonRevenue) + outcomes.RevenueOutside, pipeline = groups.Sum(group => group.OpenPipeline) + outcomes.PipelineOutside;
        double uncovered = rest.WonRevenue + outcomes.RevenueOutside, open = rest.OpenPipeline + outcomes.PipelineOutside;
        if (revenue <= 0 && pipeline <= 0)
        {
            return JudgeRest(groups);
        }

        double share = Math.Max(revenue > 0 ? uncovered / revenue : 0, pipeline > 0 ? open / pipeline : 0);
        string finding = string.Create(
            CultureInfo.InvariantCulture,
            $"{Share(uncovered, revenue)} of revenue won and {Share(open, pipeline)} of open pipeline are outside of its groups ('{rest.Value}' has {rest.Size:N0}).");
        return new Criterion("coverage", StateOf(share, MostRest, FarTooMuchRest), finding, share <= MostRest ? null
            : $"Look at who buys from outside: `strata breakdown` those of '{rest.Value}' with won deals, and add a group or widen the universe.");
    }

    private static Criterion JudgeRest(IReadOnlyList<GroupReport> groups)
    {
        GroupReport rest = groups[^1];
        double share = rest.Share ?? 0;
        return new Criterion(
            "coverage", groups.Sum(group => group.Size) == 0 ? CriterionState.Unknown : StateOf(share, MostRest, FarTooMuchRest),
            string.Create(CultureInfo.InvariantCulture, $"'{rest.Value}' has {rest.Size:N0}, {share:P1} of everybody."),
            share <= MostRest ? null : $"Say who '{rest.Value}' are: add a group, or narrow the universe to those it is for.");
    }

    private static Criterion JudgeStability(StabilityReport stability)
    {
        if (stability.MonthlyMovers is not { } movers)
        {
            return new Criterion("stability", CriterionState.Unknown, "Nobody was in it at both ends of a month.", null);
        }

        string most = stability.Moves.Count == 0 ? "" : $"; most from {stability.Moves[0].From} to {stability.Moves[0].To} ({Number(stability.Moves[0].Count)})";
        return new Criterion(
            "stability",
            StateOf(movers, MostMovers, FarTooManyMovers),
            string.Create(CultureInfo.InvariantCulture, $"{movers:P1} change group in a month, over {stability.Months} months{most}."),
            movers <= MostMovers ? null : "Plans cannot follow groups that change so fast: use longer windows, or thresholds further apart.");
    }

    private static Criterion JudgeSizes(IReadOnlyList<GroupReport> groups)
    {
        int least = new MinimumSizes().Sales;
        string[] small = [.. groups.Where(group => !group.IsRest && group.Size < least).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Value} ({group.Size:N0})"))];
        int parts = groups.Count - 1;
        return small.Length == 0
            ? new Criterion("size", CriterionState.Holds, $"Every group has {least} or more.", null)
            : new Criterion(
                "size", small.Length == parts ? CriterionState.Fails : CriterionState.Weak,
                $"Too small to work or to measure (fewer than {least}): {string.Join(", ", small)}.", "Merge them with a neighbour, or loosen them: `strata suggest`.");
    }

    private static Criterion JudgeOverlap(IReadOnlyList<GroupReport> groups, OverlapReport overlap)
    {
        PartOverlap? hidden = overlap.Parts.FirstOrDefault(part => part.ShareOfSecond > 0.95 && !groups.Any(group => group.Value == part.Second && group.Size > 0));
        long conflicts = overlap.Conflicts.Sum(conflict => conflict.Count);
        var findings = new List<string>();
        if (overlap.Parts.Count > 0)
        {
            PartOverlap largest = overlap.Parts[0];
            findings.Add($"{Number(largest.Count)} match both {largest.First} and {largest.Second}; the first decides.");
        }

        findings.AddRange(overlap.Conflicts.Take(3).Select(conflict => $"{Number(conflict.Count)} of {conflict.Group} are in '{conflict.Suppression}'."));
        string? next = conflicts > 0 ? "Exclude the suppressed from the universe, or they are worked and suppressed at once."
            : hidden is not null ? $"Nobody is left for {hidden.Second}: put it before {hidden.First}, or drop it." : null;
        return new Criterion(
            "overlap",
            conflicts > 0 ? CriterionState.Fails : hidden is not null ? CriterionState.Weak : CriterionState.Holds,
            findings.Count == 0 ? "No two parts match the same." : string.Join(" ", findings),
            next);
    }

    private static Criterion JudgeActionability(IReadOnlyList<GroupReport> groups)
    {
        GroupReport[] parts = [.. groups.Where(group => !group.IsRest && group.Size > 0)];
        if (parts.Length == 0)
        {
            return new Criterion("actionability", CriterionState.Unknown, "Nobody is in a group.", null);
        }

        string[] unreachable = [.. parts.Where(group => group.Reachable.Rate < LeastReachable).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Value} ({group.Reachable.Rate:P0})"))];
        long reachable = parts.Sum(group => group.Reachable.Count), owned = parts.Sum(group => group.Owned.Count), all = parts.Sum(group => group.Size);
        string finding = $"{Share(reachable, all)} have somebody to write to, {Share(owned, all)} an owner.";
        return unreachable.Length == 0
            ? new Criterion("actionability", CriterionState.Holds, finding, null)
            : new Criterion(
                "actionability", unreachable.Length == parts.Length ? CriterionState.Fails : CriterionState.Weak,
                $"{finding} Fewer than half can be reached in {string.Join(", ", unreachable)}.", "Find contacts there first, or reach them by advertising.");
    }

    private static CriterionState StateOf(double value, double weakFrom, double failsFrom) =>
        value > failsFrom ? CriterionState.Fails : value > weakFrom ? CriterionState.Weak : CriterionState.Holds;

    private static string Share(double part, double whole) => whole > 0 ? (part / whole).ToString("P1", CultureInfo.InvariantCulture) : "none";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
