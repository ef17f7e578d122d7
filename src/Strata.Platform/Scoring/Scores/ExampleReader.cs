using System.Globalization;
using Strata.Language.Time;
using Strata.Platform.Profile.Features;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Finds what a score learns from.</summary>
internal static class ExampleReader
{
    /// <summary>A renewal is foretold so long before it is due: early enough to do something.</summary>
    private const long RenewalLead = 90 * Microseconds.PerDay;

    private const long Year = 365 * Microseconds.PerDay;

    /// <summary>The examples of a score whose outcome was known at an instant.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="score">The score.</param>
    /// <param name="months">How many months before the instant an outcome may have come.</param>
    /// <param name="at">The instant.</param>
    /// <param name="cancellation">Stops.</param>
    public static ScoreExamples Read(Workspace workspace, ScoreDefinition score, int months, AsOf at, CancellationToken cancellation)
    {
        var deals = DealSet.Of(workspace, months, at, cancellation);
        IEnumerable<ScoreExample> examples = score.Name switch
        {
            "expand" => deals.Closed.Where(deal => IsOf(deal, "expansion")).Select(deal => OfDeal(deal, deal.IsWon)),
            "churn" => deals.Closed.Any(deal => IsOf(deal, "renewal"))
                ? deals.Closed.Where(deal => IsOf(deal, "renewal")).Select(deal => OfDeal(deal, !deal.IsWon))
                : Subscriptions(workspace, deals.From, at.Instant, cancellation),
            _ => deals.Closed.Where(deal => !IsOf(deal, "expansion") && !IsOf(deal, "renewal")).Select(deal => OfDeal(deal, deal.IsWon)),
        };
        List<string> notes = [.. deals.Unusable.Select(unusable => $"Left out: {unusable.Count.ToString("N0", CultureInfo.InvariantCulture)} deals that {unusable.Reason}.")];
        if (deals.Earlier > 0)
        {
            notes.Add($"Left out: {deals.Earlier.ToString("N0", CultureInfo.InvariantCulture)} deals that were closed more than {months} months before.");
        }

        return new([.. examples.OrderBy(example => example.KnownAt).ThenBy(example => example.AccountRef)], notes);
    }

    /// <summary>The accounts that pay now: those with a subscription that runs, or, where no subscriptions are known, with a deal won.</summary>
    public static HashSet<long> Customers(Workspace workspace, CancellationToken cancellation) => [.. workspace.Connection.Query(
        """
        SELECT account_ref FROM subscriptions
        WHERE account_ref IS NOT NULL AND NOT coalesce(regexp_matches("status.folded", 'cancel|churn|lost|expired|ended|inactive|terminated'), false)
        UNION
        SELECT account_ref FROM opportunities
        WHERE account_ref IS NOT NULL AND is_won AND closed_at <= make_timestamp($1) AND NOT EXISTS (FROM subscriptions)
        """,
        [workspace.Now.Instant],
        row => row.GetInt64(0),
        cancellation)];

    private static bool IsOf(Deal deal, string type) => deal.Type?.Contains(type, StringComparison.OrdinalIgnoreCase) ?? false;

    private static ScoreExample OfDeal(Deal deal, bool label) => new(deal.AccountRef, deal.CreatedAt, deal.ClosedAt!.Value, label);

    /// <summary>
    /// The last term of each account that came to its end: one that was cancelled ended at its renewal date, one that runs was renewed a
    /// year before the next. An account counts once, and as lost only where nothing of it runs.
    /// </summary>
    private static IEnumerable<ScoreExample> Subscriptions(Workspace workspace, long from, long at, CancellationToken cancellation)
    {
        List<(long Account, long Started, long Renews, bool Ended)> accounts = workspace.Connection.Query(
            """
            SELECT account_ref, min(started_at), max(renews_at),
                bool_and(coalesce(regexp_matches("status.folded", 'cancel|churn|lost|expired|ended|inactive|terminated'), false))
            FROM subscriptions WHERE account_ref IS NOT NULL AND started_at IS NOT NULL AND renews_at IS NOT NULL
            GROUP BY account_ref
            """,
            [],
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3)),
            cancellation);
        foreach ((long account, long started, long renews, bool ended) in accounts)
        {
            // One that was cancelled ahead of its date has ended by now; one that runs was last renewed a term before.
            long due = ended ? Math.Min(renews, at) : renews;
            while (due > at)
            {
                due -= Year;
            }

            long foretold = Math.Max(started, due - RenewalLead);
            if (due > started && due > from && foretold < due)
            {
                yield return new ScoreExample(account, foretold, due, ended);
            }
        }
    }
}
