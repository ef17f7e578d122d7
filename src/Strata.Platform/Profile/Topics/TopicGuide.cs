using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Profile.Assembly;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Segments.Library;
using Strata.Platform.Statistics;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Topics;

/// <summary>A topic that accounts researched before their deals began.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Clause">The clause of the language: who researches it now.</param>
/// <param name="With">The closed deals whose account researched it in the 90 days before the deal was created.</param>
/// <param name="Without">The other closed deals.</param>
/// <param name="ShareOfWon">The share of won deals before which it was researched.</param>
/// <param name="Lift">The win rate with it, drawn towards that of all, divided by that of all: what to expect.</param>
/// <param name="LiftInterval">The interval of 95 % of that.</param>
/// <param name="Q">The p-value of the difference, adjusted for all topics.</param>
/// <param name="Researching">How many accounts research it now.</param>
/// <param name="Recommendation">What that means.</param>
public sealed record GuidedTopic(
    string Topic, string Clause, WinRate With, WinRate Without, double ShareOfWon, double Lift, Interval LiftInterval, double Q, long Researching, TopicRecommendation Recommendation);

/// <summary>What to do with a topic.</summary>
public enum TopicRecommendation
{
    /// <summary>Deals that began with it were won more often than chance explains.</summary>
    Choose,

    /// <summary>Nothing tells it from others.</summary>
    Neutral,

    /// <summary>Deals that began with it were won less often than chance explains.</summary>
    Avoid,

    /// <summary>Too few deals began with it to tell.</summary>
    TooFew,
}

/// <summary>Topics by how often deals that began with their research were won: a guide to which to follow.</summary>
/// <param name="Deals">The closed deals that this rests on.</param>
/// <param name="Months">Closed in so many months.</param>
/// <param name="Topics">The topics, the largest lift first.</param>
/// <param name="Notes">What a person should know.</param>
public sealed record TopicGuide(WinRate Deals, int Months, IReadOnlyList<GuidedTopic> Topics, IReadOnlyList<string> Notes)
{
    private const int Window = 90;
    private const int LeastDeals = 10;

    /// <summary>So many deals the win rate of all counts for.</summary>
    private const double PriorDeals = 20;

    /// <summary>Ranks the topics.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="months">How many calendar months back a deal may have been closed: 1 to 240.</param>
    /// <param name="asOf">The instant that speaks.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>deals</c>: there are too few; <c>argument</c>: the months are out of bounds.</exception>
    public static TopicGuide Find(Workspace workspace, int months, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var deals = DealSet.Of(workspace, months, asOf, cancellation);
        DealRules.Check(deals, months);
        Feature[] topics = [.. TopicsOf(workspace, cancellation)];
        FeatureTable table = FeatureBuilder.Build(
            workspace, new FeatureCatalog(topics, []), [.. deals.Closed.Select(deal => new FeatureRow(deal.AccountRef, deal.CreatedAt))], null, cancellation);
        var set = new TrainingSet(deals.Closed, deals.Closed.Count);
        double dependence = OutcomeModel.Fit(set, set.Periods).Dependence;
        long all = deals.Closed.Count, won = deals.Closed.Count(deal => deal.IsWon);
        (Feature Feature, long Deals, long Won)[] counted = [.. topics.Select((feature, place) => Counted(feature, table.Sparse(place)!, deals.Closed))];
        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. counted.Select(topic => PValue(topic.Deals, topic.Won, all, won, dependence))]);
        GuidedTopic[] guided = [.. counted
            .Select((topic, at) => Guided(workspace, topic.Feature, topic.Deals, topic.Won, all, won, dependence, adjusted[at], asOf, cancellation))
            .OrderBy(topic => topic.Recommendation == TopicRecommendation.TooFew)
            .ThenByDescending(topic => topic.Lift)];
        return new TopicGuide(WinRate.Of(all, won, dependence), months, guided, NotesOf(guided));
    }

    private static IEnumerable<Feature> TopicsOf(Workspace workspace, CancellationToken cancellation) =>
        new EventFeatures(workspace.Connection, workspace.Catalog, cancellation).Values("intent", "topic", Window);

    private static (Feature, long Deals, long Won) Counted(Feature feature, SparseColumn rows, IReadOnlyList<Deal> deals)
    {
        long won = 0;
        foreach (int row in rows.At)
        {
            won += deals[row].IsWon ? 1 : 0;
        }

        return (feature, rows.At.Length, won);
    }

    private static double PValue(long deals, long won, long all, long allWon, double dependence) => deals < LeastDeals || all - deals < LeastDeals
        ? 1
        : Normal.TwoSided(Proportions.TwoSampleZ(won / dependence, deals / dependence, (allWon - won) / dependence, (all - deals) / dependence));

    private static GuidedTopic Guided(
        Workspace workspace, Feature feature, long deals, long won, long all, long allWon, double dependence, double q, AsOf asOf, CancellationToken cancellation)
    {
        double rate = (double)allWon / all, n = deals / dependence, shrunk = ((won / dependence) + (PriorDeals * rate)) / (n + PriorDeals);
        Interval interval = Proportions.Wilson(shrunk * (n + PriorDeals), n + PriorDeals);
        string now = $"{feature.Path!} >= 1";
        TopicRecommendation said = deals < LeastDeals ? TopicRecommendation.TooFew
            : q > DriverSearch.FalseDiscoveryRate ? TopicRecommendation.Neutral
            : shrunk > rate ? TopicRecommendation.Choose : TopicRecommendation.Avoid;
        return new GuidedTopic(
            feature.Label, now, WinRate.Of(deals, won, dependence), WinRate.Of(all - deals, allWon - won, dependence),
            allWon == 0 ? 0 : (double)won / allWon, shrunk / rate, new Interval(interval.Low / rate, interval.High / rate), q,
            workspace.Engine().Count(SegmentSelection.FindInText(workspace.Library, now, EntityKind.Account).Plan, asOf, cancellation), said);
    }

    private static string[] NotesOf(GuidedTopic[] topics) => topics switch
    {
        [] => ["No research on topics is known: import events of the type intent with a topic."],
        _ when topics.All(topic => topic.Recommendation is not TopicRecommendation.Choose) =>
            ["No topic tells won deals from lost ones beyond chance. Their order is what was seen, not what to expect."],
        _ => [],
    };
}
