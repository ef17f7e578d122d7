using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Features;

/// <summary>A customer: an account with subscriptions.</summary>
/// <param name="AccountRef">The number of its account in the warehouse.</param>
/// <param name="Since">When the first subscription started, in UTC microseconds.</param>
/// <param name="IsRetained">True where one of them runs at the instant that speaks.</param>
/// <param name="HasExpanded">True where another one started later than the first.</param>
public sealed record Customer(long AccountRef, long Since, bool IsRetained, bool HasExpanded);

/// <summary>Reads who became a customer, and what came of it.</summary>
public static class CustomerSet
{
    /// <summary>A subscription ended where its status says so; where it has none, where it was up for renewal before the instant.</summary>
    private const string Sql = """
        SELECT account_ref, min(started_at),
          bool_or(CASE WHEN "status.folded" IS NULL THEN renews_at IS NULL OR renews_at > $1
            ELSE NOT regexp_matches("status.folded", '^(cancel|churn|expire|terminat|inactive|ended|lost|closed|lapsed)') END),
          count(DISTINCT started_at) > 1
        FROM subscriptions WHERE account_ref IS NOT NULL AND started_at <= $1 GROUP BY 1 ORDER BY 1
        """;

    /// <summary>The customers whose first subscription had started by an instant.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="at">The instant, in UTC microseconds.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<Customer> Of(Workspace workspace, long at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return workspace.Connection.Query(
            Sql,
            [Warehouse.DuckDb.DuckDbValue.Timestamp(at)],
            row => new Customer(row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2), row.GetBoolean(3)),
            cancellation);
    }
}
