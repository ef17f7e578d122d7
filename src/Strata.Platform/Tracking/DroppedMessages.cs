using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tracking;

/// <summary>How many messages were dropped, by day and reason (table <c>strata_dropped</c>).</summary>
public static class DroppedMessages
{
    /// <summary>Adds to the count of a day.</summary>
    internal static void Add(DuckDbConnection connection, DateOnly day, DropReason reason, long messages) => connection.Execute(
        """
        INSERT INTO strata_dropped VALUES ($1, $2, $3)
        ON CONFLICT (day, reason) DO UPDATE SET messages = strata_dropped.messages + excluded.messages
        """,
        DuckDbValue.Date(day), Name(reason), messages);

    /// <summary>The counts over all days, by reason: <c>bot</c>, <c>no_consent</c>, <c>privacy_signal</c>.</summary>
    public static IReadOnlyDictionary<string, long> Read(DuckDbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection
            .Query("SELECT reason, CAST(sum(messages) AS BIGINT) FROM strata_dropped GROUP BY 1", [], row => KeyValuePair.Create(row.GetRequiredText(0), row.GetInt64(1)))
            .ToDictionary(StringComparer.Ordinal);
    }

    private static string Name(DropReason reason) => reason switch
    {
        DropReason.Bot => "bot",
        DropReason.NoConsent => "no_consent",
        DropReason.PrivacySignal => "privacy_signal",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
