using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Links;

/// <summary>The links that were made (table <c>strata_link</c>).</summary>
public static class LinkLedger
{
    private const string Columns = "id, kind, key, contact_ref, account_ref, linked_at, cause, undone_at";

    /// <summary>The links that hold, in the order made; of one key the last one counts.</summary>
    public static IReadOnlyList<LinkRecord> Holding(DuckDbConnection connection, LinkKind kind) =>
        connection.Query($"SELECT {Columns} FROM strata_link WHERE undone_at IS NULL AND kind = $1 ORDER BY id", [Name(kind)], Read);

    /// <summary>The last links, the newest first.</summary>
    public static IReadOnlyList<LinkRecord> Last(DuckDbConnection connection, int limit) =>
        connection.Query($"SELECT {Columns} FROM strata_link ORDER BY id DESC LIMIT {limit}", [], Read);

    /// <summary>The links of a key, the newest first.</summary>
    public static IReadOnlyList<LinkRecord> Of(DuckDbConnection connection, string key) =>
        connection.Query($"SELECT {Columns} FROM strata_link WHERE key = $1 ORDER BY id DESC", [key], Read);

    /// <summary>The link of that number, or null.</summary>
    public static LinkRecord? Find(DuckDbConnection connection, long id) =>
        connection.Query($"SELECT {Columns} FROM strata_link WHERE id = $1", [id], Read).SingleOrDefault();

    /// <summary>The number that the next link gets.</summary>
    public static long NextId(DuckDbConnection connection) =>
        connection.QueryScalar<long>("SELECT CAST(coalesce(max(id), 0) + 1 AS BIGINT) FROM strata_link");

    /// <summary>The name of a kind in the table.</summary>
    internal static string Name(LinkKind kind) => kind switch
    {
        LinkKind.Anonymous => "anonymous",
        LinkKind.User => "user",
        LinkKind.Group => "group",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Records links; events stay as they are.</summary>
    public static void Add(DuckDbConnection connection, IReadOnlyList<LinkRecord> links)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(links);
        using DuckDbAppender appender = connection.CreateAppender("strata_link", [.. Columns.Split(", ")]);
        foreach (LinkRecord link in links)
        {
            appender.Append(link.Id);
            appender.Append(Name(link.Kind));
            appender.Append(link.Key);
            appender.Append(link.Contact);
            appender.Append(link.Account);
            appender.Append(link.LinkedAt);
            appender.Append(link.Cause);
            appender.Append(link.UndoneAt);
            appender.EndRow();
        }

        appender.Complete();
    }

    internal static void Close(DuckDbConnection connection, long id, long at)
    {
        connection.Execute("UPDATE strata_link SET undone_at = $2 WHERE id = $1", id, DuckDbValue.Timestamp(at));
        connection.Execute("DELETE FROM strata_link_event WHERE link_id = $1", id);
    }

    private static LinkRecord Read(DuckDbRow row) => new(
        row.GetInt64(0),
        row.GetRequiredText(1) switch { "anonymous" => LinkKind.Anonymous, "user" => LinkKind.User, _ => LinkKind.Group },
        row.GetRequiredText(2),
        row.GetNullableInt64(3),
        row.GetNullableInt64(4),
        row.GetInt64(5),
        row.GetRequiredText(6),
        row.GetNullableInt64(7));
}
