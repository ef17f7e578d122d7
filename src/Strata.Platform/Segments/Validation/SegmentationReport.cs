using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Statistics;

namespace Strata.Platform.Segments.Validation;

/// <summary>Whether a segmentation means anything: its groups beside what became of them, and a verdict on each thing that it should be.</summary>
/// <param name="Segmentation">Its name.</param>
/// <param name="Of">What it divides.</param>
/// <param name="Months">Deals closed in so many months before the instant were looked at.</param>
/// <param name="Universe">How many it divides.</param>
/// <param name="Groups">The groups in their order, the one of the rest last.</param>
/// <param name="Separation">How far the groups differ; null where it is of contacts, who have no deals of their own.</param>
/// <param name="Stability">Who moves between groups.</param>
/// <param name="Overlap">Who would be in several groups, were they not in an order, and who is in a group and in a suppression.</param>
/// <param name="UnusableDeals">Deals that cannot be used, with the reason.</param>
/// <param name="Criteria">A verdict on each criterion.</param>
/// <param name="Holds">True where no criterion fails.</param>
/// <param name="Verdict">The whole, in a sentence.</param>
public sealed record SegmentationReport(
    string Segmentation,
    EntityKind Of,
    int Months,
    long Universe,
    IReadOnlyList<GroupReport> Groups,
    SeparationReport? Separation,
    StabilityReport Stability,
    OverlapReport Overlap,
    IReadOnlyList<string> UnusableDeals,
    IReadOnlyList<Criterion> Criteria,
    bool Holds,
    string Verdict)
{
    /// <summary>The fields it reads that Strata learnt from how deals ended: by these its groups differ more in the past than they will.</summary>
    public IReadOnlyCollection<string> LearntFields { get; init; } = [];
}

/// <summary>A share of a number of trials, with its 95 % interval (Wilson, 1927).</summary>
/// <param name="Count">How many.</param>
/// <param name="Trials">Of how many.</param>
/// <param name="Rate">Count ÷ trials; null where there are none.</param>
/// <param name="Interval">In which the true share lies with 95 % confidence; null where there are no trials.</param>
public sealed record RateReport(long Count, long Trials, double? Rate, Interval? Interval)
{
    /// <summary>Of counts.</summary>
    public static RateReport Of(long count, long trials) => trials == 0
        ? new RateReport(count, trials, null, null)
        : new RateReport(count, trials, (double)count / trials, Proportions.Wilson(count, trials));
}

/// <summary>A group of a segmentation and what became of it.</summary>
/// <param name="Value">Its value.</param>
/// <param name="IsRest">True for those whom no part selects.</param>
/// <param name="Size">How many are in it now.</param>
/// <param name="Share">Their share of the universe, 0 to 1; null where that is empty.</param>
/// <param name="WinRate">Deals won among those closed, by the group in which the account was at the start of the month of the deal's creation.</param>
/// <param name="MedianDealSize">Of the deals won, in the workspace's currency; null where none has an amount.</param>
/// <param name="MedianCycleDays">From creation to close of the deals won; null where there are none.</param>
/// <param name="Retention">Accounts in it a year ago with a subscription begun before then, and those of them with an active one now.</param>
/// <param name="WonRevenue">The amounts of the deals won.</param>
/// <param name="OpenPipeline">The amounts of the deals open now, by the group in which the account is now.</param>
/// <param name="Reachable">Members with somebody to write to, among all.</param>
/// <param name="Owned">Members with an owner, among all; of contacts, those whose account has one.</param>
public sealed record GroupReport(
    string Value,
    bool IsRest,
    long Size,
    double? Share,
    RateReport WinRate,
    double? MedianDealSize,
    double? MedianCycleDays,
    RateReport Retention,
    double WonRevenue,
    double OpenPipeline,
    RateReport Reachable,
    RateReport Owned);

/// <summary>A test that the groups are all alike in one thing.</summary>
/// <param name="Measure">In what: <c>win_rate</c>, <c>deal_size</c>, <c>cycle_days</c>, <c>retention</c>.</param>
/// <param name="Method">The test: chi-square for shares, Kruskal–Wallis for amounts and days.</param>
/// <param name="Statistic">Its statistic.</param>
/// <param name="DegreesOfFreedom">Groups that have values, less one; 0 where nothing can be told.</param>
/// <param name="P">How likely such a difference is where the groups are alike.</param>
/// <param name="AdjustedP">The same with the number of tests taken into account (Benjamini and Hochberg, 1995).</param>
/// <param name="Effect">How large the difference is, 0 to 1: Cramér's V, or epsilon squared.</param>
public sealed record SeparationTest(string Measure, string Method, double Statistic, int DegreesOfFreedom, double P, double AdjustedP, double Effect);

/// <summary>Two groups that cannot be told apart.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="IsAlike">True where the data shows that they behave alike; false where there are too few deals to tell.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SimilarGroups(string First, string Second, bool IsAlike, string Reason);

/// <summary>How far groups differ in what became of them.</summary>
/// <param name="ClosedDeals">The deals that this rests on: those of accounts in the universe when they were created.</param>
/// <param name="Tests">A test for each measure.</param>
/// <param name="Similar">Pairs that cannot be told apart.</param>
public sealed record SeparationReport(long ClosedDeals, IReadOnlyList<SeparationTest> Tests, IReadOnlyList<SimilarGroups> Similar);

/// <summary>Moves between two groups.</summary>
/// <param name="From">The group at first.</param>
/// <param name="To">The group now.</param>
/// <param name="Count">How many moved.</param>
public sealed record GroupMove(string From, string To, long Count);

/// <summary>Who moves between groups.</summary>
/// <param name="Months">Over how many months.</param>
/// <param name="MonthlyMovers">The mean share of those in the universe at the start and the end of a month who changed group; null where nobody was in at both.</param>
/// <param name="Moves">From the first of the months to now, the largest first.</param>
public sealed record StabilityReport(int Months, double? MonthlyMovers, IReadOnlyList<GroupMove> Moves);

/// <summary>Who matches two parts.</summary>
/// <param name="First">The part that comes first, and so decides.</param>
/// <param name="Second">The other.</param>
/// <param name="Count">How many match both.</param>
/// <param name="ShareOfSecond">Their share of all who match the second, 0 to 1.</param>
public sealed record PartOverlap(string First, string Second, long Count, double ShareOfSecond);

/// <summary>Members of a group who are in a suppression.</summary>
/// <param name="Group">The group.</param>
/// <param name="Suppression">The segment that says whom not to approach.</param>
/// <param name="Count">How many.</param>
public sealed record SuppressionConflict(string Group, string Suppression, long Count)
{
    /// <summary>Finds them, the largest first.</summary>
    /// <param name="groups">Groups with their members.</param>
    /// <param name="suppressions">Segments that say whom not to approach.</param>
    /// <param name="suppressed">The members of each.</param>
    internal static IReadOnlyList<SuppressionConflict> Find(
        IEnumerable<(string Name, Bitmap Members)> groups, IReadOnlyList<LibraryEntry> suppressions, IReadOnlyList<MemberSet> suppressed) =>
    [
        .. groups.SelectMany(group => suppressions.Select((suppression, at) =>
                new SuppressionConflict(group.Name, suppression.Definition.Name, group.Members.CountOfBoth(suppressed[at].Refs))))
            .Where(conflict => conflict.Count > 0)
            .OrderByDescending(conflict => conflict.Count),
    ];
}

/// <summary>Overlaps and conflicts.</summary>
/// <param name="Parts">Pairs of parts that some match both of, the largest first.</param>
/// <param name="Conflicts">Groups with members in a suppression, the largest first.</param>
public sealed record OverlapReport(IReadOnlyList<PartOverlap> Parts, IReadOnlyList<SuppressionConflict> Conflicts);

/// <summary>How well a criterion is met.</summary>
public enum CriterionState
{
    /// <summary>It is met.</summary>
    Holds,

    /// <summary>It is met in part.</summary>
    Weak,

    /// <summary>It is not met.</summary>
    Fails,

    /// <summary>There is too little data to tell.</summary>
    Unknown,
}

/// <summary>Something that a segmentation should be.</summary>
/// <param name="Name"><c>separation</c>, <c>coverage</c>, <c>stability</c>, <c>size</c>, <c>overlap</c>, <c>actionability</c>.</param>
/// <param name="State">Whether it is.</param>
/// <param name="Finding">What was found, in a sentence.</param>
/// <param name="NextStep">What to do about it; null where nothing needs to be done.</param>
public sealed record Criterion(string Name, CriterionState State, string Finding, string? NextStep);
