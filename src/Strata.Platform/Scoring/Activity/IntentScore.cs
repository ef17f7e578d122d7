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
            $"""
            WITH {Surges("account_ref IS NOT NULL")}
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

    /// <summary>What one account researches, as of now: the strongest surge first.</summary>
    public static IReadOnlyList<TopicSurge> Topics(Workspace workspace, long account, CancellationToken cancellation)
    {
        if (workspace.Catalog.FindEvent("intent") is null)
        {
            return [];
        }

        long now = workspace.Now.Instant, recent = now - (Days * Microseconds.PerDay);
        return workspace.Connection.Query(
            $"""
            WITH {Surges("account_ref = $5")}
            SELECT written, now, before, greatest(0, now - before) / sqrt(before + 1) AS surge, last FROM topic WHERE topic <> '' ORDER BY surge DESC, now DESC, topic
            """,
            [recent, recent - (Periods * Days * Microseconds.PerDay), now, (double)Periods, account],
            row => new TopicSurge(row.GetRequiredText(0), Math.Round(row.GetDouble(1), 2), Math.Round(row.GetDouble(2), 2), Math.Round(row.GetDouble(3), 2), Microseconds.ToText(row.GetInt64(4))),
            cancellation);
    }

    /// <summary>The score as a field.</summary>
    public static ScoreColumn Column(double[] scores) => ScoreFields.Number("intent_score", "Strength of buying intent from 0 to 100; written by Strata", scores);

    /// <summary>The common tables that weigh signals; <c>$1</c> to <c>$4</c> are where the recent begin, the earlier begin, all end, and how many periods were before.</summary>
    private static string Surges(string whose) =>
        $"""
        signal AS (
            SELECT account_ref, coalesce("topic.folded", '') AS topic, topic AS written, ts, ts > make_timestamp($1) AS recent,
                CASE WHEN score IS NULL THEN 1 ELSE least(greatest(score / 1e6, 0), 1) END * CASE WHEN "stage.folded" = 'downstream' THEN 2 ELSE 1 END AS weight
            FROM event_intent WHERE {whose} AND ts > make_timestamp($2) AND ts <= make_timestamp($3)
        ), topic AS (
            SELECT account_ref, topic, any_value(written) AS written, max(ts) AS last,
                coalesce(sum(weight) FILTER (recent), 0) AS now, coalesce(sum(weight) FILTER (NOT recent), 0) / $4 AS before
            FROM signal GROUP BY account_ref, topic
        )
        """;
}
