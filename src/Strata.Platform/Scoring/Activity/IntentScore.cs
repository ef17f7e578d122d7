using Strata.Language.Time;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Activity;

/// <summary>
/// How much more an account researches than it used to, from 0 to 100: for each topic the last 30 days against the 150 before, in
/// deviations of what chance would do; a topic searched by those who choose counts twice.
/// </summary>
/// <remarks>
/// With <c>r</c> the weight of a topic's signals in the last 30 days (a signal's own strength where the feed gives one) and <c>b</c> the
/// mean of the five such periods before, the surge is <c>(r − b) / √(b + 1)</c> where positive. The score is <c>100 · s / (s + 3)</c> of the
/// sum of the surges: one topic at three deviations has 50. A steady reader has 0.
/// </remarks>
internal static class IntentScore
{
    /// <summary>The score's name.</summary>
    public const string Name = "intent";

    private const double HalfScore = 3;
    private const int Days = 30;
    private const int Periods = 5;

    /// <summary>The score of each account, as of now.</summary>
    public static double[] Find(Workspace workspace, long[] accounts, CancellationToken cancellation)
    {
        var scores = new double[accounts.Length];
        if (workspace.Catalog.FindEvent("intent") is null)
        {
            return scores;
        }

        long now = workspace.Now.Instant, recent = now - (Days * Microseconds.PerDay);
        List<(long Account, double Surge)> found = workspace.Connection.Query(
            """
            WITH signal AS (
                SELECT account_ref, coalesce("topic.folded", '') AS topic, ts > make_timestamp($1) AS recent,
                    CASE WHEN score IS NULL THEN 1 ELSE least(greatest(score / 1e6, 0), 1) END * CASE WHEN "stage.folded" = 'downstream' THEN 2 ELSE 1 END AS weight
                FROM event_intent WHERE account_ref IS NOT NULL AND ts > make_timestamp($2) AND ts <= make_timestamp($3)
            ), topic AS (
                SELECT account_ref, coalesce(sum(weight) FILTER (recent), 0) AS now, coalesce(sum(weight) FILTER (NOT recent), 0) / $4 AS before
                FROM signal GROUP BY account_ref, topic
            )
            SELECT account_ref, sum(greatest(0, now - before) / sqrt(before + 1)) FROM topic GROUP BY account_ref
            """,
            [recent, recent - (Periods * Days * Microseconds.PerDay), now, (double)Periods],
            row => (row.GetInt64(0), row.GetDouble(1)),
            cancellation);
        foreach ((long account, double surge) in found)
        {
            int place = Array.BinarySearch(accounts, account);
            if (place >= 0)
            {
                scores[place] = Math.Round(100 * surge / (surge + HalfScore));
            }
        }

        return scores;
    }

    /// <summary>The score as a field.</summary>
    public static ScoreColumn Column(double[] scores) => ScoreFields.Number("intent_score", "Strength of buying intent from 0 to 100; written by Strata", scores);
}
