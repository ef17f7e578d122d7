using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Activity;

/// <summary>What an account did of one kind, and what that means for its engagement score.</summary>
/// <param name="Type">The event type.</param>
/// <param name="Recent">How many events in the last 30 days.</param>
/// <param name="Before">How many in the 30 days before.</param>
/// <param name="People">How many contacts who are known did them, of all that count.</param>
/// <param name="Share">Its share of what makes the engagement score, 0 to 1.</param>
/// <param name="LastAt">When the newest happened: ISO 8601 in UTC.</param>
public sealed record ActivitySignal(string Type, long Recent, long Before, long People, double Share, string LastAt);

/// <summary>A topic that an account researches.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Recent">The weight of its signals in the last 30 days.</param>
/// <param name="Usual">The mean of the five such periods before.</param>
/// <param name="Surge">By how many deviations of what chance would do it is more than usual; 0 where it is not.</param>
/// <param name="LastAt">When the newest signal came: ISO 8601 in UTC.</param>
public sealed record TopicSurge(string Topic, double Recent, double Usual, double Surge, string LastAt);

/// <summary>What makes an account's engagement and intent scores, worked out as the scores are.</summary>
/// <param name="Engagement">What it did, the largest share first.</param>
/// <param name="Topics">What it researches, the strongest surge first.</param>
public sealed record ActivitySignals(IReadOnlyList<ActivitySignal> Engagement, IReadOnlyList<TopicSurge> Topics)
{
    private const int MostTopics = 12;

    /// <summary>Reads them as of now.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="account">The account's ref.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ActivitySignals Find(Workspace workspace, long account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new ActivitySignals(EngagementScore.Signals(workspace, account, cancellation), [.. IntentScore.Topics(workspace, account, cancellation).Take(MostTopics)]);
    }
}
