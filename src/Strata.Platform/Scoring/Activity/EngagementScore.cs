using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Scoring.Activity;

/// <summary>
/// How engaged an account is with us, from 0 to 100: what its people did, each thing by the stage of buying that it belongs to, half as
/// much after every half-life, and more where several people did it.
/// </summary>
/// <remarks>
/// With <c>x</c> the decayed sum of weights, times <c>1 + ln(people)</c> where two or more people who are known did it, the score is
/// <c>100 · x / (x + 25)</c>. 25 is about one form sent, two downloads and seven pages today: such an account has 50.
/// </remarks>
internal static class EngagementScore
{
    /// <summary>The score's name.</summary>
    public const string Name = "engagement";

    /// <summary>The setting of the half-life, in days.</summary>
    public const string HalfLifeSetting = "engagement_half_life";

    private const double HalfScore = 25;

    /// <summary>What is older than so many half-lives is left out: it weighs less than a hundredth.</summary>
    private const int HalfLives = 7;

    /// <summary>The score of each account, as of now.</summary>
    public static double[] Find(Workspace workspace, long[] accounts, CancellationToken cancellation)
    {
        double halfLife = double.Parse(workspace.Settings.Get(HalfLifeSetting), CultureInfo.InvariantCulture) * Microseconds.PerDay;
        long now = workspace.Now.Instant;
        var scores = new double[accounts.Length];
        string[] selects = [.. workspace.Catalog.Events.Values.Where(type => SignalWeights.Of(type.Name) > 0).Select(SelectFrom)];
        using DuckDbResult result = workspace.Connection.Query(
            $"""
            SELECT account_ref, sum(weight * pow(0.5, ($2 - epoch_us(ts)) / $3)) * (1 + ln(greatest(1, count(DISTINCT contact_ref))))
            FROM ({string.Join(" UNION ALL ", selects)})
            WHERE account_ref IS NOT NULL AND ts > make_timestamp($1) AND ts <= make_timestamp($2)
            GROUP BY account_ref
            """,
            [(long)(now - (HalfLives * halfLife)), now, halfLife],
            cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int row = 0; row < result.RowCount; row++)
            {
                int place = Array.BinarySearch(accounts, result.Row(row).GetInt64(0));
                if (place >= 0)
                {
                    double sum = result.Row(row).GetDouble(1);
                    scores[place] = Math.Round(100 * sum / (sum + HalfScore));
                }
            }
        }

        return scores;
    }

    /// <summary>What one account did, as of now: by type, the largest part of its score first.</summary>
    public static IReadOnlyList<ActivitySignal> Signals(Workspace workspace, long account, CancellationToken cancellation)
    {
        double halfLife = double.Parse(workspace.Settings.Get(HalfLifeSetting), CultureInfo.InvariantCulture) * Microseconds.PerDay;
        long now = workspace.Now.Instant, month = 30 * Microseconds.PerDay;
        string[] types = [.. workspace.Catalog.Events.Keys.Where(type => SignalWeights.Of(type) > 0)];
        IEnumerable<string> selects = types.Select((type, at) =>
            $"SELECT {at} AS type, contact_ref, ts, weight FROM ({SelectFrom(workspace.Catalog.Events[type])}) WHERE account_ref = $4");
        var found = workspace.Connection.Query(
            $"""
            SELECT type, count(*) FILTER (ts > make_timestamp($5)), count(*) FILTER (ts <= make_timestamp($5) AND ts > make_timestamp($6)),
                count(DISTINCT contact_ref), sum(weight * pow(0.5, ($2 - epoch_us(ts)) / $3)), max(ts)
            FROM ({string.Join(" UNION ALL ", selects)}) WHERE ts > make_timestamp($1) AND ts <= make_timestamp($2) GROUP BY type
            """,
            [(long)(now - (HalfLives * halfLife)), now, halfLife, account, now - month, now - (2 * month)],
            row => (Type: types[row.GetInt64(0)], Recent: row.GetInt64(1), Before: row.GetInt64(2), People: row.GetInt64(3), Weight: row.GetDouble(4), Last: row.GetInt64(5)),
            cancellation);
        double all = found.Sum(one => one.Weight);
        return
        [
            .. found.OrderByDescending(one => one.Weight).Select(one =>
                new ActivitySignal(one.Type, one.Recent, one.Before, one.People, all > 0 ? Math.Round(one.Weight / all, 4) : 0, Microseconds.ToText(one.Last))),
        ];
    }

    /// <summary>The score as a field.</summary>
    public static ScoreColumn Column(double[] scores) => ScoreFields.Number("engagement_score", "Engagement with us from 0 to 100; written by Strata", scores);

    private static string SelectFrom(RowType type)
    {
        string weight = SignalWeights.Of(type.Name).ToString("R", CultureInfo.InvariantCulture);
        if (type.Name == "page_view" && type.Find("page") is { } page)
        {
            string compares = SignalWeights.ComparingPage.ToString("R", CultureInfo.InvariantCulture);
            weight = $"CASE WHEN regexp_matches({SqlIdentifier.Quote(TableNames.Folded(page))}, '{SignalWeights.ComparingPages}') THEN {compares} ELSE {weight} END";
        }

        return $"SELECT account_ref, contact_ref, ts, CAST({weight} AS DOUBLE) AS weight FROM {SqlIdentifier.Quote(TableNames.Table(type))}";
    }
}
