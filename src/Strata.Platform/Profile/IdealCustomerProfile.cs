using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile;

/// <summary>How an ideal customer profile is looked for.</summary>
public sealed record ProfileOptions
{
    /// <summary>How many calendar months back a deal may have been closed: 1 to 240.</summary>
    public int Months { get; init; } = 24;

    /// <summary>What share of the closed deals, the latest, is held out to judge the profile by: above 0, at most 0.5.</summary>
    public double HeldOut { get; init; } = 0.25;

    /// <summary>What share of the won deals the profile must hold at least: above 0, at most 1. Less makes it narrower and its win rate higher.</summary>
    public double LeastCoverage { get; init; } = 0.1;

    /// <summary>Fields and collections to look at although they are refused by themselves.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}

/// <summary>Won and closed deals of a group.</summary>
/// <param name="Deals">How many were closed.</param>
/// <param name="Won">How many of them were won.</param>
/// <param name="Rate">Their share, 0 to 1; null without deals.</param>
/// <param name="Interval">The interval of 95 % for it (Wilson), deals of an account counted for less than their number; null without deals.</param>
public sealed record WinRate(long Deals, long Won, double? Rate, Interval? Interval)
{
    /// <summary>Measures a group.</summary>
    /// <param name="deals">How many deals.</param>
    /// <param name="won">How many were won.</param>
    /// <param name="dependence">How many deals count as one.</param>
    public static WinRate Of(long deals, long won, double dependence) => deals == 0
        ? new WinRate(0, 0, null, null)
        : new WinRate(deals, won, (double)won / deals, Proportions.Wilson(won / dependence, deals / dependence));
}

/// <summary>A quantity of the deals or customers that have a driver, beside the others.</summary>
/// <param name="With">Of those that have it: a median, or a share from 0 to 1.</param>
/// <param name="Without">Of the others.</param>
/// <param name="CountWith">From how many.</param>
/// <param name="CountWithout">From how many others.</param>
/// <param name="P">How likely a difference as large is by chance: Mann–Whitney for medians, two-sided z for shares.</param>
public sealed record Contrast(double With, double Without, long CountWith, long CountWithout, double P);

/// <summary>Something about an account that tells won deals from lost ones beyond what every other driver says.</summary>
/// <param name="Clause">The clause of the language.</param>
/// <param name="Label">The words for a person.</param>
/// <param name="Feature">The feature that it is a value or band of.</param>
/// <param name="Family">What it speaks of.</param>
/// <param name="SpeaksFor">True where deals with it are won more often than others alike; false where less often.</param>
/// <param name="With">The deals that have it.</param>
/// <param name="Without">The rest.</param>
/// <param name="Shrunk">The win rate drawn towards that of values like it (empirical Bayes): what to expect of the next deals.</param>
/// <param name="Credible">The interval of 95 % of <paramref name="Shrunk"/>.</param>
/// <param name="Difference">The win rate less that of the rest, with its interval of 95 % (Newcombe).</param>
/// <param name="DifferenceInterval">That interval.</param>
/// <param name="OddsRatio">By how much it multiplies the odds of winning, every other driver being equal.</param>
/// <param name="OddsRatioInterval">The interval of 95 % of that.</param>
/// <param name="Q">The p-value of that, adjusted for everything that was tried.</param>
/// <param name="HeldOut">The deals with it that were held out; nothing was chosen by them.</param>
/// <param name="HeldOutRest">The rest of those.</param>
/// <param name="InDefinition">True where the profile asks for it.</param>
public sealed record Driver(
    string Clause,
    string Label,
    string Feature,
    FeatureFamily Family,
    bool SpeaksFor,
    WinRate With,
    WinRate Without,
    double Shrunk,
    Interval Credible,
    double Difference,
    Interval DifferenceInterval,
    double OddsRatio,
    Interval OddsRatioInterval,
    double Q,
    WinRate HeldOut,
    WinRate HeldOutRest,
    bool InDefinition)
{
    /// <summary>The median amount of won deals; null where too few amounts are known.</summary>
    public Contrast? DealSize { get; init; }

    /// <summary>The median of days from creation to close of won deals; null where there are too few.</summary>
    public Contrast? CycleDays { get; init; }

    /// <summary>The share of customers that are still customers; null without subscriptions.</summary>
    public Contrast? Retention { get; init; }

    /// <summary>The share of customers that bought more later; null without subscriptions.</summary>
    public Contrast? Expansion { get; init; }
}

/// <summary>Something that goes with winning or losing by itself.</summary>
/// <param name="Clause">The clause of the language.</param>
/// <param name="Label">The words for a person.</param>
/// <param name="With">The deals that have it.</param>
/// <param name="Without">The rest.</param>
/// <param name="Shrunk">The win rate drawn towards that of values like it.</param>
/// <param name="Credible">The interval of 95 % of that.</param>
/// <param name="Q">The p-value adjusted for everything that was tried.</param>
/// <param name="Accompanies">The driver that it mostly comes with and that explains it; null where none does.</param>
public sealed record Association(string Clause, string Label, WinRate With, WinRate Without, double Shrunk, Interval Credible, double Q, string? Accompanies);

/// <summary>Something about an account that goes with larger or quicker deals, or with customers who stay or buy more.</summary>
/// <param name="Outcome">What differs: <c>dealSize</c> and <c>cycleDays</c> of won deals (medians), <c>retention</c> and <c>expansion</c> of customers (shares).</param>
/// <param name="Clause">The clause of the language.</param>
/// <param name="Label">The words for a person.</param>
/// <param name="Values">With it and without it.</param>
/// <param name="Q">The p-value of the difference, adjusted for everything that was tried, deals of an account counted for less than their number.</param>
public sealed record OutcomeDifference(string Outcome, string Clause, string Label, Contrast Values, double Q);

/// <summary>Two things that together say more or less than both of them do.</summary>
/// <param name="Clause">Both clauses.</param>
/// <param name="Label">The words for a person.</param>
/// <param name="With">The deals that have both.</param>
/// <param name="Expected">The win rate that the parts promise.</param>
/// <param name="Q">The p-value of the difference, adjusted for all pairs that were tried.</param>
public sealed record PairEffect(string Clause, string Label, WinRate With, double Expected, double Q);

/// <summary>How people of a role took part in deals, from 90 days before they were created until they were closed.</summary>
/// <param name="Kind">What the role is: committee_role, seniority or department.</param>
/// <param name="Role">The role.</param>
/// <param name="WonWith">In how many won deals somebody of it took part.</param>
/// <param name="LostWith">In how many lost ones.</param>
/// <param name="ShareOfWon">Of all won deals.</param>
/// <param name="ShareOfLost">Of all lost deals.</param>
/// <param name="Difference">The interval of 95 % of the first less the second.</param>
/// <param name="Q">The p-value of the difference, adjusted for all roles.</param>
public sealed record RoleTaking(string Kind, string Role, long WonWith, long LostWith, double ShareOfWon, double ShareOfLost, Interval Difference, double Q);

/// <summary>How the profile did on deals that it was not made from: those closed last.</summary>
/// <param name="From">They were closed after this instant; what came before made the profile.</param>
/// <param name="All">All deals held out.</param>
/// <param name="Fitting">Those that fit the profile.</param>
/// <param name="Rest">Those that do not.</param>
/// <param name="Disqualified">Those that a disqualifier excludes.</param>
/// <param name="Lift">The win rate of those that fit divided by that of all; null where none fits or none was won.</param>
/// <param name="LiftInterval">The interval of 95 % of that.</param>
/// <param name="CoverageOfDeals">The share of deals that fit.</param>
/// <param name="CoverageOfWins">The share of won deals that fit.</param>
/// <param name="P">How likely a win rate as different from the rest is by chance.</param>
/// <param name="Verdict">What that means, in a sentence.</param>
public sealed record Holdout(
    string From,
    WinRate All,
    WinRate Fitting,
    WinRate Rest,
    WinRate Disqualified,
    double? Lift,
    Interval? LiftInterval,
    double CoverageOfDeals,
    double CoverageOfWins,
    double P,
    string Verdict);

/// <summary>The deals that a profile is made from.</summary>
/// <param name="From">Deals were closed after this instant.</param>
/// <param name="At">And at this one at the latest.</param>
/// <param name="Closed">Won and lost ones together.</param>
/// <param name="Taught">How many of them taught; the rest were held out.</param>
/// <param name="Accounts">Of how many accounts they are.</param>
/// <param name="Dependence">How many deals count as one, because deals of an account resemble each other: from 1.</param>
/// <param name="Open">How many deals are open.</param>
/// <param name="Unusable">Those left out.</param>
public sealed record DealBasis(string From, string At, WinRate Closed, long Taught, long Accounts, double Dependence, long Open, IReadOnlyList<UnusableDeals> Unusable);

/// <summary>How many accounts there are, and how many fit today.</summary>
/// <param name="Accounts">All of them.</param>
/// <param name="Fitting">Those that fit the profile.</param>
public sealed record MarketFit(long Accounts, long Fitting);

/// <summary>The ideal customer profile of a workspace: what its deals say about who buys.</summary>
/// <param name="Deals">What it is made from.</param>
/// <param name="Definition">Who fits, in the language; null where nothing tells won deals from lost ones.</param>
/// <param name="Disqualifiers">Whom to leave out, in the language; null for nobody.</param>
/// <param name="Sentence">What a person would say.</param>
/// <param name="Drivers">What tells won deals from lost ones, the strongest first.</param>
/// <param name="Holdout">How the profile did on later deals; null where there is none.</param>
/// <param name="Pairs">Pairs that say more than their parts.</param>
/// <param name="Associations">What goes with winning by itself but is explained by a driver; the strongest first.</param>
/// <param name="Leads">Where there is no driver: what comes nearest, not to be told from chance.</param>
/// <param name="Outcomes">What goes with larger and quicker deals, and with customers who stay and buy more; the surest of each first.</param>
/// <param name="Roles">Who took part in won deals, beside lost ones.</param>
/// <param name="Market">How many accounts fit today; null where there is no definition.</param>
/// <param name="Tested">How many things were tried.</param>
/// <param name="Refused">Fields that are no features, and why.</param>
/// <param name="Notes">What a reader must know to judge this.</param>
public sealed record IdealCustomerProfile(
    DealBasis Deals,
    string? Definition,
    string? Disqualifiers,
    string Sentence,
    IReadOnlyList<Driver> Drivers,
    Holdout? Holdout,
    IReadOnlyList<PairEffect> Pairs,
    IReadOnlyList<Association> Associations,
    IReadOnlyList<Association> Leads,
    IReadOnlyList<OutcomeDifference> Outcomes,
    IReadOnlyList<RoleTaking> Roles,
    MarketFit? Market,
    int Tested,
    IReadOnlyList<RefusedFeature> Refused,
    IReadOnlyList<string> Notes);
